"""The engine by itself: standing, points, the last day of a verdict."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.export.rules import (
    EVERYWHERE,
    FLOOR,
    POINTS,
    Fact,
    Goods,
    Part,
    Rule,
    Severity,
    Standing,
    Trait,
    Truth,
    Who,
    judge,
)
from catalog.export.rules.editing import check_rule
from catalog.export.rules.rattan import rattan_traits
from catalog.export.services.shipped import shipped
from catalog.kernel.text import LocalText

TODAY = date(2026, 11, 22)
FACTS = [Fact.NIB, Fact.FOB, Fact.LABEL_EN, Fact.HALAL_RECOGNISED]
_DAYS = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=40))
_RULES = st.builds(
    Rule,
    key=st.uuids().map(str),
    name=st.just(LocalText(id="Aturan", en="Rule")),
    fact=st.sampled_from([*FACTS, Fact.NEVER]),
    severity=st.sampled_from(Severity),
    part=st.sampled_from(Part),
    who=st.sampled_from(Who),
    market_code=st.sampled_from([EVERYWHERE, "MY", "SA"]),
    kinds=st.sampled_from([frozenset(), frozenset({"food"})]),
    hs_prefixes=st.sampled_from([(), ("4602",), ("14",)]),
    certainty=st.sampled_from("SEK"),
    effective_from=st.none() | _DAYS,
    effective_until=st.none() | _DAYS,
)
_TRUTHS = st.builds(
    Truth,
    holds=st.booleans(),
    until=st.none() | st.dates(TODAY, TODAY + timedelta(days=40)),
    is_waiting=st.booleans(),
)
_GOODS = st.builds(
    Goods,
    kind=st.sampled_from(["food", "craft"]),
    hs_code=st.sampled_from(["", "460212", "140120"]),
    truths=st.dictionaries(
        st.tuples(st.sampled_from(FACTS), st.sampled_from([EVERYWHERE, "MY"])), _TRUTHS
    ),
)


def brute(rules: Sequence[Rule], goods: Goods, day: date) -> Standing:
    """Return the standing for Malaysia on a day, said again in the plainest way."""
    worst = Standing.READY
    for rule in rules:
        starts, ends = rule.effective_from or day, rule.effective_until or day
        asked = rule.market_code in {"", "MY"} and starts <= day <= ends and rule.speaks_of(goods)
        if not asked or goods.truth(rule, "MY").on(day) or rule.severity is Severity.ADVICE:
            continue
        if rule.severity is Severity.BLOCK and rule.certainty == "S":
            return Standing.BLOCKED
        worst = Standing.GAPS
    return Standing.BLOCKED if goods.hs_code.startswith("140120") else worst


@given(st.lists(_RULES, max_size=8), _GOODS)
def test_a_verdict_holds_to_its_last_day_and_not_a_day_longer(
    rules: list[Rule], goods: Goods
) -> None:
    verdict = judge(rules, goods, "MY", TODAY)
    assert verdict.standing is brute(rules, goods, TODAY)
    last = verdict.valid_until or TODAY + timedelta(days=60)
    day = TODAY
    while day <= last:
        assert brute(rules, goods, day) is verdict.standing
        day += timedelta(days=1)
    if verdict.valid_until is not None:
        assert brute(rules, goods, day) is not verdict.standing


@given(st.lists(_RULES, max_size=8), _GOODS)
def test_points_stay_within_a_hundred_and_only_a_whole_list_has_them_all(
    rules: list[Rule], goods: Goods
) -> None:
    verdict = judge(rules, goods, "MY", TODAY)
    assert sum(POINTS.values()) == 100
    assert 0 <= verdict.score <= 100
    assert (verdict.score == 100) == (not verdict.gaps and not verdict.advice)
    assert verdict.is_ready == (not verdict.gaps)
    severities = [list(Severity).index(gap.severity) for gap in verdict.gaps]
    assert severities == sorted(severities)
    assert all(gap.certainty == "S" for gap in verdict.blockers)


@given(st.lists(_RULES, max_size=8), _GOODS)
def test_raw_rattan_is_never_ready_whatever_the_rules_say(rules: list[Rule], goods: Goods) -> None:
    raw = [
        replace(goods, hs_code="14012010"),
        replace(goods, traits=frozenset({Trait.RAW_RATTAN})),
        replace(goods, traits=frozenset({Trait.RATTAN_UNCLEAR})),
    ]
    for one in raw:
        for day in (TODAY, TODAY + timedelta(days=39)):
            assert judge(rules, one, "MY", day).standing is Standing.BLOCKED
    assert FLOOR.weight is Severity.BLOCK


@pytest.mark.parametrize(
    ("name", "hs", "rattan", "found"),
    [
        ("Rotan poles untuk belajar menganyam", "", False, {Trait.RAW_RATTAN}),
        ("Rotan asalan W/S 20 kg", "460212", True, {Trait.RAW_RATTAN}),
        ("Raw manau rattan", "", True, {Trait.RAW_RATTAN}),
        ("Rotan setengah jadi", "", True, {Trait.RAW_RATTAN}),
        ("Rotan bulat 8 mm", "940382", True, {Trait.RAW_RATTAN}),
        ("Batang rotan poles", "940382", True, {Trait.RAW_RATTAN}),
        ("Kursi teras", "", True, {Trait.RATTAN_UNCLEAR}),
        ("Kursi teras", "1401", True, {Trait.RATTAN_UNCLEAR}),
        ("Meja teras rotan bulat", "940382", True, set()),
        ("Rattan cane chair", "940152", True, set()),
        ("Keranjang rotan", "460212", True, set()),
        ("Kain megamendung", "", False, set()),
    ],
)
def test_names_and_codes_tell_of_raw_rattan(
    name: str,
    hs: str,
    rattan: bool,  # noqa: FBT001  # a table of cases
    found: set[Trait],
) -> None:
    assert rattan_traits(name, hs, is_of_rattan=rattan) == found


def test_shelf_life_must_outlast_the_voyage_by_half() -> None:
    rule = Rule(
        "life", LocalText(), Fact.SHELF_LIFE, Severity.GAP, Part.PRODUCT, Who.VENDOR, days=21
    )
    lives = {31: False, 32: True, None: False}
    for days, enough in lives.items():
        goods = Goods(kind="food", shelf_life_days=days)
        assert judge([rule], goods, "MY", TODAY).is_ready is enough


def test_the_shipped_rules_block_only_with_a_source_and_name_all_nine_markets() -> None:
    rows = shipped()
    assert len({row["key"] for row in rows}) == len(rows)
    assert {row.get("market", "") for row in rows} - {""} == {
        "SG", "MY", "AE", "SA", "QA", "HK", "TW", "US", "EU",
    }  # fmt: skip
    for row in rows:
        assert row["severity"] != "block" or row["certainty"] == "S", row["key"]
        assert row["name"]["id"]
        assert row["name"]["en"]
        assert row["source"]
        assert row["reviewed_on"]
        assert not row.get("explanation") or row["explanation"]["en"]


def test_an_office_cannot_let_hearsay_block() -> None:
    rule = Rule(
        "x", LocalText(id="A", en="A"), Fact.NEVER, Severity.BLOCK, Part.MARKET, Who.OFFICE,
        source="Kata orang", certainty="K", reviewed_on=TODAY, hs_prefixes=("14a",),
    )  # fmt: skip
    assert {broken.field for broken in check_rule(rule)} == {"severity", "hs_prefixes"}
