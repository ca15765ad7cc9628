"""What a wish means, what a piece is worth, what may be told of makers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.composing.rules import findings as kept_findings
from catalog.composing.rules.candidates import Candidate, parts, piece_of
from catalog.composing.rules.composing import compose, exchange
from catalog.composing.rules.history import QUARTER, between, publications, shown
from catalog.composing.rules.ordering import reading_order
from catalog.composing.rules.pieces import Piece
from catalog.composing.rules.privacy import check_private
from catalog.composing.rules.programme import Outcome
from catalog.composing.rules.scopes import Scope, ScopeKind
from catalog.composing.rules.shares import splits
from catalog.composing.rules.turning import last_quarters, quarter, turns
from catalog.composing.rules.wishes import (
    Theme,
    Weights,
    Wishes,
    check,
    from_json,
    reset,
    rules_of,
    to_json,
)
from catalog.composing.rules.words import LIMITS, SPLITS
from catalog.kernel.errors import RuleBroken

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GALLERIES = (UUID(int=1), UUID(int=2))
EVERYTHING = Wishes(
    least=2,
    most=9,
    districts=2,
    district_share=60,
    categories=2,
    category_share=70,
    women=10,
    p2wkss=10,
    micro=10,
    galleries=10,
    new=10,
    price_low=10,
    price_middle=10,
    price_high=10,
    in_stock=True,
    green=True,
    market="MY",
    keep=(UUID(int=7),),
    drop=(UUID(int=8),),
    theme=Theme(categories=("batik",), terms=(UUID(int=9),), words="biru"),
)


def candidate(number: int, **values: object) -> Candidate:
    plain = Candidate(
        id=UUID(int=number), vendor_id=UUID(int=1000 + number), district="x", category="batik"
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # of a candidate


def test_a_wish_comes_back_as_it_was_kept() -> None:
    assert from_json(to_json(EVERYTHING)) == EVERYTHING
    assert from_json({}) == Wishes()


def test_every_limit_has_words_and_can_be_eased_in_its_own_field() -> None:
    rules = rules_of(EVERYTHING, GALLERIES)
    assert {limit.key for limit in rules.limits} == set(LIMITS)
    eased = reset(EVERYTHING, {"women": 5, "in_stock": False, "keep": []})
    assert (eased.women, eased.in_stock, eased.keep) == (5, False, ())


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Wishes(least=9, most=3), "most"),
        (Wishes(least=1, most=1, keep=(uuid4(), uuid4())), "most"),
        (Wishes(green=True), "market"),
        (Wishes(price_low=50, price_high=60), "price_low"),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused_at_their_field(
    wishes: Wishes, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(wishes)
    assert refused.value.field == field


def test_who_was_shown_less_is_worth_more() -> None:
    never, once, often = (
        candidate(1),
        candidate(1, was_shown=True, times_shown=1),
        candidate(1, was_shown=True, times_shown=9),
    )
    assert parts(never).rotation > parts(once).rotation > parts(often).rotation >= 0
    weights = Weights(quality=0, theme=0, readiness=0, rotation=3)
    assert piece_of(never, weights).worth == 3 * parts(never).rotation


def test_neighbours_differ_where_the_set_lets_them() -> None:
    pieces = [
        Piece(UUID(int=number), 10 - number, places={"vendor": vendor, "category": vendor})
        for number, vendor in enumerate("aaabbc")
    ]
    order = [piece.places["vendor"] for piece in reading_order(pieces)]
    assert all(one != other for one, other in pairwise(order))
    assert reading_order(pieces[::-1]) == reading_order(pieces)


def _women(count: int, men: int) -> list[Candidate]:
    return [candidate(number, is_woman=number < count) for number in range(count + men)]


@pytest.mark.parametrize(("women", "men"), [(4, 20), (20, 4), (0, 9), (9, 0), (1, 0)])
def test_nobody_can_be_told_apart_by_a_private_share(women: int, men: int) -> None:
    split = next(one for one in splits(_women(women, men), _women(20, 20)) if one.key == "women")
    assert [cell.chosen for cell in split.cells] == [None]
    assert [cell.pool for cell in split.cells] == [20]


def test_a_private_share_of_many_is_told() -> None:
    split = next(one for one in splits(_women(5, 6), _women(20, 20)) if one.key == "women")
    assert [(cell.value, cell.chosen) for cell in split.cells] == [("yes", 5)]


def test_a_wish_cannot_ask_after_single_makers() -> None:
    many, few = _women(5, 5), _women(4, 20)
    asks = Wishes(women=50, least=4, most=4)
    check_private(many, asks)
    check_private(few, replace(asks, women=0))
    check_private(many, replace(asks, keep=tuple(each.id for each in many[:2])))
    dropped = replace(asks, drop=(many[0].id,))
    locked = replace(asks, keep=tuple(each.id for each in many[:3]))
    for pool, wishes in ((few, asks), (many, dropped), (many, locked)):
        with pytest.raises(RuleBroken) as refused:
            check_private(pool, wishes)
        assert refused.value.field == "women"


def test_many_products_of_few_makers_are_few() -> None:
    few = [candidate(number, vendor_id=UUID(int=number % 4), is_woman=True) for number in range(9)]
    split = next(one for one in splits([*few, *_women(0, 9)], few) if one.key == "women")
    assert [cell.chosen for cell in split.cells] == [None]


def test_every_division_has_a_name_and_long_ones_are_gathered() -> None:
    many = [candidate(number, district=f"d{number}") for number in range(30)]
    found = splits(many, many)
    assert {split.key for split in found} == set(SPLITS)
    district = next(split for split in found if split.key == "district")
    assert sum(cell.chosen or 0 for cell in district.cells) == 30
    assert len(district.cells) == 9


def test_the_past_tells_who_was_shown_when() -> None:
    one, other, showcase = uuid4(), uuid4(), uuid4()
    told = publications(
        showcase,
        [(NOW - 300 * DAY, frozenset({one})), (NOW - 30 * DAY, frozenset({other}))],
        starts_at=None,
        ends_at=NOW - 10 * DAY,
    )
    known = shown(told, NOW)
    assert known.ever == {one, other}
    assert known.lately == {one: 1, other: 1}  # the first until 30 days ago
    assert shown(told, NOW, besides=showcase).ever == frozenset()
    assert between(told, NOW - DAY, NOW) == {}
    assert not shown(told, NOW - 400 * DAY).ever
    later = publications(showcase, [(NOW, frozenset({one}))], starts_at=NOW + DAY, ends_at=NOW)
    assert later == []
    assert not shown(told, NOW + 2 * QUARTER).lately


def test_quarters_follow_the_calendar_of_cirebon() -> None:
    assert last_quarters(NOW, 3) == [(2026, 4), (2026, 3), (2026, 2)]
    assert last_quarters(datetime(2026, 12, 31, 18, tzinfo=UTC), 1) == [(2027, 1)]
    first, after = quarter(2026, 4)
    assert (first.isoformat(), after.isoformat()) == (
        "2026-10-01T00:00:00+07:00",
        "2027-01-01T00:00:00+07:00",
    )


@given(text=st.text(max_size=30))
def test_any_address_names_a_scope_or_none(text: str) -> None:
    found = Scope.read(text)
    assert found is None or Scope.read(found.text) == found


def test_a_scope_comes_back_from_its_address() -> None:
    key = uuid4()
    for scope in (
        Scope(ScopeKind.HOME),
        Scope(ScopeKind.SHOWCASE, showcase_id=key),
        Scope(ScopeKind.QUARTER, year=2026, number=3),
    ):
        assert Scope.read(scope.text) == scope


def test_a_turn_goes_to_who_never_had_one_and_fits() -> None:
    often = candidate(1, times_shown=3, was_shown=True, grade="B", price=90_000)
    rare = candidate(2, times_shown=1, was_shown=True)
    fitting = candidate(5, grade="A", price=50_000)
    worse = candidate(3, grade="C", price=50_000)
    dearer = candidate(4, grade="A", price=900_000)
    ours = candidate(6, grade="A", price=50_000, vendor_id=rare.vendor_id)
    found = turns([often, rare], [worse, dearer, ours, fitting])
    assert [(turn.out, turn.into, turn.times) for turn in found] == [(often.id, fitting.id, 3)]


def test_a_set_is_composed_exchanged_and_kept_whole() -> None:
    stock = [candidate(number, grade="A" if number < 3 else "B") for number in range(6)]
    wishes = Wishes(least=3, most=3, keep=(stock[5].id,), weights=Weights(rotation=0))
    found = compose(stock, wishes, GALLERIES)
    chosen = [placed.id for placed in found.placed]
    assert found.outcome is Outcome.BEST
    assert set(chosen) == {stock[0].id, stock[1].id, stock[5].id}
    assert [each.key for each in found.findings.binding] == ["keep"]
    assert stock[5].id not in found.findings.swaps  # a locked piece stays
    assert found.findings.swaps[stock[0].id][0].id == stock[2].id
    assert kept_findings.from_json(kept_findings.to_json(found.findings)) == found.findings
    swapped = exchange(stock, wishes, GALLERIES, chosen, (stock[0].id, stock[3].id))
    assert swapped.value < found.value
    for swap in ((stock[5].id, stock[3].id), (stock[0].id, stock[1].id), (uuid4(), stock[3].id)):
        with pytest.raises(RuleBroken):
            exchange(stock, wishes, GALLERIES, chosen, swap)


def test_where_there_is_no_set_the_smallest_way_out_is_named() -> None:
    stock = [candidate(number, vendor_id=UUID(int=number // 3)) for number in range(6)]
    found = compose(stock, Wishes(least=6, most=6, per_vendor=2), GALLERIES)
    assert found.outcome is Outcome.IMPOSSIBLE
    steps = [
        (way.pieces, [(s.key, s.before, s.after) for s in way.steps]) for way in found.findings.ways
    ]
    assert steps == [(1, [("per_vendor", 2, 3)]), (2, [("least", 6, 4)])]
    assert kept_findings.from_json(kept_findings.to_json(found.findings)) == found.findings
