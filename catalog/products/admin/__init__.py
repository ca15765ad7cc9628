"""The officers' pages of products: look, publish, ask for changes, turn down."""

from catalog.products.admin import both, deciding, guidance, together, unpermitted
from catalog.products.admin.blueprint import bp

__all__ = ["both", "bp", "deciding", "guidance", "together", "unpermitted"]
