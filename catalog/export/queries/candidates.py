"""Which products readiness is worked out for."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from catalog.export.models import ExportTurn
from catalog.products.models import Product, ProductMarket
from catalog.products.queries.visible import public


def judged_before() -> ColumnElement[bool]:
    """Return the clause of products whose standing is known."""
    return exists().where(ExportTurn.product_id == Product.id, ExportTurn.ended_at.is_(None))


def candidates() -> Select[UUID]:
    """Return the statement of what is worth judging: public with an HS code, or known already."""
    is_new = and_(public(), Product.hs_code.is_not(None))
    shown = exists().where(ProductMarket.product_id == Product.id)
    return select(Product.id).join(Product.vendor).where(or_(is_new, shown, judged_before()))
