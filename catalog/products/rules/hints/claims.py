"""Claims that need proof, or that nobody may make: why, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.kernel.text import N_
from catalog.products.rules.hints.core import Hint, Level, Listing

EDIBLE = frozenset({"food"})


@dataclass(frozen=True, slots=True)
class Claim:
    """Words to look for. ``paper`` is a permit that proves them; ``kinds`` narrows the goods."""

    code: str
    words: re.Pattern[str]
    message: str
    level: Level = Level.WARNING
    paper: str = ""
    kinds: frozenset[str] = frozenset()


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


CLAIMS = (
    Claim(
        "superlative",
        _words(
            r"ter-?(?:baik|bagus|murah|laris|enak|lezat|hebat|mewah|favorit)"
            r"|paling (?:baik|bagus|murah|enak|lezat|laris|berkualitas|unggul)"
            r"|(?:nomor|nomer|no\.?) ?(?:satu|1) (?:di|se|untuk|dalam)\w*|nomor satu"
            r"|number one|no\. ?1 (?:in|for)|(?:world|country).{0,2}s (?:best|finest)"
            r"|the (?:best|finest|cheapest)|best quality"
        ),
        N_(
            "“%(words)s” cannot be shown, so buyers do not trust it. Say what makes it good"
            " instead: the material, the days of work, who makes it."
        ),
    ),
    Claim(
        "healing",
        _words(
            r"(?:me)?nyembuhkan|penyembuh\w*|mengobati|pengobatan|menurunkan (?:kolesterol|gula"
            r"|tekanan)\w*|(?:anti|mencegah)[ -]?kanker|cures?|heals|healing|remedy"
            r"|mengatasi (?:diabetes|asam urat|kolesterol|jantung|stroke|maag)"
        ),
        N_(
            "“%(words)s” promises a cure, which only registered medicine may. Tell of the taste,"
            " the ingredients and how it is used."
        ),
    ),
    Claim(
        "medicine",
        _words(r"obat(?! nyamuk)|jamu kuat|medicine|khasiat|berkhasiat"),
        N_(
            "“%(words)s” sounds like medicine, which needs a permit of its own. Tell of the taste,"
            " the ingredients and how it is used."
        ),
        kinds=EDIBLE,
    ),
    Claim(
        "promise",
        re.compile(
            r"(?<!\d)100 ?(?:%|persen) ?(?:aman|sehat|higienis|steril|bebas|safe|healthy)\b"
            r"|\btanpa efek samping\b|\b(?:no|without) side effects?\b",
            re.IGNORECASE,
        ),
        N_(
            "Nobody can promise “%(words)s”. Name what you do for it: the permit, the test, the way"
            " it is packed."
        ),
    ),
    Claim(
        "halal",
        _words(r"halal"),
        N_(
            "“%(words)s” may be said once the halal certificate is with us and checked. Add it"
            " under Papers, or leave the word out until then."
        ),
        paper="halal",
    ),
    Claim(
        "bpom",
        _words(r"b-?pom|(?:terdaftar|izin) (?:di )?badan pom"),
        N_(
            "“%(words)s” needs its number (MD or ML and 12 or more digits). Add the permit under"
            " Papers; a badge is then shown by itself."
        ),
        paper="bpom",
    ),
    Claim(
        "pirt",
        _words(r"p-?irt"),
        N_(
            "“%(words)s” needs its number of 15 digits. Add the certificate under Papers; a badge"
            " is then shown by itself."
        ),
        paper="pirt",
    ),
    Claim(
        "sni",
        _words(r"(?:ber|standar )?sni"),
        N_(
            "“%(words)s” may only be said with the certificate. Add it under Papers, or leave it"
            " out."
        ),
        paper="sni",
    ),
    Claim(
        "organic",
        _words(r"organik|organic"),
        N_(
            "“%(words)s” is a checked mark for food. Without the certificate, say what you do:"
            " for example no chemical fertiliser."
        ),
        level=Level.NOTE,
        kinds=EDIBLE,
    ),
    Claim(
        "vague_export",
        _words(r"(?:kualitas|kelas|standar|mutu) (?:ekspor|export|dunia|internasional)"
               r"|export quality|world[ -]class"),
        N_(
            "“%(words)s” says little to a buyer abroad. Fill the export step: HS code, capacity,"
            " packing, port."
        ),
        level=Level.NOTE,
    ),
)  # fmt: skip
# A permit that stands in the text with its number needs no other proof to be mentioned.
_NUMBERS = {
    "bpom": re.compile(r"\b(?:MD|ML|NA|TR|TI|SD)[ .]?\d[\d ]{10,}\d\b", re.IGNORECASE),
    "pirt": re.compile(r"(?<!\d)\d(?:[\d.\- ]{12,17})\d(?!\d)"),
    "halal": re.compile(r"\bID\d{14,}\b", re.IGNORECASE),
}


def claim_hints(listing: Listing) -> Iterator[Hint]:
    """Yield one hint for each claim in each text, with the words that raised it."""
    for field, text in listing.texts.items():
        for claim in CLAIMS:
            found = _found(claim, text, listing)
            if found:
                yield Hint(f"claim.{claim.code}", claim.level, field, claim.message, found)


def _found(claim: Claim, text: str, listing: Listing) -> dict[str, object]:
    if claim.kinds and listing.kind not in claim.kinds:
        return {}
    if claim.paper and claim.paper in listing.papers:
        return {}
    match = claim.words.search(text)
    number = _NUMBERS.get(claim.code)
    if match is None or (number is not None and number.search(text)):
        return {}
    return {"words": match[0]}
