"""Small cases, every set of which can be looked at."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from uuid import UUID

from hypothesis import strategies as st

from catalog.composing.rules.limits import (
    Ceiling,
    Each,
    Keep,
    Least,
    Limit,
    Only,
    Rules,
    Share,
    Spread,
)
from catalog.composing.rules.pieces import Piece, Tally

MOST = 16  # candidates
_GROUPS = ("women", "cheap", "stocked")
_PLACES = {"vendor": "abcde", "district": "xyz"}


def every_set(pieces: Sequence[Piece], most: int) -> Iterator[tuple[Piece, ...]]:
    """Give every set of at most ``most`` pieces."""
    for size in range(most + 1):
        yield from combinations(pieces, size)


def best_value(pieces: Sequence[Piece], rules: Rules) -> int | None:
    """Return the greatest value of a set that keeps to the rules, None when none does."""
    return max(
        (
            sum(piece.worth for piece in chosen)
            for chosen in every_set(pieces, rules.most)
            if not rules.broken(Tally(chosen))
        ),
        default=None,
    )


def least_ways(pieces: Sequence[Piece], rules: Rules) -> dict[frozenset[str], int]:
    """Return, for every group of limits that is enough to ease, by how few pieces."""
    found: dict[frozenset[str], int] = {}
    for chosen in every_set(pieces, rules.most):
        broken = rules.broken(Tally(chosen))
        missed = sum(broken.values())
        which = frozenset(broken)
        if chosen and "barred" not in which and missed < found.get(which, 1000):
            found[which] = missed
    return found


@st.composite
def some_pieces(draw: st.DrawFn, most: int = 10) -> list[Piece]:
    """Draw candidates that often look alike."""
    number = draw(st.integers(1, most))
    return [
        Piece(
            UUID(int=place * 7919 % 104729),
            draw(st.integers(0, 6)),
            frozenset(group for group in _GROUPS if draw(st.booleans())),
            {name: draw(st.sampled_from(values)) for name, values in _PLACES.items()},
        )
        for place in range(1, number + 1)
    ]


@st.composite
def some_rules(draw: st.DrawFn, pieces: Sequence[Piece]) -> Rules:
    """Draw limits, of which every third or so is not there."""
    most = draw(st.integers(1, 6))
    ids = st.sampled_from([piece.id for piece in pieces])
    percent, few = st.integers(1, 100), st.integers(1, 4)
    limits: list[Limit] = [
        Least("size", draw(st.integers(1, most))),
        Each("vendor", "vendor", draw(few)),
        Spread("districts", "district", draw(few)),
        Ceiling("district_share", "district", draw(percent)),
        Share("women", ("women",), draw(percent)),
        Share("mix", ("women", "cheap"), draw(percent)),
        Only("in_stock", "stocked"),
        Keep("keep", frozenset(draw(st.sets(ids, max_size=min(2, most))))),
    ]
    wanted = draw(st.sets(st.sampled_from(range(1, len(limits))), max_size=5))
    kept = {key for limit in limits if isinstance(limit, Keep) for key in limit.ids}
    barred = draw(st.sets(ids, max_size=2)) - kept
    return Rules((limits[0], *(limits[place] for place in sorted(wanted))), most, frozenset(barred))
