"""Hints from facts: what buyers miss, a price far from its kind, an HS code of other goods."""

import re
from collections.abc import Iterator

from catalog.kernel.money import Money, format_money
from catalog.kernel.text import N_
from catalog.products.rules.hints.core import Hint, Level, Listing, PriceSample

__all__ = ["Listing", "PriceSample", "fact_hints", "hs_hints", "price_hints"]

LEAST_SAMPLE = 8
FAR = 4  # times the middle price, up or down
_SIZE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:[x×]\s*\d|cm\b|mm\b|m\b|meter\b)", re.IGNORECASE)
_WEIGHT = re.compile(r"\d+(?:[.,]\d+)?\s*(?:g|gr|gram|kg|ons|ml|liter)\b", re.IGNORECASE)
_MATERIALS = ("fabric", "material", "composition", "ingredients", "main_material", "clay", "wood")


def fact_hints(listing: Listing) -> Iterator[Hint]:
    """Yield hints for facts that buyers ask about first, unless the words tell them."""
    words = " ".join(listing.texts.values())
    if not _has_weight(listing) and not _WEIGHT.search(words):
        yield Hint(
            "fact.weight",
            Level.NOTE,
            "weight_g",
            N_("Say what it weighs when wrapped: postage is reckoned from that."),
        )
    sizes = [line for line in listing.template if line.block == "size"]
    has_size = any(listing.attributes.get(line.key) for line in sizes) or _SIZE.search(words)
    if sizes and not has_size and listing.kind != "food":
        yield Hint(
            "fact.size",
            Level.NOTE,
            f"attr_{sizes[0].key}",
            N_("Say how large it is. A tape measure is enough: length × width × height in cm."),
        )
    yield from _material(listing)


def _has_weight(listing: Listing) -> bool:
    keys = (line.key for line in listing.template if "weight" in line.key)
    return bool(listing.weight_g) or any(listing.attributes.get(key) for key in keys)


def _material(listing: Listing) -> Iterator[Hint]:
    asked = [line.key for line in listing.template if line.key in _MATERIALS]
    told = any(listing.attributes.get(key) for key in asked) or "material" in listing.term_kinds
    if asked and not told:
        yield Hint(
            "fact.material",
            Level.NOTE,
            f"attr_{asked[0]}",
            N_("Say what it is made of: it is the first thing that buyers ask."),
        )


def price_hints(listing: Listing) -> Iterator[Hint]:
    """Yield a hint when the price is far from what enough goods of its kind cost."""
    price, sample = listing.price, listing.sample
    if not price or sample is None or sample.count < LEAST_SAMPLE:
        return
    values = {
        "price": format_money(Money(price), listing.language),
        "usual": format_money(Money(sample.median), listing.language),
    }
    if price > sample.median * FAR:
        yield Hint(
            "price.high",
            Level.WARNING,
            "price",
            N_(
                "%(price)s is far above similar goods here (about %(usual)s). Check the zeros and"
                " the unit; if it is right, tell in the story what makes it worth that."
            ),
            values,
        )
    elif price * FAR < sample.median:
        yield Hint(
            "price.low",
            Level.WARNING,
            "price",
            N_(
                "%(price)s is far below similar goods here (about %(usual)s). Check the zeros and"
                " the unit: is this the price of one?"
            ),
            values,
        )


def hs_hints(listing: Listing) -> Iterator[Hint]:
    """Yield a hint when the HS code is none of those that fit the category."""
    code = listing.hs_code
    if not code or not listing.hs_prefixes:
        return
    if not any(code.startswith(prefix) for prefix in listing.hs_prefixes):
        yield Hint(
            "hs.other",
            Level.NOTE,
            "hs_code",
            N_(
                "%(code)s is unusual for %(category)s; usual are %(usual)s. Ask the trade office"
                " when in doubt: duty depends on it."
            ),
            {
                "code": _dotted(code),
                "category": listing.category,
                "usual": ", ".join(_dotted(prefix) for prefix in listing.hs_prefixes[:4]),
            },
        )


def _dotted(code: str) -> str:
    return ".".join(part for part in (code[:4], code[4:6], code[6:]) if part)
