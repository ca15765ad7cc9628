"""The officers' pages of products: look, publish, ask for changes, turn down."""

from catalog.products.admin import deciding, unpermitted
from catalog.products.admin.blueprint import bp

__all__ = ["bp", "deciding", "unpermitted"]
