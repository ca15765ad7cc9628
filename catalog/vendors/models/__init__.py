"""Vendor tables. What is private stands in tables of its own that no public query joins."""

from catalog.vendors.models.registry import (
    OnBehalf,
    Registration,
    VendorApplication,
    VendorClaim,
    VendorConsent,
    VendorContact,
    VendorFact,
    VendorList,
    VendorNumber,
    VendorRegistry,
)
from catalog.vendors.models.resellers import VendorReseller
from catalog.vendors.models.window import (
    Exhibition,
    OfVendor,
    Vendor,
    VendorPhoto,
    VendorSlug,
    VendorText,
)

__all__ = [
    "Exhibition",
    "OfVendor",
    "OnBehalf",
    "Registration",
    "Vendor",
    "VendorApplication",
    "VendorClaim",
    "VendorConsent",
    "VendorContact",
    "VendorFact",
    "VendorList",
    "VendorNumber",
    "VendorPhoto",
    "VendorRegistry",
    "VendorReseller",
    "VendorSlug",
    "VendorText",
]
