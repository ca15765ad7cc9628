"""What would make a listing better: hints with a reason, never a refusal."""

from catalog.products.rules.hints.claims import claim_hints
from catalog.products.rules.hints.core import Hint, Level
from catalog.products.rules.hints.facts import (
    Listing,
    PriceSample,
    fact_hints,
    hs_hints,
    price_hints,
)
from catalog.products.rules.hints.photos import Shot, Twin, photo_hints
from catalog.products.rules.hints.words import word_hints

__all__ = [
    "Hint",
    "Level",
    "Listing",
    "PriceSample",
    "Shot",
    "Twin",
    "claim_hints",
    "fact_hints",
    "hs_hints",
    "listing_hints",
    "photo_hints",
    "price_hints",
    "word_hints",
]


def listing_hints(listing: Listing) -> list[Hint]:
    """Return every hint about the words and facts of a listing, the gravest first."""
    found = [
        *claim_hints(listing),
        *word_hints(listing),
        *fact_hints(listing),
        *price_hints(listing),
        *hs_hints(listing),
    ]
    return sorted(found, key=lambda hint: hint.level.rank)
