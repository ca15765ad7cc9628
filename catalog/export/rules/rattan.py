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
# Said of what is made of it: round tables, polished chairs, baskets from a place.
_MADE = re.compile(
    r"\b(?:kursi|bangku|sofa|ayunan|meja|rak|lemari|ranjang|cermin|bingkai|lampu|kap|keranjang"
    r"|tas|topi|tudung|tempat|kotak|wadah|nampan|baki|tatakan|piring|mangkuk|vas|pot|hiasan|tirai)"
    r"\s+(?:\w+\s+)?rotan\s+(?:poles|bulat|asal)\b"
    r"|\brattan\s+(?:pole|cane|peel)\s+(?:chair|stool|bench|sofa|table|shelf|mirror|lamp|basket|bag"
    r"|tray|box|webbing\s+chair)s?\b",
    re.IGNORECASE,
)
_RATTAN = re.compile(r"\b(?:rotan|rattan)\b", re.IGNORECASE)


def rattan_traits(names: str, hs_code: str, *, is_of_rattan: bool) -> frozenset[Trait]:
    """Return what a product's names, and its category or materials, say about raw rattan.

    ``is_of_rattan``: its category or its materials name rattan. What the HS code itself says needs
    no words; one that is missing, or too short to tell raw from made, leaves it unclear.
    """
    if _RAW.search(_MADE.sub(" ", names)) and not hs_code.startswith(RAW_HEADING):
        return frozenset({Trait.RAW_RATTAN})
    is_vague = hs_code != RAW_HEADING and RAW_HEADING.startswith(hs_code)  # "", "14", "1401"
    if is_vague and (is_of_rattan or _RATTAN.search(names)):
        return frozenset({Trait.RATTAN_UNCLEAR})
    return frozenset()
