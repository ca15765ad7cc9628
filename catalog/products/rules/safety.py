"""Which changes may be approved together with others, at a glance; pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.kernel.text import N_
from catalog.products.rules.changing import passes
from catalog.products.rules.hints.claims import claim_hints
from catalog.products.rules.hints.core import Listing
from catalog.products.rules.hints.words import word_hints

TEXTS = frozenset({"summary", "description", "summary_en", "description_en"})
RISKY_FIELD = N_("Something changes that has to be looked at by itself.")
RISKY_PRICE = N_("A price moves further than may be approved together with others.")
RISKY_TEXT = N_("A text changes more than may be approved together with others.")
RISKY_CLAIM = N_("A text says something new that has to be proven.")
RISKY_PAPER = N_("A paper would no longer speak for the product.")
NOTHING = N_("Nothing changes any more.")
_WHOLE = 1_000_000
_END = re.compile(r"[.!?;\n]+(?:\s|$)")
_STYLE = frozenset({"text.short", "text.capitals", "text.marks"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far prices (per cent) and texts (characters) may move."""

    price: int
    text: int


def risk(
    before: Mapping[str, object],
    after: Mapping[str, object],
    bounds: Bounds,
    *,
    kind: str = "",
    reopens: bool = False,
) -> str:
    """Return why a change must be looked at by itself, as a msgid; empty when it need not.

    Safe are stock, the order of photographs, and prices and texts that move little, where no text
    says anything new that needs proof. Whatever is not known to be safe is risky. ``before`` are
    the live values, ``after`` those of the change, ``kind`` that of the goods.
    """
    if not after:
        return NOTHING
    if reopens:
        return RISKY_PAPER
    for name, value in after.items():
        found = _risk_of(name, before.get(name), value, bounds)
        if found:
            return found
    return RISKY_CLAIM if _says_more(before, after, kind) else ""


def _risk_of(name: str, before: object, after: object, bounds: Bounds) -> str:
    if name in TEXTS:
        return "" if _moved(before, after) <= bounds.text else RISKY_TEXT
    if name == "price" or (name.startswith("v_") and name.endswith("_price")):
        return "" if _is_near(before, after, bounds.price) else RISKY_PRICE
    return "" if passes(name, before, after, {}) else RISKY_FIELD


def _is_near(before: object, after: object, most: int) -> bool:
    if not isinstance(before, int) or not isinstance(after, int) or before < 1 or after < 1:
        return False
    return abs(after - before) * 100 <= before * most


def _moved(before: object, after: object) -> int:
    """Return how long the part is that differs; a text that comes or goes as a whole is too long.

    From the first character that differs to the last: cheap, and never less than what moved.
    """
    old, new = str(before or ""), str(after or "")
    if not old or not new:
        return _WHOLE
    head = _shared(old, new)
    old, new = old[head:], new[head:]
    return max(len(old), len(new)) - _shared(old[::-1], new[::-1])


def _shared(old: str, new: str) -> int:
    """Return how many characters both begin with."""
    pairs = zip(old, new, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )


def _says_more(before: Mapping[str, object], after: Mapping[str, object], kind: str) -> bool:
    """Return whether a sentence that is new says what needs proof, or how to be reached."""
    texts = {}
    for name in sorted(TEXTS & after.keys()):
        known = set(_sentences(before.get(name)))
        texts[name] = ". ".join(each for each in _sentences(after[name]) if each not in known)
    listing = Listing(texts=texts, kind=kind)
    if any(True for _ in claim_hints(listing)):
        return True
    return any(hint.code not in _STYLE for hint in word_hints(listing))


def _sentences(text: object) -> list[str]:
    return [part.strip() for part in _END.split(str(text or "")) if part.strip()]
