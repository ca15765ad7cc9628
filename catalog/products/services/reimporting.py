"""Writes what a seller's list says differently of products that stand already.

The file wins for the fields that it gives; a field without a column stays as it is. The category
stays too, for curators correct what was guessed. Nothing is ever taken off the public pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from catalog.db.work import Work
from catalog.products.models import Product, ProductText
from catalog.products.rules.importing import Listing
from catalog.products.rules.status import Status
from catalog.vendors.rules import TextState

_COLUMNS = {
    "price": ("price", "price_varies"),
    "minimum_order": ("minimum_order",),
    "unit": ("unit_code",),
}
_WORDS = {"name": ("name",), "description": ("description", "summary")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a row of the file asks of a stored product; ``given`` are the fields with a column."""

    listing: Listing
    vendor_id: UUID
    unit_code: str
    status: Status
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Changes:
    product: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    english: tuple[str, str] | None = None  # name and description; an empty name removes both


def stored_listings(session: Session, source: str, ids: Sequence[str]) -> dict[str, Any]:
    """Return what is stored of these external ids, by external id."""
    english = aliased(ProductText)
    rows = session.execute(
        select(
            Product.id,
            Product.external_id,
            Product.vendor_id,
            Product.status,
            Product.price,
            Product.price_varies,
            Product.minimum_order,
            Product.unit_code,
            ProductText.name,
            ProductText.summary,
            ProductText.description,
            func.coalesce(english.name, "").label("name_en"),
            func.coalesce(english.description, "").label("description_en"),
        )
        .join(ProductText, ProductText.product_id == Product.id)
        .outerjoin(english, and_(english.product_id == Product.id, english.language == "en"))
        .where(
            Product.source == source,
            Product.external_id.in_(ids),
            ProductText.language == "id",
        )
    )
    return {row.external_id: row for row in rows if row.external_id}


def rewrite(work: Work, row: Any, wish: Wish) -> bool:  # noqa: ANN401  # a row of stored_listings
    """Write what differs; return whether anything did."""
    changes = _changes(row, wish)
    if changes == _Changes():
        return False
    values = dict(changes.product)
    if values.get("status") is Status.PUBLISHED:
        values["published_at"] = func.coalesce(Product.published_at, work.now)
    work.session.execute(
        update(Product)
        .where(Product.id == row.id)
        .values(**values, updated_at=work.now, version=Product.version + 1)
        .execution_options(synchronize_session=False)
    )
    if changes.words:
        _write_words(work.session, row.id, "id", changes.words)
    if changes.english is not None:
        _write_english(work.session, row, *changes.english)
    return True


def _changes(row: Any, wish: Wish) -> _Changes:  # noqa: ANN401  # a row of stored_listings
    product = _differing(row, wish, _COLUMNS)
    if row.vendor_id != wish.vendor_id:
        product["vendor_id"] = wish.vendor_id
    if row.status is Status.DRAFT and wish.status is Status.PUBLISHED:
        product["status"] = Status.PUBLISHED
    english = _english(row, wish)
    old = (row.name_en, row.description_en)
    return _Changes(product, _differing(row, wish, _WORDS), None if english == old else english)


def _differing(
    row: Any,  # noqa: ANN401  # a row of stored_listings
    wish: Wish,
    columns: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    found = {}
    for name in wish.given & columns.keys():
        for column in columns[name]:
            value = getattr(wish if column == "unit_code" else wish.listing, column)
            if getattr(row, column) != value:
                found[column] = value
    return found


def _english(row: Any, wish: Wish) -> tuple[str, str]:  # noqa: ANN401  # of stored_listings
    name = wish.listing.name_en if "name_en" in wish.given else row.name_en
    if not name:
        return "", ""
    given = "description_en" in wish.given
    return name, wish.listing.description_en if given else row.description_en


def _write_words(session: Session, product_id: UUID, language: str, words: dict[str, str]) -> None:
    session.execute(
        update(ProductText)
        .where(ProductText.product_id == product_id, ProductText.language == language)
        .values(**words, state=TextState.HUMAN)
        .execution_options(synchronize_session=False)
    )


def _write_english(session: Session, row: Any, name: str, description: str) -> None:  # noqa: ANN401  # of stored_listings
    if name and row.name_en:
        _write_words(session, row.id, "en", {"name": name, "description": description})
    elif name:
        words = {"name": name, "summary": "", "description": description}
        session.execute(insert(ProductText), [{"product_id": row.id, "language": "en", **words}])
    else:
        session.execute(
            delete(ProductText)
            .where(ProductText.product_id == row.id, ProductText.language == "en")
            .execution_options(synchronize_session=False)
        )
