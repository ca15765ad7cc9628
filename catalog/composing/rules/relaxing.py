"""The smallest ways out when no set keeps to every limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.composing.rules.limits import Limit, Rules, keys
from catalog.composing.rules.model import MUCH, Model, worth_asking
from catalog.composing.rules.pieces import Piece, Tally
from catalog.composing.rules.programme import FREE, Clock, Outcome


@dataclass(frozen=True, slots=True)
class Way:
    """Limits as they would have to be for a set to exist, and by how many pieces each gives way."""

    eased: tuple[Limit, ...]
    pieces: int


def ways_out(pieces: Sequence[Piece], rules: Rules, clock: Clock) -> tuple[Way, ...]:
    """Return every single limit that is enough to ease, the smallest step first.

    Where none is enough, return one way that eases as few limits as possible and, among those, by
    the fewest pieces in all. Empty when nothing helps or the time ran out.
    """
    single = [way for limit in rules.limits if (way := _eased(pieces, rules, {limit.key}, clock))]
    if single:
        return tuple(sorted(single, key=lambda way: (way.pieces, way.eased[0].key)))
    together = _eased(pieces, rules, keys(rules.limits), clock)
    return (together,) if together else ()


def _eased(
    pieces: Sequence[Piece], rules: Rules, elastic: Iterable[str], clock: Clock
) -> Way | None:
    """Return the least way out in which only these limits give way."""
    free = frozenset(elastic)
    hard = Rules(
        tuple(limit for limit in rules.limits if limit.key not in free), rules.most, rules.barred
    )
    model = Model(worth_asking(pieces, hard, seen=rules), rules, free)
    for number in range(len(model.programme.costs)):
        model.programme.costs[number] = 0  # any set will do
    if len(free) > 1 and not _fewest(model, clock):
        return None
    for give in model.gives.values():
        model.programme.costs[give] = -1
    solved = model.programme.solve(clock.left)
    if solved.outcome is not Outcome.BEST:
        return None
    tally = Tally(model.picked(solved.values))
    eased = [limit for limit in rules.limits if limit.shortfall(tally)]
    if not eased:
        return None
    missed = sum(limit.shortfall(tally) for limit in eased)
    return Way(tuple(limit.eased(tally) for limit in eased), missed)


def _fewest(model: Model, clock: Clock) -> bool:
    """Hold the number of limits that give way to the least possible; False without an answer."""
    flags = []
    for give in model.gives.values():
        flag = model.programme.variable(cost=-1)
        model.programme.row({give: 1, flag: -MUCH}, high=0)
        flags.append(flag)
    solved = model.programme.solve(clock.left)
    if solved.outcome is not Outcome.BEST:
        return False
    model.programme.row(dict.fromkeys(flags, 1), low=-FREE, high=-solved.value)
    for flag in flags:
        model.programme.costs[flag] = 0
    return True
