"""Turns rules and pieces into an integer programme, with or without room to give way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from catalog.composing.rules.limits import (
    WHOLE,
    Ceiling,
    Each,
    Keep,
    Only,
    Rules,
    Share,
    Spread,
)
from catalog.composing.rules.pieces import Piece, ranked
from catalog.composing.rules.programme import Programme

MUCH = 1000  # pieces: no limit can be missed by more
Class = tuple[frozenset[str], tuple[tuple[str, str], ...]]


def worth_asking(
    pieces: Iterable[Piece], rules: Rules, *, seen: Rules | None = None
) -> list[Piece]:
    """Return the pieces among which a best set is sure to be, from the worthiest down.

    Two pieces that no limit tells apart can stand for each other, so of each such class only as
    many of the worthiest are looked at as a set can hold. ``seen`` are all limits that tell pieces
    apart, where ``rules`` are only some of them.
    """
    kinds = _Kinds(seen or rules)
    room = _room(rules)
    needed = frozenset(
        limit.group for limit in rules.limits if isinstance(limit, Only) and limit.is_on
    )
    taken: dict[Class, int] = defaultdict(int)
    found = []
    for piece in ranked(pieces):
        if piece.id in rules.barred or not needed <= piece.groups:
            continue
        if piece.id in kinds.kept:
            found.append(piece)
            continue
        kind = kinds.of(piece)
        if taken[kind] < room:
            taken[kind] += 1
            found.append(piece)
    return found


def _room(rules: Rules) -> int:
    """Return how many pieces of one class a set can hold at most."""
    caps = [limit.number for limit in rules.limits if isinstance(limit, Each)]
    caps += [
        -(-limit.percent * rules.most // WHOLE)
        for limit in rules.limits
        if isinstance(limit, Ceiling)
    ]
    return min([rules.most, *caps])


class _Kinds:
    """Tells which pieces the limits cannot tell apart."""

    def __init__(self, rules: Rules) -> None:
        self.groups: set[str] = set()
        self.dimensions: set[str] = set()
        self.kept: set[UUID] = set()
        for limit in rules.limits:
            if isinstance(limit, Share):
                self.groups.update(limit.groups)
            elif isinstance(limit, Only):
                self.groups.add(limit.group)
            elif isinstance(limit, Ceiling | Each | Spread):
                self.dimensions.add(limit.dimension)
            elif isinstance(limit, Keep):
                self.kept.update(limit.ids)

    def of(self, piece: Piece) -> Class:
        """Return the class of a piece."""
        places = tuple((name, piece.places.get(name, "")) for name in sorted(self.dimensions))
        return piece.groups & self.groups, places


class _Columns:
    """The variables of a programme by what they stand for."""

    def __init__(self, programme: Programme, pieces: Sequence[Piece], most: int) -> None:
        self._programme = programme
        self._groups: dict[str, list[int]] = defaultdict(list)
        self._places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._ids: dict[UUID, int] = {}
        for piece in pieces:
            number = programme.variable(cost=piece.worth)
            self._ids[piece.id] = number
            for group in piece.groups:
                self._groups[group].append(number)
            for dimension, value in piece.places.items():
                self._places[dimension][value].append(number)
        self.size = programme.variable(low=1, high=most)  # no set is empty
        programme.row({**dict.fromkeys(self._ids.values(), 1), self.size: -1}, low=0, high=0)

    def flag(self) -> int:
        return self._programme.variable()

    def members(self, group: str) -> Sequence[int]:
        return self._groups[group]

    def strangers(self, group: str) -> Sequence[int]:
        ours = set(self._groups[group])
        return [number for number in self._ids.values() if number not in ours]

    def by_value(self, dimension: str) -> Iterable[Sequence[int]]:
        return self._places[dimension].values()

    def named(self, ids: frozenset[UUID]) -> Sequence[int]:
        return [number for key, number in self._ids.items() if key in ids]


class Model:
    """The programme of a set.

    The limits named in ``elastic`` may be missed: ``gives`` holds the variable that counts by how
    many pieces each is.
    """

    def __init__(
        self, pieces: Sequence[Piece], rules: Rules, elastic: frozenset[str] = frozenset()
    ) -> None:
        self.programme = Programme()
        self.gives: dict[str, int] = {}
        self.rows: dict[str, list[int]] = {}  # of each limit
        self._pieces = pieces  # the first variables, in their order
        columns = _Columns(self.programme, pieces, rules.most)
        for limit in rules.limits:
            give = None
            if limit.key in elastic:
                give = self.gives[limit.key] = self.programme.variable(high=MUCH)
            for row in limit.rows(columns):
                terms = row.terms if give is None else {**row.terms, give: row.step}
                number = self.programme.row(terms, low=row.least)
                self.rows.setdefault(limit.key, []).append(number)

    def picked(self, values: Sequence[int]) -> list[Piece]:
        """Return the pieces that a solution holds."""
        return [piece for piece, value in zip(self._pieces, values, strict=False) if value]
