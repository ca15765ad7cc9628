"""The curators' work on showcases: the builder, and what leads to publication."""

from catalog.showcases.admin import building, history, listing, pictures
from catalog.showcases.admin.blueprint import bp

__all__ = ["bp", "building", "history", "listing", "pictures"]
