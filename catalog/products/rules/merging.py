"""Saves what two people typed at once: by field, against what each of them saw; pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.rules.fields import Field, Raw, Sheet
from catalog.products.rules.sheet import ORDER
from catalog.products.rules.variants import CELLS, cell, check_names

REMEMBERED = 4  # values before the last saves of a field
Trail = Mapping[str, Sequence[Sequence[Any]]]  # field → [[revision, value before], …], oldest first
TOO_LIGHT = N_("The gross weight cannot be less than the net weight.")
TOO_EARLY = N_("The longest time cannot be shorter than the shortest.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that someone else saved meanwhile: what stands there, and what was typed here."""

    theirs: Any
    mine: Any


@dataclass(slots=True)
class Merge:
    """What a save comes to. ``kept`` are the texts, by input, that could not be read."""

    changed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, RuleBroken] = field(default_factory=dict)  # by input
    conflicts: dict[str, Conflict] = field(default_factory=dict)  # by field
    kept: dict[str, list[str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)  # inputs that were read


def merge(known: Mapping[str, Field], values: Sheet, raw: Raw, *, seen: int, trail: Trail) -> Merge:
    """Return what a save changes; ``seen`` is the revision that the form was made from.

    Fields without an input in ``raw`` are left alone. What someone else saved since then stands,
    unless only this form changed it.
    """
    found = Merge()
    for name, each in known.items():
        given = [inp for inp in each.inputs if inp in raw]
        if not given:
            continue
        texts = {inp: list(raw.get(inp, ())) for inp in each.inputs}
        try:
            mine = each.read(texts)
        except RuleBroken as error:
            _keep(found, each, texts, error)
            continue
        found.settled.update(each.inputs)
        _weigh(found, name, mine, values.get(name), _base(trail, name, seen, values.get(name)))
    _check_together(found, known, values, raw)
    return found


def remember(trail: Trail, changed: Sheet, values: Sheet, revision: int) -> dict[str, Any]:
    """Return the trail after a save that made ``revision``."""
    longer: dict[str, Any] = dict(trail)
    for name in changed:
        past = [*trail.get(name, ()), [revision, values.get(name)]]
        longer[name] = past[-REMEMBERED:]
    return longer


def same(one: object, other: object) -> bool:
    """Return whether two values say the same: nothing, an empty text and no rows are alike."""
    empty: tuple[object, ...] = (None, "", [], {})
    return one == other or (one in empty and other in empty)


@dataclass(frozen=True, slots=True)
class _Base:
    value: Any
    is_known: bool


def _base(trail: Trail, name: str, seen: int, current: Any) -> _Base:  # noqa: ANN401  # JSON
    later = [entry for entry in trail.get(name, ()) if entry[0] > seen]
    if not later:
        return _Base(current, is_known=True)
    # With every remembered save being later, an older one may have been forgotten.
    forgotten = len(later) == REMEMBERED == len(trail[name])
    return _Base(later[0][1], is_known=not forgotten)


def _weigh(found: Merge, name: str, mine: Any, current: Any, base: _Base) -> None:  # noqa: ANN401  # JSON
    if same(mine, current) or (base.is_known and same(mine, base.value)):
        return
    if base.is_known and same(base.value, current):
        found.changed[name] = mine
    else:
        found.conflicts[name] = Conflict(theirs=current, mine=mine)


def _keep(found: Merge, each: Field, texts: Raw, error: RuleBroken) -> None:
    where = error.field if error.field and error.field in texts else each.inputs[0]
    found.errors[where] = error
    found.kept |= {inp: list(texts[inp]) for inp in each.inputs}


def _check_together(found: Merge, known: Mapping[str, Field], values: Sheet, raw: Raw) -> None:
    """Take back what does not fit beside the other fields."""
    after = {**values, **found.changed}
    for name, error in _misfits(after).items():
        blamed = name if name in found.changed else _partner(name, found)
        if blamed and blamed in known:
            del found.changed[blamed]
            _keep(found, known[blamed], {blamed: list(raw.get(blamed, ()))}, error)


def _partner(name: str, found: Merge) -> str:
    """Return the changed field that made ``name`` wrong, or nothing."""
    pairs = {"gross_g": "net_g", "lead_days_max": "lead_days_min"}
    other = pairs.get(name, "")
    return other if other in found.changed else ""


def _misfits(after: Sheet) -> dict[str, RuleBroken]:
    wrong: dict[str, RuleBroken] = {}
    if _is_less(after, "gross_g", "net_g"):
        wrong["gross_g"] = RuleBroken(TOO_LIGHT)
    if _is_less(after, "lead_days_max", "lead_days_min"):
        wrong["lead_days_max"] = RuleBroken(TOO_EARLY)
    names = {
        cell(str(variant["id"]), "name"): after.get(cell(str(variant["id"]), "name"))
        for variant in after.get("variants") or ()
    }
    return wrong | check_names(names)


def _is_less(after: Sheet, large: str, small: str) -> bool:
    high, low = after.get(large), after.get(small)
    return isinstance(high, int) and isinstance(low, int) and high < low


def drop_cells(values: Sheet, keys: Sequence[str]) -> dict[str, None]:
    """Return the empty cells of rows that go."""
    names = [cell(key, part) for key in keys for part in CELLS]
    return {name: None for name in names if not same(values.get(name), None)}


def is_to_order(values: Sheet) -> bool:
    """Return whether the product is made after the order."""
    return values.get("selling") == ORDER
