"""A generated Indonesian catalogue for the search benchmark: the same for every engine and run."""

import random
from collections.abc import Iterator
from uuid import UUID

from catalog.search.criteria import Criteria, Sort
from catalog.search.document import Document

_SYLLABLES = (  # noqa: SIM905  # one a line would be a page
    "ba be bi bo bu da di du ga gi gu ja ju ka ke ki ku la le li lu ma me mi mu na ni nu pa "
    "pe pi pu ra ri ru sa se si su ta ti tu wa ya "
).split()
_GOODS = [
    "kerupuk udang", "kerupuk melarat", "kerupuk kulit", "terasi rebon", "kue gapit", "tape ketan",
    "sirup campolay", "ikan asin", "emping melinjo", "empal gentong", "kopi robusta", "batik tulis",
    "batik cap", "kursi rotan", "keranjang rotan", "lampu rotan", "topeng kelana", "lukisan kaca",
    "gerabah sitiwinangun", "hiasan kerang", "tenun gedogan", "kaos cirebon", "tas anyaman",
    "sarung bantal", "briket kelapa", "batu alam", "madu hutan", "keripik tempe", "sambal terasi",
    "wayang kulit",
]  # fmt: skip
_WORDS = (  # noqa: SIM905  # same
    "asli khas cirebon tradisional premium halus lembut gurih renyah pedas manis asam segar "
    "alami kuat ringan tahan lama awet unik cantik elegan warna merah biru hijau kuning "
    "coklat hitam putih emas perak motif megamendung wadasan singabarong keraton pesisir "
    "modern klasik besar kecil sedang ukuran panjang lebar tinggi bahan kayu bambu kain katun "
    "sutra kulit kaca tanah liat pilihan buatan tangan pengrajin desa keluarga turun temurun "
    "cocok oleholeh hadiah rumah kantor dapur ruang tamu meja dinding pernikahan acara harian "
    "kemasan plastik kertas kardus berat isi gram kilo buah lembar set pesan minimal grosir "
    "eceran kirim seluruh indonesia ekspor jepang malaysia arab halal pirt izin bersih "
    "higienis tanpa pengawet rasa bawang jahe kunyit gula garam minyak goreng oven jemur "
).split()
_DISTRICTS = [f"kecamatan-{number}" for number in range(45)]
_CATEGORIES = [f"kategori-{number}" for number in range(30)]


def _rare(random_: random.Random) -> list[str]:
    """Return invented words, for the long tail that any real vocabulary has."""
    return ["".join(random_.choices(_SYLLABLES, k=random_.randint(2, 4))) for _ in range(30_000)]


def documents(size: int) -> Iterator[Document]:
    """Yield ``size`` products, always the same ones."""
    random_ = random.Random(7)  # noqa: S311  # a catalogue, no secret
    rare = _rare(random_)
    weights = [1 / (rank + 3) for rank in range(len(rare))]
    for number in range(size):
        good = random_.randrange(len(_GOODS))
        tail = random_.choices(rare, weights, k=10)
        name = " ".join([_GOODS[good], *random_.choices(_WORDS, k=2), tail[0]])
        body = " ".join(random_.choices(_WORDS, k=32) + tail[1:] + [_GOODS[good]])
        vendor = random_.randrange(max(10, size // 12))
        yield Document(
            id=UUID(int=random_.getrandbits(128)),
            texts={
                "name": name.title(),
                "terms": random_.choice(_WORDS),
                "place": random_.choice(_DISTRICTS),
                "vendor": f"Usaha {rare[vendor % len(rare)].title()}",
                "body": body,
            },
            facets={
                "category": (_CATEGORIES[good], f"induk-{good % 6}"),
                "district": (random_.choice(_DISTRICTS),),
                "gallery": tuple(each for each in ("mall", "caruban") if random_.random() < 0.4),
                "legality": tuple(
                    each for each in ("nib", "halal", "pirt") if random_.random() < 0.4
                ),
                "grade": (random_.choice("abcd"),),
                "vendor": (f"vendor-{vendor}",),
                "made_to_order": ("1",) if random_.random() < 0.2 else (),
            },
            numbers={
                "price": int(random_.lognormvariate(11.3, 1.2)),
                "minimum_order": random_.choice((1, 1, 1, 6, 12, 100)),
                "published": 1_700_000_000 + number * 60,
            },
        )


def queries(kind: str, count: int) -> list[Criteria]:
    """Return queries of a kind: plain, faceted, browse, sorted or typo."""
    random_ = random.Random(f"queries {kind}")  # noqa: S311  # no secret
    return [_query(kind, random_) for _ in range(count)]


def _text(random_: random.Random) -> str:
    words = random_.choice(_GOODS).split() + random_.choices(_WORDS, k=random_.randint(0, 2))
    random_.shuffle(words)
    return " ".join(words[: random_.randint(1, 3)])


def _typo(random_: random.Random) -> str:
    word = random_.choice([each for each in " ".join(_GOODS).split() if len(each) > 5])
    place = random_.randrange(1, len(word) - 1)
    return word[:place] + random_.choice(["", word[place] * 2, "xq"]) + word[place + 1 :]


def _query(kind: str, random_: random.Random) -> Criteria:
    district = tuple(random_.sample(_DISTRICTS, 12))
    low = random_.choice((10_000, 25_000, 50_000))
    if kind == "browse":
        return Criteria(facets={"category": (random_.choice(_CATEGORIES),)})
    if kind == "typo":
        return Criteria(text=_typo(random_))
    if kind == "sorted":
        return Criteria(text=_text(random_), sort=Sort.PRICE_UP, page=3)
    if kind == "plain":
        return Criteria(text=_text(random_), counted=())
    return Criteria(
        text=_text(random_),
        facets={"district": district},
        ranges={"price": (low, low * 20)},
    )
