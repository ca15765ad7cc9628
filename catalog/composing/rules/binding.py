"""Which limits cost something, and how much the set would be worth without each."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.composing.rules.limits import Rules
from catalog.composing.rules.model import Model, worth_asking
from catalog.composing.rules.pieces import Piece
from catalog.composing.rules.programme import Clock
from catalog.composing.rules.solving import Found, best_set

_QUICK = 1.0  # seconds for a bound


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

    Each limit is taken away alone and the set found anew.
    """
    costly, is_whole = [], True
    for limit in rules.limits:
        if not clock.left:
            is_whole = False
            break
        without = rules.without(limit.key)
        bound = _bound(pieces, without, clock)
        if bound is not None and bound <= found.value:
            continue
        better = best_set(pieces, without, clock)
        gain = better.value - found.value
        is_exact = better.bound == better.value and found.bound == found.value
        if gain > 0:
            costly.append(Binding(limit.key, gain, is_exact))
        elif better.bound > found.value:
            is_whole = False  # the time was too short to tell
    return tuple(sorted(costly, key=lambda each: (-each.gain, each.key))), is_whole


def _bound(pieces: Sequence[Piece], rules: Rules, clock: Clock) -> int | None:
    model = Model(worth_asking(pieces, rules), rules)
    return model.programme.bound(min(_QUICK, clock.left))
