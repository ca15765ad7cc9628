"""A few cards that stand for many products."""

from sqlalchemy import ColumnElement, select

from catalog.db.work import Work
from catalog.products.models import Product
from catalog.products.queries import cards
from catalog.products.queries.visible import public
from catalog.vendors.models import Vendor

_ORDER = (Product.is_pick.desc(), Product.published_at.desc(), Product.id.desc())


def first_cards(
    work: Work, held: ColumnElement[bool], language: str, *, limit: int
) -> list[cards.Card]:
    """Return the first cards of the public products that fit: curators' picks, then the newest.

    The products are chosen by narrow rows; only the chosen ones are joined to texts and pictures.
    """
    chosen = (
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public(), held)
        .order_by(*_ORDER)
        .limit(limit)
    )
    statement = cards.statement().where(Product.id.in_(chosen)).order_by(*_ORDER)
    return cards.listed(work, statement, language)
