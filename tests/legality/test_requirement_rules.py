"""What a goal asks for: papers, dates, exemptions, what blocks and what comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.text import LocalText
from catalog.legality.rules import DocumentFacts, DocumentState, Scope
from catalog.legality.rules.requirements import (
    CONDITION_NAMES,
    FACT_NAMES,
    LEVEL_NAMES,
    PURPOSE_NAMES,
    STATE_NAMES,
    Condition,
    Fact,
    Facts,
    Level,
    Purpose,
    Rule,
    State,
    assess,
    combine,
    conditions_of,
    merge,
    needs_review,
)

TODAY = date(2026, 11, 22)
NIB = Rule(
    key="nib",
    name=LocalText(id="NIB"),
    level=Level.BLOCKING,
    certainty="S",
    position=10,
    type_codes=frozenset({"nib"}),
    stopgap_codes=frozenset({"sku"}),
)
FOOD = replace(
    NIB,
    key="food-permit",
    position=20,
    type_codes=frozenset({"pirt", "bpom"}),
    stopgap_codes=frozenset(),
    except_when=frozenset({Condition.DAIRY, Condition.SHORT_LIFE}),
)
DAIRY = replace(
    FOOD,
    key="bpom",
    type_codes=frozenset({"bpom"}),
    applies_when=frozenset({Condition.DAIRY}),
    except_when=frozenset(),
)
HALAL = replace(
    FOOD,
    key="halal",
    position=30,
    type_codes=frozenset({"halal"}),
    except_when=frozenset({Condition.NOT_HALAL}),
    effective_from=date(2026, 10, 17),
)
MERK = replace(HALAL, key="merek", position=80, level=Level.ADVISED, effective_from=None)
RULES = [NIB, FOOD, DAIRY, HALAL, MERK]


def a_paper(type_code: str, **values: object) -> DocumentFacts:
    """Make a verified paper of the whole business."""
    paper = DocumentFacts(
        type_code=type_code,
        state=DocumentState.VERIFIED,
        scope=Scope.VENDOR,
        number="1",
        verified_number="1",
        verified_at=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=None,
    )
    return replace(paper, **values)  # type: ignore[arg-type]  # keywords of a test


def states(*papers: DocumentFacts, **facts: object) -> dict[str, State]:
    """Return how each requirement stands."""
    found = assess(RULES, Facts(papers=papers, **facts), TODAY)  # type: ignore[arg-type]  # as above
    return {item.key: item.state for item in found.items}


def test_two_of_three_are_missing_and_the_first_gap_is_next() -> None:
    found = assess(RULES, Facts(papers=[a_paper("nib")]), TODAY)
    assert (found.missing, found.total, found.done) == (2, 3, 1)
    assert found.next_item is not None
    assert found.next_item.key == "food-permit"
    assert [item.key for item in found.blocks_submit] == ["food-permit", "halal"]
    assert [item.key for item in found.advised] == ["merek"]


def test_halal_has_its_date_for_micro_and_small_makers() -> None:
    before = assess([HALAL], Facts(), date(2026, 10, 16))
    assert before.items[0].state is State.COMING
    assert before.items[0].deadline == date(2026, 10, 17)
    assert before.items[0].days_left == 1
    assert not before.blocks_submit
    assert before.missing == 0
    assert before.next_item is before.items[0]
    after = assess([HALAL], Facts(), date(2026, 10, 17))
    assert after.items[0].state is State.MISSING
    assert after.blocks_submit == after.items


def test_what_is_declared_not_halal_needs_no_certificate() -> None:
    found = assess([HALAL], Facts(conditions=frozenset({Condition.NOT_HALAL})), TODAY)
    assert found.items[0].state is State.NOT_NEEDED
    assert found.items[0].reason is Condition.NOT_HALAL
    assert found.total == 0


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, State.DONE),
        ({"state": DocumentState.PENDING}, State.WAITING),
        ({"verified_number": "2"}, State.WAITING),
        ({"state": DocumentState.REJECTED}, State.REFUSED),
        ({"state": DocumentState.REPLACED}, State.MISSING),
        ({"state": DocumentState.DRAFT}, State.MISSING),
        ({"valid_until": TODAY}, State.DONE),
        ({"valid_until": TODAY - timedelta(days=1)}, State.EXPIRED),
    ],
)
def test_a_paper_counts_as_it_stands_today(values: dict[str, object], state: State) -> None:
    assert states(a_paper("nib", **values))["nib"] is state


def test_the_best_of_several_papers_counts() -> None:
    old = a_paper("nib", valid_until=TODAY - timedelta(days=9))
    assert states(old, a_paper("nib", state=DocumentState.PENDING))["nib"] is State.WAITING
    assert states(old, a_paper("nib"))["nib"] is State.DONE


def test_a_paper_that_waits_does_not_hold_up_a_submission() -> None:
    waiting = [a_paper(code, state=DocumentState.PENDING) for code in ("nib", "pirt", "halal")]
    assert not assess(RULES, Facts(papers=waiting), TODAY).blocks_submit


def test_a_letter_of_the_village_is_done_for_the_time_being() -> None:
    found = assess([NIB], Facts(papers=[a_paper("sku")]), TODAY)
    assert found.items[0].state is State.DONE
    assert found.items[0].is_stopgap
    assert (
        not assess([NIB], Facts(papers=[a_paper("sku"), a_paper("nib")]), TODAY).items[0].is_stopgap
    )


def test_milk_needs_bpom_and_a_home_permit_does_not_help() -> None:
    found = states(a_paper("pirt"), conditions=frozenset({Condition.DAIRY}))
    assert found["food-permit"] is State.NOT_NEEDED
    assert found["bpom"] is State.MISSING
    assert "bpom" not in states(a_paper("pirt"))


def test_a_paper_for_other_products_does_not_count() -> None:
    mine, other, batik = uuid4(), uuid4(), uuid4()
    named = a_paper("pirt", scope=Scope.PRODUCTS, product_ids=frozenset({other}))
    kind = a_paper("pirt", scope=Scope.PRODUCT_TYPES, category_ids=frozenset({batik}))
    asked = {"product_id": mine, "category_ids": frozenset({uuid4()})}
    assert states(named, kind, **asked)["food-permit"] is State.MISSING
    assert states(kind, **{**asked, "category_ids": frozenset({batik})})["food-permit"] is (
        State.DONE
    )


@pytest.mark.parametrize("certainty", ["E", "K"])
def test_what_is_inferred_never_blocks(certainty: str) -> None:
    found = assess([replace(NIB, certainty=certainty)], Facts(), TODAY)
    assert found.missing == 1
    assert not found.blocks_submit


def test_a_requirement_that_has_ended_is_gone() -> None:
    assert not assess([replace(NIB, effective_until=date(2026, 1, 1))], Facts(), TODAY).items


def test_a_fact_or_a_paper_may_do_where_both_are_named() -> None:
    rule = replace(NIB, type_codes=frozenset({"npwp"}), fact=Fact.NPWP, stopgap_codes=frozenset())
    assert assess([rule], Facts(have=frozenset({Fact.NPWP})), TODAY).missing == 0
    assert assess([rule], Facts(papers=[a_paper("npwp")]), TODAY).missing == 0
    assert assess([rule], Facts(), TODAY).missing == 1


def test_a_business_stands_as_its_worst_product_does() -> None:
    good = assess(RULES, Facts(papers=[a_paper("nib"), a_paper("pirt"), a_paper("halal")]), TODAY)
    bad = assess(RULES, Facts(papers=[a_paper("nib")]), TODAY)
    whole = combine([good, bad, bad])
    by_key = {item.key: item for item in whole.items}
    assert by_key["food-permit"].state is State.MISSING
    assert by_key["food-permit"].products == 2
    assert by_key["nib"].products == 3
    assert (whole.missing, whole.total) == (2, 3)


def test_a_line_of_a_special_set_replaces_the_general_one() -> None:
    strict = replace(NIB, stopgap_codes=frozenset())
    assert merge([[NIB, FOOD], [strict]]) == [strict, FOOD]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, set()),
        ({"storage": ["frozen"]}, {Condition.FROZEN}),
        (
            {"storage": ["frozen"], "allergens": ["fish"]},
            {Condition.FROZEN, Condition.FROZEN_ANIMAL},
        ),
        (
            {"storage": "frozen", "special_kind": ["animal"]},
            {Condition.FROZEN, Condition.FROZEN_ANIMAL},
        ),
        ({"special_kind": ["dairy", "baby"]}, {Condition.DAIRY, Condition.BABY}),
        ({"pack": "can"}, {Condition.CANNED}),
        ({"shelf_life_days": 6}, {Condition.SHORT_LIFE}),
        ({"shelf_life_days": 7}, set()),
        ({"is_not_halal": True}, {Condition.NOT_HALAL}),
        ({"storage": None, "special_kind": 3, "shelf_life_days": "6"}, set()),
    ],
)
def test_a_listing_says_of_which_kind_it_is(
    attributes: dict[str, object], expected: set[Condition]
) -> None:
    assert conditions_of(attributes, kind="food") == expected | {Condition.MICRO_SMALL}
    assert conditions_of(attributes, kind="craft") == {Condition.MICRO_SMALL}


def test_a_larger_business_has_the_earlier_date() -> None:
    assert conditions_of({}, kind="craft", business_class="medium") == {Condition.MEDIUM_LARGE}


def test_a_source_is_read_again_after_a_year() -> None:
    assert needs_review(None, TODAY)
    assert needs_review(TODAY - timedelta(days=366), TODAY)
    assert not needs_review(TODAY - timedelta(days=365), TODAY)


def test_every_word_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(LEVEL_NAMES) == set(Level)
    assert set(PURPOSE_NAMES) == set(Purpose)
    assert set(CONDITION_NAMES) == set(Condition)
    assert set(FACT_NAMES) == set(Fact)


@given(
    st.lists(
        st.builds(
            lambda number, state, level: (number, state, level),
            st.integers(0, 30),
            st.sampled_from(list(DocumentState)),
            st.sampled_from(list(Level)),
        ),
        unique_by=lambda row: row[0],
    )
)
def test_the_order_is_total_and_the_same_whatever_came_first(
    rows: list[tuple[int, DocumentState, Level]],
) -> None:
    rules = [
        replace(NIB, key=f"r{n}", position=n % 3, level=level, type_codes=frozenset({f"t{n}"}))
        for n, _, level in rows
    ]
    papers = [a_paper(f"t{n}", state=state) for n, state, _ in rows]
    there = assess(rules, Facts(papers=papers), TODAY)
    back = assess(rules[::-1], Facts(papers=papers[::-1]), TODAY)
    assert there.items == back.items
    assert len({item.order for item in there.items}) == len(there.items)
