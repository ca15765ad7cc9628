"""Other products that fit beside one: from the same maker, and of the same kind."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select, union_all

from catalog.db.work import Work
from catalog.products.models import Product
from catalog.products.queries import cards
from catalog.products.queries.visible import public
from catalog.vendors.models import Vendor

FROM_MAKER = 4
SIMILAR = 8


def _newest(limit: int, *clauses: ColumnElement[bool]) -> Select[UUID, UUID]:
    return (
        select(Product.id, Product.vendor_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public(), *clauses)
        .order_by(Product.published_at.desc(), Product.id.desc())
        .limit(limit)
    )


# Built once: putting such a statement together costs more than running it.
_BESIDE = union_all(
    *(
        select(part.subquery())
        for part in (
            _newest(
                FROM_MAKER,
                Product.vendor_id == bindparam("vendor_id"),
                Product.id != bindparam("product_id"),
            ),
            _newest(
                SIMILAR,
                Product.category_id == bindparam("category_id"),
                Product.vendor_id != bindparam("vendor_id"),
            ),
        )
    )
)


def related(
    work: Work, product_id: UUID, vendor_id: UUID, category_id: UUID, language: str
) -> tuple[list[cards.Card], list[cards.Card]]:
    """Return more of the maker, and similar products of others; two statements and their badges."""
    asked = {"product_id": product_id, "vendor_id": vendor_id, "category_id": category_id}
    rows = work.session.execute(_BESIDE, asked).all()
    is_own = {row[0]: row[1] == vendor_id for row in rows}
    found = cards.by_ids(work, list(is_own), language)
    return (
        [card for card in found if is_own[card.id]],
        [card for card in found if not is_own[card.id]],
    )


def similar(work: Work, category_id: UUID, language: str) -> list[cards.Card]:
    """Return products of a category, for the page of one that is gone."""
    newest = Product.published_at.desc(), Product.id.desc()
    chosen = cards.statement().where(Product.category_id == category_id).order_by(*newest)
    return cards.listed(work, chosen.limit(SIMILAR), language)
