"""What a gallery's shelf says of a product, and how long a count can be trusted."""

from datetime import datetime, timedelta
from enum import StrEnum

COUNT_HOLDS = timedelta(days=7)


class Shelf(StrEnum):
    """What a visitor may expect at the counter."""

    IN_STOCK = "in_stock"
    SOLD_OUT = "sold_out"
    ASK_FIRST = "ask_first"
    ON_ORDER = "on_order"


def shelf(stock: int | None, counted_at: datetime | None, now: datetime) -> Shelf:
    """Return what the last count still says; an old one only says "ask first"."""
    if stock is None:
        return Shelf.ON_ORDER
    if counted_at is None or now - counted_at > COUNT_HOLDS:
        return Shelf.ASK_FIRST
    return Shelf.IN_STOCK if stock else Shelf.SOLD_OUT
