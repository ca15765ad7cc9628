"""What a set must keep to. Each limit counts its own shortfall, in pieces; 0 is kept.

The same count decides everywhere: what the solver found, which swaps are offered, and what the
smallest way out is when nothing keeps to all of them. Beside it stand the rows that say the same
to the solver: the sum of ``number × variable``, with what gives way, is at least ``least``.

Percentages are of the pieces in the set. A least share is rounded up to whole pieces, and so is a
greatest one: one piece is always allowed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, Self
from uuid import UUID

from catalog.composing.rules.pieces import Tally

WHOLE = 100  # percent


class Row(NamedTuple):
    """An inequality; a piece by which its limit gives way weighs ``step``."""

    terms: dict[int, int]
    least: int
    step: int = 1


class Columns(Protocol):
    """The variables of a programme, by what they stand for: 1 when a piece is in the set."""

    size: int  # the variable that holds the number of pieces

    def flag(self) -> int:
        """Return a new variable that is 0 or 1."""
        ...

    def members(self, group: str) -> Sequence[int]:
        """Return the pieces of a group."""
        ...

    def strangers(self, group: str) -> Sequence[int]:
        """Return the pieces that are not in a group."""
        ...

    def by_value(self, dimension: str) -> Iterable[Sequence[int]]:
        """Return the pieces of each value of a dimension."""
        ...

    def named(self, ids: frozenset[UUID]) -> Sequence[int]:
        """Return the pieces with these ids."""
        ...


class Limit(Protocol):
    """One thing that a set must keep to."""

    @property
    def key(self) -> str:
        """Return its name, unique in a set of limits."""
        ...

    def shortfall(self, tally: Tally) -> int:
        """Return by how many pieces the set misses it."""
        ...

    def eased(self, tally: Tally) -> Self:
        """Return the strictest limit of this kind that the set keeps to."""
        ...

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give the rows that say the same to the solver."""
        ...


@dataclass(frozen=True, slots=True)
class Least:
    """At least so many pieces."""

    key: str
    number: int

    def shortfall(self, tally: Tally) -> int:
        """Return how many pieces are missing."""
        return max(0, self.number - len(tally))

    def eased(self, tally: Tally) -> Self:
        """Return the size that is there."""
        return replace(self, number=len(tally))

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give one row over the size."""
        yield Row({columns.size: 1}, self.number)


@dataclass(frozen=True, slots=True)
class Share:
    """At least ``percent`` of the set belongs to each of ``groups``."""

    key: str
    groups: tuple[str, ...]
    percent: int

    def shortfall(self, tally: Tally) -> int:
        """Return how many pieces the poorest group lacks."""
        wanted = -(-self.percent * len(tally) // WHOLE)
        return max(0, wanted - self._fewest(tally))

    def eased(self, tally: Tally) -> Self:
        """Return the share that the poorest group has."""
        return replace(self, percent=WHOLE * self._fewest(tally) // max(1, len(tally)))

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row for each group."""
        for group in self.groups:
            ours = dict.fromkeys(columns.members(group), WHOLE)
            yield Row({**ours, columns.size: -self.percent}, 0, WHOLE)

    def _fewest(self, tally: Tally) -> int:
        return min(tally.groups[group] for group in self.groups)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """No value of a dimension has more than ``percent`` of the set."""

    key: str
    dimension: str
    percent: int

    def shortfall(self, tally: Tally) -> int:
        """Return how many pieces the richest value has too many."""
        allowed = -(-self.percent * len(tally) // WHOLE)
        return max(0, _most(tally, self.dimension) - allowed)

    def eased(self, tally: Tally) -> Self:
        """Return the least percentage that allows the richest value."""
        most = _most(tally, self.dimension)
        return replace(self, percent=WHOLE * (most - 1) // len(tally) + 1 if most else self.percent)

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row for each value."""
        for ours in columns.by_value(self.dimension):
            terms = {**dict.fromkeys(ours, -WHOLE), columns.size: self.percent}
            yield Row(terms, 1 - WHOLE, WHOLE)


@dataclass(frozen=True, slots=True)
class Each:
    """No value of a dimension has more than ``number`` pieces."""

    key: str
    dimension: str
    number: int

    def shortfall(self, tally: Tally) -> int:
        """Return how many pieces the richest value has too many."""
        return max(0, _most(tally, self.dimension) - self.number)

    def eased(self, tally: Tally) -> Self:
        """Return the number that the richest value has."""
        return replace(self, number=_most(tally, self.dimension))

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row for each value that could have too many."""
        for ours in columns.by_value(self.dimension):
            if len(ours) > self.number:
                yield Row(dict.fromkeys(ours, -1), -self.number)


@dataclass(frozen=True, slots=True)
class Spread:
    """At least ``number`` different values of a dimension appear."""

    key: str
    dimension: str
    number: int

    def shortfall(self, tally: Tally) -> int:
        """Return how many values are missing."""
        return max(0, self.number - len(tally.of(self.dimension)))

    def eased(self, tally: Tally) -> Self:
        """Return the number of values that are there."""
        return replace(self, number=len(tally.of(self.dimension)))

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row for each value, which appears only with a piece, and one that counts them."""
        appears = []
        for ours in columns.by_value(self.dimension):
            appears.append(columns.flag())
            yield Row({**dict.fromkeys(ours, 1), appears[-1]: -1}, 0, 0)
        yield Row(dict.fromkeys(appears, 1), self.number)


@dataclass(frozen=True, slots=True)
class Only:
    """Every piece belongs to a group; eased, the limit is off."""

    key: str
    group: str
    is_on: bool = True

    def shortfall(self, tally: Tally) -> int:
        """Return how many pieces do not."""
        return len(tally) - tally.groups[self.group] if self.is_on else 0

    def eased(self, tally: Tally) -> Self:
        """Return the limit, off unless the set keeps to it."""
        return replace(self, is_on=not self.shortfall(tally))

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row that lets no stranger in."""
        if self.is_on:
            yield Row(dict.fromkeys(columns.strangers(self.group), -1), 0)


@dataclass(frozen=True, slots=True)
class Keep:
    """These pieces are in the set."""

    key: str
    ids: frozenset[UUID]

    def shortfall(self, tally: Tally) -> int:
        """Return how many are not."""
        return len(self.ids - tally.ids)

    def eased(self, tally: Tally) -> Self:
        """Return those that are."""
        return replace(self, ids=self.ids & tally.ids)

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Give a row that asks for all of them."""
        yield Row(dict.fromkeys(columns.named(self.ids), 1), len(self.ids))


def _most(tally: Tally, dimension: str) -> int:
    return max(tally.of(dimension).values(), default=0)


@dataclass(frozen=True, slots=True)
class Rules:
    """All limits of a set; ``most`` pieces and ``barred`` ones stand whatever else is eased."""

    limits: tuple[Limit, ...]
    most: int
    barred: frozenset[UUID] = frozenset()

    def without(self, key: str) -> "Rules":
        """Return the rules less one limit."""
        return replace(self, limits=tuple(each for each in self.limits if each.key != key))

    def broken(self, tally: Tally) -> dict[str, int]:
        """Return what a set misses, and by how many pieces; empty when it keeps to everything."""
        missed = {limit.key: limit.shortfall(tally) for limit in self.limits}
        missed["most"] = max(0, len(tally) - self.most)
        missed["barred"] = len(self.barred & tally.ids)
        return {key: pieces for key, pieces in missed.items() if pieces}

    def admits(self, tally: Tally) -> bool:
        """Return whether a set keeps to everything."""
        return (
            len(tally) <= self.most
            and self.barred.isdisjoint(tally.ids)
            and not any(limit.shortfall(tally) for limit in self.limits)
        )


def keys(limits: Iterable[Limit]) -> frozenset[str]:
    """Return the names of limits."""
    return frozenset(limit.key for limit in limits)
