"""Changes of a live product: which pass by themselves, and how a change reads; pure functions."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.products.rules.fields import Sheet
from catalog.products.rules.merging import same

PRICE_MOVES = 15  # per cent, from the price that an officer saw last
_STOCK = ("stock",)


def passes(name: str, before: object, after: object, approved: Mapping[str, Any]) -> bool:
    """Return whether a change is shown at once.

    Stock, the order of photographs, and prices within 15 % of the one that was agreed pass;
    ``approved`` are the prices, by field, that officers saw last.
    """
    if name == "note" or name in _STOCK or _is_cell(name, "stock"):
        return True
    if name == "photos":
        return _is_reordered(before, after)
    is_price = name == "price" or _is_cell(name, "price")
    return is_price and is_near(after, approved.get(name, before))


def is_near(price: object, approved: object) -> bool:
    """Return whether a price lies within 15 % of the approved one; both in whole Rupiah."""
    if not isinstance(price, int) or not isinstance(approved, int):
        return False
    return abs(price - approved) * 100 <= approved * PRICE_MOVES


def split(
    changed: Sheet, live: Sheet, approved: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what passes and what an officer must see."""
    passing = {
        name: value
        for name, value in changed.items()
        if _is_live(name, live) and passes(name, live.get(name), value, approved)
    }
    return passing, {name: value for name, value in changed.items() if name not in passing}


def proposed(after: Sheet, waiting: Sheet, live: Sheet) -> dict[str, Any]:
    """Return all that a change request holds then; what equals the live value drops out."""
    merged = {**after, **waiting}
    return {name: value for name, value in merged.items() if not same(value, live.get(name))}


def moved(before: Sheet, live: Sheet, names: Iterable[str]) -> list[str]:
    """Return the fields whose live value is no longer what the change was made from."""
    return [name for name in names if not same(before.get(name), live.get(name))]


def traces(before: Sheet, after: Sheet) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the audit trail keeps of a change: which fields, and the amounts it moved.

    The trail lasts for ever, so it never holds the words that a vendor wrote.
    """
    amounts = [name for name in sorted(after) if _is_amount(name)]
    old = {name: before.get(name) for name in amounts}
    return old, {"fields": sorted(after), **{name: after[name] for name in amounts}}


def _is_amount(name: str) -> bool:
    return name in {"price", "stock"} or _is_cell(name, "price") or _is_cell(name, "stock")


def _is_live(name: str, live: Sheet) -> bool:
    """Return whether the field is there already: a cell of a new option is not."""
    return not name.startswith("v_") or name in live


def _is_cell(name: str, part: str) -> bool:
    return name.startswith("v_") and name.endswith(f"_{part}")


def _is_reordered(before: object, after: object) -> bool:
    """Return whether the same photographs stand in another order, with the same words."""
    if not isinstance(before, list) or not isinstance(after, list) or not after:
        return False
    return sorted(before, key=_photo) == sorted(after, key=_photo)


def _photo(entry: object) -> str:
    return str(entry.get("image")) if isinstance(entry, Mapping) else ""
