"""Which limits cost something, and how much the set would be worth without each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.composing.rules.limits import Ceiling, Each, Only, Rules
from catalog.composing.rules.model import Model, worth_asking
from catalog.composing.rules.pieces import Piece
from catalog.composing.rules.programme import Clock, Outcome
from catalog.composing.rules.solving import Found, best_set

_NEAR = 0.9  # of a point: below it, and whole, is no better


@dataclass(frozen=True, slots=True)
class Binding:
    """Without this limit the value rises by ``gain``: exactly, or at least by that."""

    key: str
    gain: int
    is_exact: bool = True


def binding(
    pieces: Sequence[Piece], rules: Rules, found: Found, clock: Clock
) -> tuple[tuple[Binding, ...], bool]:
    """Return the limits that cost value, dearest first, and whether there was time for all.

    Each limit that may cost something is taken away alone, and the set found anew.
    """
    costly, is_whole = [], True
    free = _free(pieces, rules, found, clock)
    for limit in rules.limits:
        if limit.key in free:
            continue
        without = rules.without(limit.key)
        relaxed = Model(worth_asking(pieces, without), without).programme.relaxed(clock.left)
        if relaxed is not None and relaxed.bound <= found.value:
            continue
        better = best_set(pieces, without, clock)
        gain = better.value - found.value
        is_exact = better.bound == better.value and found.bound == found.value
        if gain > 0:
            costly.append(Binding(limit.key, gain, is_exact))
        elif better.outcome is not Outcome.BEST:
            is_whole = False  # the time was too short to tell
    return tuple(sorted(costly, key=lambda each: (-each.gain, each.key))), is_whole


def _free(pieces: Sequence[Piece], rules: Rules, found: Found, clock: Clock) -> frozenset[str]:
    """Return limits that are sure to cost nothing, by one quick look at all of them.

    Where pieces broken into parts are worth no more than the set found, a limit that does not
    hold that bound down can go without raising it. Limits that shut pieces out beforehand are not
    judged here.
    """
    capped = tuple(limit for limit in rules.limits if not isinstance(limit, Each | Ceiling))
    asked = worth_asking(pieces, replace(rules, limits=capped), seen=rules)
    model = Model(asked, rules)
    relaxed = model.programme.relaxed(clock.left)
    if relaxed is None or relaxed.value > found.value + _NEAR:
        return frozenset()
    return frozenset(
        limit.key
        for limit in rules.limits
        if not isinstance(limit, Only)
        and all(relaxed.is_free(row) for row in model.rows.get(limit.key, ()))
    )
