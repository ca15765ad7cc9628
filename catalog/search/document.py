"""What one entry of the index holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A published product as the index sees it; private data never gets here.

    ``texts`` maps a weighted text field to its words (``name``, ``name_en``, ``terms``, ``place``,
    ``vendor``, ``body``, ``body_en``). ``facets`` maps a facet to the values that hold (a category
    comes with its ancestors). ``numbers`` maps ``price`` (whole Rupiah; absent when on request),
    ``minimum_order`` (pieces of the product's unit) and ``published`` (epoch seconds). ``slug`` is
    where a suggestion of this product leads.
    """

    id: UUID
    texts: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    slug: str = ""


# Every facet of the catalogue; the names are the query parameters' English twins.
FACETS = (
    "category", "district", "gallery", "legality", "motif", "technique", "material",
    "sentra", "export", "market", "vendor", "made_to_order", "in_gallery", "grade",
)  # fmt: skip
NUMBERS = ("price", "minimum_order", "published")
