"""The order in which a set reads well: the strongest piece first, then varied neighbours."""

from collections.abc import Sequence

from catalog.composing.rules.pieces import Piece

_NEAR = 2  # how many neighbours before a piece count
_COSTS = {"vendor": 8, "category": 4, "district": 2, "price": 1}


def reading_order(chosen: Sequence[Piece]) -> list[Piece]:
    """Return the pieces so that neighbours differ in maker, kind, place and price.

    Begins with the worthiest; then always the one that repeats least of the two before it, the
    worthiest of those, the smallest id. The same for the same set in any order.
    """
    waiting = sorted(chosen, key=lambda piece: (-piece.worth, piece.id))
    row: list[Piece] = []
    while waiting:
        piece = min(
            waiting, key=lambda piece: (_repeats(piece, row[-_NEAR:]), -piece.worth, piece.id)
        )
        waiting.remove(piece)
        row.append(piece)
    return row


def _repeats(piece: Piece, before: Sequence[Piece]) -> int:
    cost = 0
    for distance, neighbour in enumerate(reversed(before)):
        for dimension, weight in _COSTS.items():
            if piece.places.get(dimension) == neighbour.places.get(dimension):
                cost += weight * (_NEAR - distance)
    return cost
