"""Composes a set from wishes and candidates: the whole calculation, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from catalog.composing.rules.binding import binding
from catalog.composing.rules.candidates import Candidate, Parts, parts, piece_of
from catalog.composing.rules.findings import Findings, Offer, Step, WayOut
from catalog.composing.rules.limits import Rules
from catalog.composing.rules.ordering import reading_order
from catalog.composing.rules.pieces import Piece, Tally, value_of
from catalog.composing.rules.programme import Clock, Outcome
from catalog.composing.rules.relaxing import Way, ways_out
from catalog.composing.rules.shares import splits
from catalog.composing.rules.solving import best_set
from catalog.composing.rules.swapping import swaps
from catalog.composing.rules.wishes import Wishes, rules_of, setting
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

NO_LONGER = N_("This exchange would break a limit by now. Choose another one, or compose again.")
SOLVE_SECONDS = 3.0  # for the set itself
EXPLAIN_SECONDS = 3.0  # for what binds it, or the ways out


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a set with what makes up its worth."""

    id: UUID
    worth: int
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An answer: the pieces in reading order (none when there is no set), and what to say of it."""

    wishes: Wishes
    outcome: Outcome
    placed: tuple[Placed, ...] = ()
    value: int = 0
    bound: int = 0
    pool: int = 0
    findings: Findings = field(default_factory=Findings)


def compose(
    candidates: Sequence[Candidate],
    wishes: Wishes,
    gallery_ids: Iterable[UUID],
    *,
    solve_seconds: float = SOLVE_SECONDS,
    explain_seconds: float = EXPLAIN_SECONDS,
) -> Composed:
    """Return the best set for these wishes, or the smallest ways to one."""
    pieces = [piece_of(each, wishes.weights) for each in candidates]
    rules = rules_of(wishes, gallery_ids)
    found = best_set(pieces, rules, Clock(solve_seconds))
    clock = Clock(explain_seconds)
    empty = Composed(wishes=wishes, outcome=found.outcome, pool=len(pieces))
    if found.outcome is Outcome.IMPOSSIBLE:
        ways = ways_out(pieces, rules, clock)
        told = tuple(_told(way, rules) for way in ways)
        return replace(empty, findings=Findings(ways=told))
    if not found.pieces:
        return empty
    order = reading_order(found.pieces)
    costly, is_whole = binding(pieces, rules, found, clock)
    return replace(
        empty,
        placed=_placed(order, candidates),
        value=found.value,
        bound=found.bound,
        findings=replace(
            about(candidates, pieces, order, rules, wishes), binding=costly, is_whole=is_whole
        ),
    )


def exchange(
    candidates: Sequence[Candidate],
    wishes: Wishes,
    gallery_ids: Iterable[UUID],
    current: Sequence[UUID],
    swap: tuple[UUID, UUID],
) -> Composed:
    """Return a set in which one piece has given its place to another; raise if that breaks it."""
    out, into = swap
    pieces = {each.id: piece_of(each, wishes.weights) for each in candidates}
    order = [into if key == out else key for key in current]
    rules = rules_of(wishes, gallery_ids)
    if out not in current or into in current or not pieces.keys() >= set(order):
        raise RuleBroken(NO_LONGER)
    chosen = [pieces[key] for key in order]
    if not rules.admits(Tally(chosen)):
        raise RuleBroken(NO_LONGER)
    value = value_of(chosen)
    return Composed(
        wishes=wishes,
        outcome=Outcome.FOUND,
        placed=_placed(chosen, candidates),
        value=value,
        bound=value,
        pool=len(pieces),
        findings=about(candidates, list(pieces.values()), chosen, rules, wishes),
    )


def about(
    candidates: Sequence[Candidate],
    pieces: Sequence[Piece],
    chosen: Sequence[Piece],
    rules: Rules,
    wishes: Wishes,
) -> Findings:
    """Return the shares of a set beside those of the pool, and its swaps."""
    ids = {piece.id for piece in chosen}
    offered = swaps(pieces, chosen, rules, locked=frozenset(wishes.keep))
    return Findings(
        splits=splits([each for each in candidates if each.id in ids], candidates),
        swaps={
            key: tuple(Offer(other.id, other.worth) for other in others)
            for key, others in offered.items()
        },
    )


def _placed(chosen: Iterable[Piece], candidates: Iterable[Candidate]) -> tuple[Placed, ...]:
    known: Mapping[UUID, Candidate] = {each.id: each for each in candidates}
    return tuple(Placed(piece.id, piece.worth, parts(known[piece.id])) for piece in chosen)


def _told(way: Way, rules: Rules) -> WayOut:
    asked = {limit.key: limit for limit in rules.limits}
    steps = (Step(limit.key, setting(asked[limit.key]), setting(limit)) for limit in way.eased)
    return WayOut(tuple(steps), way.pieces)
