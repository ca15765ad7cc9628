"""Finds the best set that keeps to its rules, and says how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.composing.rules.limits import Rules
from catalog.composing.rules.model import Model, worth_asking
from catalog.composing.rules.pieces import Piece, Tally, ranked, value_of
from catalog.composing.rules.programme import Clock, Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """A set, the worthiest piece first; no set that keeps to the rules is worth more than bound."""

    outcome: Outcome
    pieces: tuple[Piece, ...] = ()
    value: int = 0
    bound: int = 0

    @property
    def gap_percent(self) -> float:
        """Return by how much, in percent of the value, the best possible set could be better."""
        return 0.0 if not self.value else 100 * (self.bound - self.value) / self.value


def best_set(pieces: Iterable[Piece], rules: Rules, clock: Clock) -> Found:
    """Return the set of the greatest value; among equals the one with the smaller ids.

    The answer is the same for the same pieces in any order.
    """
    asked = worth_asking(pieces, rules)
    model = Model(asked, rules)
    solved = model.programme.solve(clock.left)
    if not solved.is_there:
        return Found(solved.outcome)
    chosen = _settled(model.picked(solved.values), asked, rules)
    if not rules.admits(Tally(chosen)):  # the counting in whole numbers has the last word
        return Found(Outcome.UNKNOWN)
    value = value_of(chosen)
    return Found(solved.outcome, tuple(ranked(chosen)), value, max(value, solved.bound))


def _settled(chosen: Sequence[Piece], asked: Sequence[Piece], rules: Rules) -> list[Piece]:
    """Return an equally good set: whatever can give its place to an equal of smaller id does."""
    tally, kept = Tally(chosen), {piece.id: piece for piece in chosen}
    equals: dict[int, list[Piece]] = {}
    for piece in asked:
        equals.setdefault(piece.worth, []).append(piece)  # by id, as ``asked`` is ranked
    for piece in sorted(chosen, key=lambda piece: piece.id):
        for other in equals[piece.worth]:
            if other.id >= piece.id:
                break
            if other.id not in kept and _fits(tally, piece, other, rules):
                del kept[piece.id]
                kept[other.id] = other
                break
    return list(kept.values())


def _fits(tally: Tally, out: Piece, into: Piece, rules: Rules) -> bool:
    """Exchange two pieces in the tally if that keeps to the rules; say whether it did."""
    tally.remove(out)
    tally.add(into)
    if rules.admits(tally):
        return True
    tally.remove(into)
    tally.add(out)
    return False
