"""What the search index knows of a product: public facts only, read in narrow batches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.clock import utc_now, wib_date
from catalog.legality import queries as legality
from catalog.products.models import (
    Product,
    ProductDisplay,
    ProductMarket,
    ProductTerm,
    ProductText,
)
from catalog.products.queries.exported import export_until, is_ready, stands
from catalog.products.queries.locality import homes, is_reselling
from catalog.products.queries.visible import public
from catalog.products.rules.locality import is_local, without_claims
from catalog.search.document import Document
from catalog.taxonomy.models import Region
from catalog.taxonomy.queries import CategoryTree, category_tree, place_names
from catalog.taxonomy.queries import term_words as all_term_words
from catalog.taxonomy.rules import TermKind
from catalog.vendors.models import Vendor

BATCH = 1000
# People search for permits by name; only papers that stand today get here.
PERMIT_WORDS = {
    "pirt": "pirt p-irt spp-irt",
    "halal": "halal",
    "merek": "merek terdaftar trademark",
}
AnyRow = Row[*tuple[Any, ...]]


def load(session: Session, ids: Iterable[UUID] | None) -> Iterator[Document]:
    """Give the documents of these products, or of all; hidden ones have none."""
    if ids is None:
        for chunk in _all_ids(session):
            yield from _documents(session, chunk)
        return
    wanted = list(ids)
    for start in range(0, len(wanted), BATCH):
        yield from _documents(session, wanted[start : start + BATCH])


def of_vendors(session: Session, vendor_ids: Iterable[UUID]) -> list[UUID]:
    """Return the ids of all products of these vendors: a vendor's change is theirs."""
    statement = select(Product.id).where(Product.vendor_id.in_(list(vendor_ids)))
    return list(session.scalars(statement))


def public_ids(session: Session) -> set[UUID]:
    """Return the ids that the index must hold."""
    return set(session.scalars(select(Product.id).join(Product.vendor).where(public())))


def _all_ids(session: Session) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        statement = select(Product.id).join(Product.vendor).where(public()).order_by(Product.id)
        if last is not None:
            statement = statement.where(Product.id > last)
        chunk = list(session.scalars(statement.limit(BATCH)))
        if not chunk:
            return
        yield chunk
        last = chunk[-1]


@dataclass(slots=True)
class _Extras:
    """Side rows of a batch, by product."""

    texts: dict[UUID, dict[str, AnyRow]] = field(default_factory=lambda: defaultdict(dict))
    terms: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    displays: dict[UUID, list[AnyRow]] = field(default_factory=lambda: defaultdict(list))
    markets: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))


def _rows(session: Session, ids: Sequence[UUID]) -> Sequence[AnyRow]:
    return session.execute(
        select(
            Product.id,
            Product.slug,
            Product.vendor_id,
            Product.category_id,
            Product.price,
            Product.minimum_order,
            Product.published_at,
            Product.is_made_to_order,
            Product.grade,
            Vendor.name.label("vendor"),
            Vendor.slug.label("vendor_slug"),
            Vendor.district_code,
            Vendor.region_code,
            Region.name.label("village"),
            export_until(),
            Product.origin_code,
            is_reselling().label("is_reselling"),
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .join(Region, Region.code == Vendor.region_code)
        .where(Product.id.in_(ids), public())
    ).all()


def _extras(session: Session, ids: Sequence[UUID]) -> _Extras:
    extras = _Extras()
    for text in session.execute(
        select(
            ProductText.product_id,
            ProductText.language,
            ProductText.name,
            ProductText.summary,
            ProductText.description,
        ).where(ProductText.product_id.in_(ids))
    ):
        extras.texts[text.product_id][text.language] = text
    for product_id, term_id in session.execute(
        select(ProductTerm.product_id, ProductTerm.term_id).where(ProductTerm.product_id.in_(ids))
    ):
        extras.terms[product_id].append(term_id)
    for shown in session.execute(
        select(ProductDisplay.product_id, ProductDisplay.stock, Gallery.slug)
        .join(Gallery, Gallery.id == ProductDisplay.gallery_id)
        .where(ProductDisplay.product_id.in_(ids))
    ):
        extras.displays[shown.product_id].append(shown)
    for product_id, market in session.execute(
        select(ProductMarket.product_id, ProductMarket.market_code).where(
            ProductMarket.product_id.in_(ids), stands(wib_date(utc_now()))
        )
    ):
        extras.markets[product_id].append(market)
    return extras


def _documents(session: Session, ids: Sequence[UUID]) -> Iterator[Document]:
    rows = _rows(session, ids)
    extras = _extras(session, ids)
    badges = legality.badges(
        Work(session=session, now=utc_now()),
        [(row.id, row.vendor_id, row.category_id) for row in rows],
    )
    tree = category_tree(session)
    words = all_term_words(session)
    places, known = place_names(session), homes(session)
    for row in rows:
        ours = is_local(row.origin_code, row.region_code, known, is_reseller=row.is_reselling)
        terms = [
            words[term_id]
            for term_id in extras.terms[row.id]
            if term_id in words and (ours or words[term_id].kind != TermKind.SENTRA)
        ]
        yield Document(
            id=row.id,
            texts=_told(_texts(row, extras.texts[row.id]), ours=ours)
            | {
                "terms": " ".join(
                    [
                        _category_words(tree, row),
                        *(term.text for term in terms),
                        *(PERMIT_WORDS.get(code, code) for code, _ in badges.get(row.id, ())),
                    ]
                ),
                "place": f"{row.village} {places.get(row.district_code or row.region_code, '')}",
            },
            facets=_facets(row, extras, tree, tuple(code for code, _ in badges.get(row.id, ())))
            | _term_facets(terms),
            numbers=_numbers(row),
            slug=row.slug,
        )


def _texts(row: AnyRow, texts: dict[str, AnyRow]) -> dict[str, str]:
    def part(language: str, *fields: str) -> str:
        text = texts.get(language)
        return " ".join(getattr(text, name) for name in fields) if text else ""

    return {
        "name": part("id", "name"),
        "name_en": part("en", "name"),
        "vendor": row.vendor,
        "body": part("id", "summary", "description"),
        "body_en": part("en", "summary", "description"),
    }


def _told(texts: dict[str, str], *, ours: bool) -> dict[str, str]:
    """Return the words that a product is found by; only one of Cirebon is found as such."""
    if ours:
        return texts
    return {name: without_claims(text) for name, text in texts.items()}


def _category_words(tree: CategoryTree, row: AnyRow) -> str:
    return " ".join(" ".join(node.name.values()) for node in tree.path(row.category_id))


def _term_facets(terms: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    facets: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        facets[term.kind].append(term.slug)
    return {kind: tuple(slugs) for kind, slugs in facets.items()}


def _facets(
    row: AnyRow, extras: _Extras, tree: CategoryTree, badge_codes: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    displays = extras.displays[row.id]
    facets = {
        "category": tuple(node.slug for node in tree.path(row.category_id)),
        "district": (row.district_code or row.region_code,),
        "gallery": tuple(shown.slug for shown in displays),
        "in_gallery": tuple(shown.slug for shown in displays if shown.stock),
        "legality": badge_codes,
        "market": tuple(extras.markets[row.id]),
        "vendor": (row.vendor_slug,),
        "export": ("1",) if is_ready(row.export_until, wib_date(utc_now())) else (),
        "made_to_order": ("1",) if row.is_made_to_order else (),
        "grade": (row.grade,) if row.grade else (),
    }
    return {name: values for name, values in facets.items() if values}


def _numbers(row: AnyRow) -> dict[str, int]:
    numbers = {"minimum_order": row.minimum_order}
    if row.price:
        numbers["price"] = row.price
    if row.published_at:
        numbers["published"] = int(row.published_at.astimezone(UTC).timestamp())
    return numbers
