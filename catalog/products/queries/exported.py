"""What a product was found ready for, as far as that is sure today; never past its last day."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Label, func, literal, or_, select

from catalog.products.models import Product, ProductMarket

FOREVER = date.max


def stands(today: date) -> ColumnElement[bool]:
    """Return the clause of rows of ``ProductMarket`` that may be shown on a day."""
    return or_(ProductMarket.valid_until.is_(None), ProductMarket.valid_until >= today)


def ready_products(today: date) -> Any:  # noqa: ANN401  # a select, given to IN
    """Return the statement of the products that are ready for any market on a day."""
    return select(ProductMarket.product_id).where(stands(today))


def export_until() -> Label[date]:
    """Return a column: the last day on which a product is ready for any market; NULL: for none.

    For statements that are built once: whoever reads them compares it with the day.
    """
    last = func.max(func.coalesce(ProductMarket.valid_until, literal(FOREVER)))
    return (
        select(last)
        .where(ProductMarket.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
        .label("export_until")
    )


def is_ready(until: date | None, today: date) -> bool:
    """Return whether a product with this ``export_until`` counts as ready on a day."""
    return until is not None and until >= today
