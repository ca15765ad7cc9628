"""Guesses the category of a seller's listing from its words; a curator may change it."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

FALLBACK = "lain-lain"

# Word of a listing → leaf category; more and longer words win, words of the name count double.
WORDS: Mapping[str, str] = {
    "batik tulis": "kain-batik-tulis",
    "batik cap": "kain-batik-cap",
    "kain batik": "kain-batik-cap",
    "kemeja": "busana-batik",
    "blus": "busana-batik",
    "dress": "busana-batik",
    "gamis": "busana-batik",
    "outer": "busana-batik",
    "daster": "busana-batik",
    "selendang": "syal-selendang",
    "syal": "syal-selendang",
    "pashmina": "syal-selendang",
    "kerudung": "syal-selendang",
    "hijab": "syal-selendang",
    "tas batik": "tas-aksesori-batik",
    "sarung bantal": "wastra-rumah",
    "taplak": "wastra-rumah",
    "tenun": "kain-tenun",
    "kursi rotan": "kursi-rotan",
    "sofa rotan": "kursi-rotan",
    "nampan": "nampan-meja-saji",
    "keranjang": "keranjang-rotan",
    "lampu rotan": "lampu-rotan",
    "tas rotan": "tas-rotan",
    "anyaman": "anyaman-bambu",
    "besek": "anyaman-bambu",
    "topeng": "topeng-kayu",
    "lukisan": "lukisan-kaca",
    "wayang": "wayang",
    "cobek": "gerabah-dapur",
    "gerabah": "gerabah-dapur",
    "kendi": "gerabah-dapur",
    "vas": "gerabah-hias",
    "lampu": "lampu-kerang",
    "kerang": "bingkai-dekorasi-kerang",
    "kalung": "perhiasan-kerang",
    "gelang": "perhiasan-kerang",
    "cincin": "perhiasan-kerang",
    "anting": "perhiasan-kerang",
    "kotak ukir": "kotak-ukir",
    "talenan": "alat-makan-kayu",
    "sendok kayu": "alat-makan-kayu",
    "meja": "mebel-kayu",
    "lemari": "mebel-kayu",
    "rak": "mebel-kayu",
    "kerupuk melarat": "kerupuk-melarat",
    "kerupuk kulit": "kerupuk-kulit",
    "rambak": "kerupuk-kulit",
    "kerupuk": "kerupuk-udang",
    "krupuk": "kerupuk-udang",
    "emping": "emping",
    "intip": "intip",
    "rengginang": "intip",
    "gapit": "kue-gapit",
    "opak": "kue-gapit",
    "keripik": "emping",
    "kripik": "emping",
    "kue": "tape-kue-basah",
    "roti": "tape-kue-basah",
    "tape": "tape-kue-basah",
    "brownies": "tape-kue-basah",
    "martabak": "tape-kue-basah",
    "terasi": "terasi",
    "sambal": "petis-sambal",
    "petis": "petis-sambal",
    "bumbu": "petis-sambal",
    "ikan asin": "ikan-asin",
    "udang": "olahan-laut",
    "ikan": "olahan-laut",
    "seafood": "olahan-laut",
    "nasi": "masakan-kemasan",
    "ayam": "masakan-kemasan",
    "bakso": "masakan-kemasan",
    "mie": "masakan-kemasan",
    "seblak": "masakan-kemasan",
    "soto": "masakan-kemasan",
    "sate": "masakan-kemasan",
    "sirup": "sirup",
    "jus": "sirup",
    "es": "sirup",
    "kopi": "kopi",
    "coffee": "kopi",
    "latte": "kopi",
    "americano": "kopi",
    "teh": "teh-rempah",
    "tea": "teh-rempah",
    "jamu": "teh-rempah",
    "jahe": "teh-rempah",
    "kaos": "kaos",
    "kaus": "kaos",
    "tshirt": "kaos",
    "jaket": "kaos",
    "sandal": "alas-kaki",
    "sepatu": "alas-kaki",
    "gantungan": "suvenir",
    "suvenir": "suvenir",
    "souvenir": "suvenir",
    "hampers": "paket-oleh-oleh",
    "oleh oleh": "paket-oleh-oleh",
    "batu alam": "batu-alam",
    "briket": "briket-kelapa",
}
_GAP = re.compile(r"[^a-z0-9]+")


def guess(name: str, category: str, known: Iterable[str]) -> str:
    """Return a slug out of ``known``: the file's own if it is one, else by words, else FALLBACK."""
    slugs = set(known)
    own = _GAP.sub("-", category.lower()).strip("-")
    if own in slugs:
        return own
    scores: dict[str, float] = {}
    for text, weight in ((name, 2.0), (category, 1.0)):
        words = _GAP.sub(" ", text.lower()).split()
        pairs = [f"{one} {two}" for one, two in pairwise(words)]
        for place, phrase in enumerate((*pairs, *words)):
            slug = WORDS.get(phrase)
            if slug in slugs:
                worth = weight * (1.5 if " " in phrase else 1.0) - place * 0.001
                scores[slug] = scores.get(slug, 0.0) + worth
    if not scores:
        return FALLBACK
    return min(scores, key=lambda slug: (-scores[slug], slug))
