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
from catalog.legality.queries.requirements import (
    Checker,
    assessment,
    assessments,
    checker,
    examine_number,
    number_context,
)

__all__ = [
    "Badge",
    "Checker",
    "Permit",
    "ProductKey",
    "assessment",
    "assessments",
    "badges",
    "category_ids_of",
    "checker",
    "examine_number",
    "number_context",
    "permits_of_product",
    "permits_of_vendor",
    "vendor_badges",
]
