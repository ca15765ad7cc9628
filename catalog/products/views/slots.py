"""What features above this one add to its pages; ``wiring`` fills the slots.

The showcases that hold a product are known to a feature that stands on this one, so it cannot be
imported here. An empty slot leaves its part of the page away.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import current_app

from catalog.db.work import Work

Slot = Callable[[Work, UUID], Sequence[Any]]
SHOWCASES_OF_PRODUCT = "catalog_showcases_of_product"
SHOWCASES_OF_VENDOR = "catalog_showcases_of_vendor"


def filled(name: str, work: Work, key: UUID) -> Sequence[Any]:
    """Return what the slot gives for this row; nothing when nobody fills it."""
    slot: Slot | None = current_app.extensions.get(name)
    return slot(work, key) if slot else ()
