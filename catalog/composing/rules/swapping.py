"""What could stand in the place of each chosen piece without breaking any limit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from catalog.composing.rules.limits import Rules
from catalog.composing.rules.pieces import Piece, Tally, ranked

OFFERED = 3


def swaps(
    pieces: Sequence[Piece],
    chosen: Sequence[Piece],
    rules: Rules,
    *,
    locked: frozenset[UUID] = frozenset(),
    most: int = OFFERED,
) -> Mapping[UUID, tuple[Piece, ...]]:
    """Return, for each chosen piece that is not locked, its worthiest replacements.

    Only those after which the set keeps to every limit; the worthiest first, equals by id.
    """
    tally = Tally(chosen)
    others = [piece for piece in ranked(pieces) if piece.id not in tally.ids]
    return {
        piece.id: _for(piece, others, tally, rules, most)
        for piece in chosen
        if piece.id not in locked
    }


def _for(
    out: Piece, others: Sequence[Piece], tally: Tally, rules: Rules, most: int
) -> tuple[Piece, ...]:
    tally.remove(out)
    known: dict[object, bool] = {}
    found: list[Piece] = []
    for other in others:
        # All that a limit can see of a piece: its groups, and how full its places are.
        seen = (
            other.groups,
            *(tally.of(dimension)[value] for dimension, value in other.places.items()),
        )
        if other.id in rules.barred:
            continue
        if seen not in known:
            tally.add(other)
            known[seen] = rules.admits(tally)
            tally.remove(other)
        if known[seen]:
            found.append(other)
            if len(found) == most:
                break
    tally.add(out)
    return tuple(found)
