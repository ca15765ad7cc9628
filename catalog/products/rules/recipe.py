"""What of a product belongs to its recipe, and what a save changes of it; pure functions.

The keys are those of the categories' templates for food. Sizes, prices and words are no recipe;
text that is only spelled otherwise says the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.products.rules.fields import Sheet
from catalog.products.rules.sheet import ATTRIBUTE
from catalog.products.rules.variants import cell, name_of

PARTS = ("composition", "allergens", "additives", "flavour", "special_kind", "is_not_halal")
_EVEN_FIRST = frozenset({"is_not_halal"})  # saying it for the first time is a change
OPTIONS = "variants"


def altered(before: Sheet, after: Sheet) -> dict[str, tuple[Any, Any]]:
    """Return the parts of the recipe that differ, with what they said and say.

    Filling in what was empty tells more of the same recipe; emptying it, or ticking that it is not
    halal, does not. Of options only those count that were not there before.
    """
    found = {}
    for part in PARTS:
        name = f"{ATTRIBUTE}{part}"
        was, now = before.get(name), after.get(name, before.get(name))
        if _plain(was) == _plain(now) or not (_plain(was) or part in _EVEN_FIRST):
            continue
        found[part] = (was, now)
    old, new = flavours(before), flavours({**before, **after})
    if {name.casefold() for name in new} - {name.casefold() for name in old}:
        found[OPTIONS] = (old, new)
    return found


def touched(names: Iterable[str]) -> set[str]:
    """Return which of these fields may hold a part of the recipe."""
    parts = {f"{ATTRIBUTE}{part}" for part in PARTS}
    return {
        name
        for name in names
        if name in parts or name == OPTIONS or (name.startswith("v_") and name.endswith("_name"))
    }


def flavours(values: Sheet) -> list[str]:
    """Return the options that may be another recipe: by flavour, else by a name of their own."""
    found: dict[str, None] = {}
    for row in values.get(OPTIONS) or ():
        options: Mapping[str, str] = row.get("options") or {}
        name = str(values.get(cell(str(row["id"]), "name")) or "")
        flavour = options.get("flavour") or ("" if name == name_of(options) else name)
        if flavour:
            found[flavour] = None
    return list(found)


def _plain(value: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(value, str):
        return " ".join(value.casefold().replace(",", ", ").split()).strip(" .,;")
    if isinstance(value, list):
        return sorted(map(str, value))
    return value or None
