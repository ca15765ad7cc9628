"""Notices readiness that a date has ended, so that cards, facets and kept pages drop it at once."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import ProductMarket
from catalog.search.outbox import mark_ids

LOOK_BACK = timedelta(days=31)


def mark_ended(session: Session, today: date) -> None:
    """Mark the products that were sure of a market until lately.

    Nothing shows them as ready any more; this ages what was kept. Looks back a month, so that an
    indexer that was down over a date misses nothing.
    """
    statement = select(ProductMarket.product_id).where(
        ProductMarket.valid_until >= today - LOOK_BACK, ProductMarket.valid_until < today
    )
    mark_ids(session, "product", sorted(set(session.scalars(statement))))
