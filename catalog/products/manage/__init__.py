"""A vendor's goods: list, editor, photographs, bulk."""

from catalog.products.manage import autosave, checking, listing, photo_page, photos, steps
from catalog.products.manage.blueprint import bp

__all__ = ["autosave", "bp", "checking", "listing", "photo_page", "photos", "steps"]
