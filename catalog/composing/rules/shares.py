"""How a set divides over places, kinds and makers, beside all that could have been chosen.

What is private about makers is shown only for groups in which nobody can be told apart: at least
five makers have it and at least five do not.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.composing.rules.candidates import Candidate, band
from catalog.composing.rules.wishes import GALLERY, HIGH, LOW, MIDDLE
from catalog.vendors.rules.registry import BusinessClass

FEWEST = 5  # makers
YES, NO, UNKNOWN = "yes", "no", "unknown"
MOST_ROWS = 8
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many pieces of the set and of the pool have one value; None where that stays hidden."""

    value: str
    chosen: int | None
    pool: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """A set divided by one question; ``total`` pieces of the set, ``pool`` that could be chosen."""

    key: str
    cells: tuple[Cell, ...]
    total: int
    pool: int
    is_private: bool = False


Values = Callable[[Candidate], Iterable[str]]


def _flag(name: str) -> Values:
    return lambda each: (YES if getattr(each, name) else NO,)


_QUESTIONS: dict[str, Values] = {
    "district": lambda each: (each.district,),
    "category": lambda each: (each.category,),
    "gallery": lambda each: sorted(f"{GALLERY}{one}" for one in each.gallery_ids),
    "new": lambda each: (NO if each.was_shown else YES,),
    "price": lambda each: (band(each.price) or UNKNOWN,),
    "stock": _flag("is_in_stock"),
    "women": _flag("is_woman"),
    "p2wkss": _flag("is_p2wkss"),
    "size": lambda each: (each.size.value if each.size else UNKNOWN,),
}
_PRIVATE = frozenset({"women", "p2wkss", "size"})
_YES_ONLY = frozenset({"new", "stock", "women", "p2wkss"})
_ORDER = {  # of values that mean more or less; what is not known stands last
    value: place for place, value in enumerate((LOW, MIDDLE, HIGH, *BusinessClass, UNKNOWN), 1)
}
_MANY = frozenset({"district", "category"})


def splits(chosen: Sequence[Candidate], pool: Sequence[Candidate]) -> tuple[Split, ...]:
    """Return every division of the set beside that of the pool."""
    return tuple(_split(key, chosen, pool) for key in _QUESTIONS)


def _split(key: str, chosen: Sequence[Candidate], pool: Sequence[Candidate]) -> Split:
    ours, all_ = _counted(key, chosen), _counted(key, pool)
    if key in _PRIVATE:
        ours, all_ = _guarded(key, chosen, ours), _guarded(key, pool, all_)
    values = {YES: None} if key in _YES_ONLY else dict.fromkeys([*ours, *all_])
    cells = [Cell(value, ours.get(value, 0), all_.get(value, 0)) for value in values]
    if key in _MANY:
        cells = _gathered(cells)
    elif key not in _YES_ONLY:
        cells.sort(key=lambda cell: (_ORDER.get(cell.value, 0), cell.value))
    return Split(key, tuple(cells), len(chosen), len(pool), key in _PRIVATE)


def _counted(key: str, of: Iterable[Candidate]) -> dict[str, int | None]:
    return dict(Counter(value for each in of for value in _QUESTIONS[key](each)))


def _guarded(
    key: str, of: Sequence[Candidate], counts: dict[str, int | None]
) -> dict[str, int | None]:
    """Return the counts without those that would tell something of a few makers."""
    makers: dict[str, set[UUID]] = defaultdict(set)
    for each in of:
        for value in _QUESTIONS[key](each):
            makers[value].add(each.vendor_id)
    total = len(set().union(*makers.values()))
    is_safe = all(len(group) >= FEWEST for group in makers.values()) and len(makers) > 1
    if is_safe or not total:
        return counts
    return dict.fromkeys([*counts, YES] if key in _YES_ONLY else counts)


def _gathered(cells: list[Cell]) -> list[Cell]:
    """Return the fullest rows, the rest added up in one."""
    cells.sort(key=lambda cell: (-(cell.chosen or 0), -(cell.pool or 0), cell.value))
    if len(cells) <= MOST_ROWS + 1:
        return cells
    rest = cells[MOST_ROWS:]
    chosen, pool = (sum(getattr(cell, name) or 0 for cell in rest) for name in ("chosen", "pool"))
    return [*cells[:MOST_ROWS], Cell(OTHERS, chosen, pool)]
