"""A changed recipe takes a product out of its halal paper until a verifier has looked again."""

from collections.abc import Mapping
from typing import Any

from catalog.db.work import Work
from catalog.legality.services.reopening import reopen
from catalog.products.models import Product
from catalog.products.queries.recipe import alterations, key_of
from catalog.products.rules.fields import Sheet
from catalog.products.rules.recipe import touched


def weigh(work: Work, product: Product, before: Sheet, after: Mapping[str, Any]) -> None:
    """Reopen the papers of a product that was ever shown, when this changes its recipe.

    A product that nobody has seen yet is still being described, so nothing is compared.
    """
    if product.published_at is None or not touched(after):
        return
    found = alterations(work, product, before, after)
    if found:
        name = str(after.get("name") or before.get("name") or product.code)
        reopen(work, key_of(product), name, found)
