"""What the legality of a product says before it is sent."""

from collections.abc import Sequence
from typing import Any

from catalog.db.work import Work
from catalog.products.models import Product


def stopping(_work: Work, _product: Product) -> Sequence[Any]:
    """Return the requirements that stop a product from being sent."""
    return ()
