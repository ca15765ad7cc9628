"""A vendor's goods: list, editor, photographs, bulk."""

from catalog.products.manage import (
    autosave,
    bulk,
    bulk_files,
    checking,
    listing,
    photo_page,
    photos,
    steps,
)
from catalog.products.manage.blueprint import bp

__all__ = [
    "autosave",
    "bp",
    "bulk",
    "bulk_files",
    "checking",
    "listing",
    "photo_page",
    "photos",
    "steps",
]
