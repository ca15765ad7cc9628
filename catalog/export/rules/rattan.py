"""Raw and semi-finished rattan: what its own words give away; pure."""

import re

from catalog.export.rules.words import Trait

RAW_HEADING = "140120"
# The words of the trade for cane that nobody has made anything of yet.
_RAW = re.compile(
    r"\brotan\s+(?:\w+\s+)?(?:mentah|asalan|asal|poles(?:an)?|bulat|gelondong\w*"
    r"|setengah\s+jadi|w\s*/\s*s)\b"
    r"|\b(?:kulit|hati|fitrit|pitrit|core|batang)\s+rotan\s+(?:kiloan|per\s+kilo|gulung\w*|mentah)\b"
    r"|\b(?:raw|semi-?finished|unworked|washed\s+(?:and|&)\s+sulphured|w\s*/\s*s)\s+(?:\w+\s+)?rattan\b"
    r"|\brattan\s+(?:poles?|canes?|peel|core\s+in\s+coils)\b"
    r"|\bbahan\s+baku\s+rotan\b",
    re.IGNORECASE,
)
_RATTAN = re.compile(r"\b(?:rotan|rattan)\b", re.IGNORECASE)


def rattan_traits(names: str, hs_code: str, *, is_of_rattan: bool) -> frozenset[Trait]:
    """Return what a product's names, and its category or materials, say about raw rattan.

    ``is_of_rattan``: its category or its materials name rattan. What the HS code itself says needs
    no words.
    """
    if _RAW.search(names) and not hs_code.startswith(RAW_HEADING):
        return frozenset({Trait.RAW_RATTAN})
    if not hs_code and (is_of_rattan or _RATTAN.search(names)):
        return frozenset({Trait.RATTAN_UNCLEAR})
    return frozenset()
