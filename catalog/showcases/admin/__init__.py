"""The curators' work on showcases: the builder, and what leads to publication."""

from catalog.showcases.admin import (
    building,
    comments,
    eligibility,
    history,
    listing,
    pictures,
    publishing,
    slots,
)
from catalog.showcases.admin.blueprint import bp

__all__ = [
    "bp",
    "building",
    "comments",
    "eligibility",
    "history",
    "listing",
    "pictures",
    "publishing",
    "slots",
]
