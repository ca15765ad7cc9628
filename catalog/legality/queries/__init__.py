"""Reads of papers; nothing here writes."""

from catalog.legality.queries.badges import (
    Badge,
    Permit,
    ProductKey,
    badges,
    category_ids_of,
    permits_of_product,
    permits_of_vendor,
    vendor_badges,
)

__all__ = [
    "Badge",
    "Permit",
    "ProductKey",
    "badges",
    "category_ids_of",
    "permits_of_product",
    "permits_of_vendor",
    "vendor_badges",
]
