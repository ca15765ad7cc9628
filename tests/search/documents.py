"""Documents for the tests of search."""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from catalog.search.criteria import Criteria, Found
from catalog.search.document import Document
from catalog.search.engine import Engine


def an_id(name: str) -> UUID:
    """Return the id of the document of that name."""
    return uuid5(NAMESPACE_URL, name)


def a_document(
    name: str, *, price: int | None = 10_000, published: int = 1_000, **more: object
) -> Document:
    """Return a document; text fields and facets go by their names."""
    facets = {
        key: (value,) if isinstance(value, str) else tuple(value)
        for key, value in more.items()
        if key in {"category", "district", "gallery", "grade", "legality"}
        and isinstance(value, Iterable)
    }
    texts = {
        key: str(value)
        for key, value in more.items()
        if key in {"name_en", "body", "body_en", "terms", "vendor", "place"}
    }
    numbers = {"published": published} | ({} if price is None else {"price": price})
    return Document(
        id=an_id(name),
        texts={"name": name, **texts},
        facets=facets,
        numbers=numbers,
        slug=name.lower(),
    )


def names(engine: Engine, documents: Iterable[Document], criteria: Criteria) -> list[str]:
    """Return the names of the page that the engine gives, in order."""
    known = {each.id: each.texts["name"] for each in documents}
    return [known[each] for each in engine.search(criteria).ids]


def total(engine: Engine, text: str) -> int:
    """Return how many documents a text finds."""
    return engine.search(Criteria(text=text)).total


def found(engine: Engine, text: str) -> Found:
    """Return the answer to a text."""
    return engine.search(Criteria(text=text))


SHOP = (
    a_document(
        "Kerupuk Udang",
        name_en="Shrimp Crackers",
        category=("makanan", "kerupuk"),
        district="plered",
        price=15_000,
        published=10,
        body="renyah dan gurih",
        vendor="Ibu Sri",
    ),
    a_document(
        "Kerupuk Melarat",
        name_en="Sand-fried Crackers",
        category=("makanan", "kerupuk"),
        district="weru",
        price=12_000,
        published=20,
        body="digoreng pasir tanpa udang",
    ),
    a_document(
        "Terasi Udang Rebon",
        name_en="Shrimp Paste",
        category=("makanan", "bumbu"),
        district="gebang",
        price=8_000,
        published=30,
        legality=("halal", "pirt"),
    ),
    a_document(
        "Kursi Rotan Teras",
        name_en="Rattan Terrace Chair",
        category=("kerajinan", "mebel"),
        district="weru",
        price=750_000,
        published=40,
        gallery=("mall", "caruban"),
    ),
    a_document(
        "Batik Tulis Megamendung",
        category=("kerajinan", "batik"),
        district="plered",
        price=None,
        published=50,
        terms="mega mendung tulis",
        gallery="mall",
    ),
    a_document(
        "Topeng Kelana",
        name_en="Kelana Mask",
        category=("kerajinan", "topeng"),
        district="gegesik",
        price=350_000,
        published=60,
        vendor="Sanggar Sekar Pandan",
    ),
    a_document(
        "Lukisan Kaca Semar",
        name_en="Glass Painting of Semar",
        category=("kerajinan",),
        district="gegesik",
        price=350_000,
        published=70,
    ),
)
