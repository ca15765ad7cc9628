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
from catalog.legality.queries.goods import Listing
from catalog.legality.queries.requirements import (
    Checker,
    assessment,
    assessment_as,
    assessments,
    checker,
    examine_number,
    number_context,
)

__all__ = [
    "Badge",
    "Checker",
    "Listing",
    "Permit",
    "ProductKey",
    "assessment",
    "assessment_as",
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
