"""The solver against looking at every set."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.composing.rules.binding import binding
from catalog.composing.rules.limits import Rules
from catalog.composing.rules.pieces import Piece, Tally, value_of
from catalog.composing.rules.programme import Clock, Outcome
from catalog.composing.rules.relaxing import ways_out
from catalog.composing.rules.solving import Found, best_set
from catalog.composing.rules.swapping import OFFERED, swaps
from tests.composing.brute import MOST, best_value, least_ways, some_pieces, some_rules

SECONDS = 20


@st.composite
def cases(draw: st.DrawFn, most: int = 10) -> tuple[list[Piece], Rules]:
    pieces = draw(some_pieces(most))
    return pieces, draw(some_rules(pieces))


def _best(pieces: list[Piece], rules: Rules) -> Found:
    return best_set(pieces, rules, Clock(SECONDS))


@given(case=st.one_of(cases(), cases(MOST)))
@settings(max_examples=150, deadline=None)
def test_the_best_set_is_the_best_of_all_sets(case: tuple[list[Piece], Rules]) -> None:
    pieces, rules = case
    found, best = _best(pieces, rules), best_value(pieces, rules)
    if best is None:
        assert found.outcome is Outcome.IMPOSSIBLE
        return
    assert (found.outcome, found.value, found.bound) == (Outcome.BEST, best, best)
    assert value_of(found.pieces) == best
    assert not rules.broken(Tally(found.pieces))


@given(case=cases(), seed=st.integers())
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_candidates_changes_nothing(
    case: tuple[list[Piece], Rules], seed: int
) -> None:
    pieces, rules = case
    shuffled = random.Random(seed).sample(pieces, len(pieces))  # noqa: S311  # no secret
    assert _best(pieces, rules).pieces == _best(shuffled, rules).pieces


@given(case=cases(8))
@settings(max_examples=150, deadline=None)
def test_the_ways_out_are_the_smallest_there_are(case: tuple[list[Piece], Rules]) -> None:
    pieces, rules = case
    if best_value(pieces, rules) is not None:
        return
    ways, least = ways_out(pieces, rules, Clock(SECONDS)), least_ways(pieces, rules)
    single = {which: missed for which, missed in least.items() if len(which) == 1}
    if single:
        assert {frozenset(one.key for one in way.eased): way.pieces for way in ways} == single
    elif least:
        fewest = min((len(which), missed) for which, missed in least.items())
        assert [(len(way.eased), way.pieces) for way in ways] == [fewest]
    else:
        assert not ways


@given(case=cases(8))
@settings(max_examples=80, deadline=None)
def test_every_way_out_leads_to_a_set(case: tuple[list[Piece], Rules]) -> None:
    pieces, rules = case
    if best_value(pieces, rules) is not None:
        return
    for way in ways_out(pieces, rules, Clock(SECONDS)):
        eased = {limit.key: limit for limit in way.eased}
        changed = Rules(
            tuple(eased.get(limit.key, limit) for limit in rules.limits), rules.most, rules.barred
        )
        assert _best(pieces, changed).outcome is Outcome.BEST


@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_a_limit_binds_by_what_the_best_set_without_it_is_worth_more(
    case: tuple[list[Piece], Rules],
) -> None:
    pieces, rules = case
    found = _best(pieces, rules)
    if found.outcome is not Outcome.BEST:
        return
    costly, is_whole = binding(pieces, rules, found, Clock(SECONDS))
    without = {
        limit.key: (best_value(pieces, rules.without(limit.key)) or 0) - found.value
        for limit in rules.limits
    }
    assert {each.key: each.gain for each in costly} == {
        key: gain for key, gain in without.items() if gain
    }
    assert is_whole
    assert all(each.is_exact for each in costly)


@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_swaps_are_the_worthiest_that_break_nothing(case: tuple[list[Piece], Rules]) -> None:
    pieces, rules = case
    found = _best(pieces, rules)
    if found.outcome is not Outcome.BEST:
        return
    offered = swaps(pieces, found.pieces, rules)
    chosen = {piece.id for piece in found.pieces}
    for piece in found.pieces:
        rest = [other for other in found.pieces if other.id != piece.id]
        fit = [
            other
            for other in sorted(pieces, key=lambda each: (-each.worth, each.id))
            if other.id not in chosen and not rules.broken(Tally([*rest, other]))
        ]
        assert list(offered[piece.id]) == fit[:OFFERED]


def test_a_search_without_time_says_that_it_knows_nothing() -> None:
    rules = Rules((), 3)
    assert best_set([], rules, Clock(0)).outcome is Outcome.UNKNOWN
