"""A vendor's goods: list, editor, photographs, bulk."""

from catalog.products.manage import listing
from catalog.products.manage.blueprint import bp

__all__ = ["bp", "listing"]
