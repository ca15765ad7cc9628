"""What is known of a product that could be shown, and what that makes it worth in a set."""

from dataclasses import dataclass
from uuid import UUID

from catalog.composing.rules.pieces import Piece
from catalog.composing.rules.wishes import GALLERY, GREEN, HIGH, IN_STOCK, LOW, MIDDLE, NEW, Weights
from catalog.vendors.rules.registry import BusinessClass

# Whole Rupiah: up to the first a small gift, from the second on a large purchase.
GIFT, LARGE = 100_000, 500_000
_GRADES = {"A": 100, "B": 75, "C": 45, "D": 15}
_UNGRADED = 40  # nobody has judged it yet: neither praised nor blamed
_PICK = 15
_ONCE, _EACH = 70, 20  # worth of rotation once shown, and what each further time costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A product with what decides about its place in a set.

    ``is_woman``, ``is_p2wkss`` and ``size`` are private facts of its maker: counted, never shown
    for one maker. ``times_shown`` counts the showcases of the last quarter; ``was_shown`` looks
    back over all time. ``readiness`` (0–100) and ``is_green`` are those of the market asked for,
    ``fit`` (0–100) is how well it matches the theme.
    """

    id: UUID
    vendor_id: UUID
    district: str
    category: str
    gallery_ids: frozenset[UUID] = frozenset()
    is_woman: bool = False
    is_p2wkss: bool = False
    size: BusinessClass | None = None
    price: int | None = None
    is_in_stock: bool = False
    grade: str | None = None
    is_pick: bool = False
    was_shown: bool = False
    times_shown: int = 0
    readiness: int = 0
    is_green: bool = False
    fit: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What makes up a piece's worth, each from 0 to 100."""

    quality: int
    theme: int
    readiness: int
    rotation: int


def parts(candidate: Candidate) -> Parts:
    """Return the parts of a candidate's worth."""
    quality = _GRADES.get(candidate.grade or "", _UNGRADED) + (_PICK if candidate.is_pick else 0)
    rotation = 100
    if candidate.was_shown:
        rotation = max(0, _ONCE - _EACH * candidate.times_shown)
    return Parts(min(100, quality), candidate.fit, candidate.readiness, rotation)


def worth(found: Parts, weights: Weights) -> int:
    """Return the worth of a piece: its parts, weighed."""
    return (
        weights.quality * found.quality
        + weights.theme * found.theme
        + weights.readiness * found.readiness
        + weights.rotation * found.rotation
    )


def band(price: int | None) -> str:
    """Return the price band; a price on request is in none."""
    if price is None:
        return ""
    if price <= GIFT:
        return LOW
    return MIDDLE if price < LARGE else HIGH


def piece_of(candidate: Candidate, weights: Weights) -> Piece:
    """Return a candidate as the solver sees it."""
    groups = {f"{GALLERY}{each}" for each in candidate.gallery_ids}
    groups |= {
        name
        for name, holds in (
            ("women", candidate.is_woman),
            ("p2wkss", candidate.is_p2wkss),
            ("micro", candidate.size is BusinessClass.MICRO),
            (NEW, not candidate.was_shown),
            (IN_STOCK, candidate.is_in_stock),
            (GREEN, candidate.is_green),
        )
        if holds
    }
    price = band(candidate.price)
    if price:
        groups.add(price)
    return Piece(
        candidate.id,
        worth(parts(candidate), weights),
        frozenset(groups),
        {
            "vendor": str(candidate.vendor_id),
            "district": candidate.district,
            "category": candidate.category,
            "price": price,
        },
    )
