"""What the solver knows of a candidate: a worth, the groups it is in, the places it fills."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """A product that could be shown.

    ``worth`` is what it adds to the value of a set, a whole number of 0 or more. ``groups`` are
    names of shares that it counts for (``women``, ``price:low``, …); ``places`` says where it
    stands in a dimension of which no value may dominate (``vendor``, ``district``, ``category``).
    """

    id: UUID
    worth: int
    groups: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)


class Tally:
    """How many pieces of a set stand where; grows and shrinks one piece at a time."""

    __slots__ = ("groups", "ids", "places")

    def __init__(self, pieces: Iterable[Piece] = ()) -> None:
        self.ids: set[UUID] = set()
        self.groups: Counter[str] = Counter()
        self.places: dict[str, Counter[str]] = {}
        for piece in pieces:
            self.add(piece)

    def __len__(self) -> int:
        """Return how many pieces the set has."""
        return len(self.ids)

    def add(self, piece: Piece) -> None:
        """Count a piece that is not in the set."""
        self.ids.add(piece.id)
        self.groups.update(piece.groups)
        for dimension, value in piece.places.items():
            self.places.setdefault(dimension, Counter())[value] += 1

    def remove(self, piece: Piece) -> None:
        """Take out a piece that is in the set."""
        self.ids.remove(piece.id)
        self.groups.subtract(piece.groups)
        for dimension, value in piece.places.items():
            counted = self.places[dimension]
            counted[value] -= 1
            if not counted[value]:
                del counted[value]

    def of(self, dimension: str) -> Counter[str]:
        """Return how many pieces each value of a dimension has."""
        return self.places.get(dimension, _NONE)


_NONE: Counter[str] = Counter()


def ranked(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces from the worthiest down, equals by id."""
    return sorted(pieces, key=lambda piece: (-piece.worth, piece.id))


def value_of(pieces: Iterable[Piece]) -> int:
    """Return the value of a set."""
    return sum(piece.worth for piece in pieces)
