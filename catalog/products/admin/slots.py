"""What features above this one add to the officers' page of a product.

They append to the lists ``app.extensions[REVIEW_PANELS]`` and ``app.extensions[PUBLISH_GUARDS]``;
with nothing appended nothing is shown, and nothing asked.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import current_app

from catalog.db.work import Work
from catalog.products.models import Product
from catalog.products.rules.reviewing import Panel, Refusal

ReviewPanel = Callable[[Work, UUID, str], Panel | None]
PublishGuard = Callable[[Work, Product], Refusal | None]
REVIEW_PANELS = "products.review_panels"
PUBLISH_GUARDS = "products.publish_guards"


def panels(work: Work, product_id: UUID, language: str) -> list[Panel]:
    """Return what other features put on the officers' page of a product, in their order."""
    found: list[ReviewPanel] = current_app.extensions.get(REVIEW_PANELS, [])
    return [panel for each in found if (panel := each(work, product_id, language))]


def guards() -> Sequence[PublishGuard]:
    """Return what is asked before a product is published for the first time."""
    found: list[PublishGuard] = current_app.extensions.get(PUBLISH_GUARDS, [])
    return tuple(found)
