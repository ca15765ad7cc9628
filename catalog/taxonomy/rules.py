"""Kinds of reference data, and how attribute values are checked against their template."""

from enum import StrEnum


class RegionKind(StrEnum):
    """Levels of the region master; ``OUTSIDE`` is "luar daerah"."""

    REGENCY_CITY = "regency_city"
    REGENCY = "regency"
    DISTRICT = "district"
    URBAN_VILLAGE = "urban_village"
    VILLAGE = "village"
    OUTSIDE = "outside"


class TermKind(StrEnum):
    """Authority lists."""

    MOTIF = "motif"
    TECHNIQUE = "technique"
    MATERIAL = "material"
    SENTRA = "sentra"


class AttributeType(StrEnum):
    """What a category's attribute may hold."""

    TEXT = "text"
    NUMBER = "number"
    QUANTITY = "quantity"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"


def district_of(code: str) -> str | None:
    """Return the kecamatan code (``32.09.19``) of a region code, or None above that level."""
    parts = code.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 else None  # noqa: PLR2004  # three levels


def regency_of(code: str) -> str:
    """Return the kabupaten or kota code (``32.09``) of a region code."""
    return ".".join(code.split(".")[:2])
