"""The one next step, the seven layers and the chart."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.dashboard.rules import (
    FLOOR,
    TOP,
    Layer,
    Named,
    Standing,
    Step,
    bars,
    change,
    ladder,
    next_step,
)

KAIN = Named("1", "Kain biru")
GOOD: dict[str, Any] = {
    "is_active": True,
    "products": 4,
    "live": 4,
    "papers_total": 5,
    "export_ready": 1,
}


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({}, Step.SHARE),
        ({"is_suspended": True, "unconfirmed": 3}, Step.SUSPENDED),
        ({"unconfirmed": 1, "returned": [KAIN]}, Step.CONFIRM),
        ({"returned": [KAIN], "expiring": [KAIN]}, Step.MEND),
        ({"expiring": [KAIN], "profile_gaps": 2}, Step.RENEW),
        ({"profile_gaps": 1, "products": 0}, Step.PROFILE),
        ({"products": 0, "live": 0}, Step.FIRST_PRODUCT),
        ({"drafts": [KAIN], "papers_missing": 2}, Step.FINISH_DRAFT),
        ({"dark": [KAIN], "papers_missing": 2}, Step.PHOTOS),
        ({"papers_missing": 2, "live": 0}, Step.PAPERS),
        ({"is_active": False}, Step.WAIT),
        ({"thin": [KAIN], "without_trade": 1}, Step.TRADE),
        ({"live": 0}, Step.WAIT),
        ({"export_ready": 0}, Step.EXPORT),
    ],
)
def test_one_thing_comes_first(facts: dict[str, Any], step: Step) -> None:
    assert next_step(Standing(**GOOD | facts)).step is step


def test_the_step_names_what_it_is_about() -> None:
    wish = next_step(Standing(**GOOD | {"returned": [KAIN, Named("2", "Kain merah")]}))
    assert (wish.about, wish.count) == (KAIN, 2)


def test_a_new_vendor_stands_before_the_first_layer() -> None:
    rungs = ladder(Standing(is_active=False, profile_gaps=4))
    assert [rung.is_done for rung in rungs] == [False] * 7
    assert [rung.layer for rung in rungs if rung.is_next] == [Layer.REGISTERED]


def test_all_seven_layers_can_be_full() -> None:
    rungs = ladder(Standing(**GOOD))
    assert all(rung.is_done for rung in rungs)
    assert not any(rung.is_next for rung in rungs)


def test_a_layer_that_broke_is_next_again() -> None:
    rungs = ladder(Standing(**GOOD | {"papers_missing": 1}))
    assert [(rung.layer, rung.left) for rung in rungs if rung.is_next] == [(Layer.PAPERS, 1)]


@pytest.mark.parametrize(
    ("now", "before", "percent"), [(118, 100, 18), (50, 100, -50), (7, 9, None), (10, 10, 0)]
)
def test_a_change_is_told_only_where_it_means_something(
    now: int, before: int, percent: int | None
) -> None:
    assert change(now, before) == percent


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_every_bar_stays_in_the_drawing(values: list[int]) -> None:
    days = [(date(2026, 10, 1) + timedelta(days=n), value) for n, value in enumerate(values)]
    drawn = bars(days)
    assert [bar.value for bar in drawn] == values
    for bar in drawn:
        assert TOP <= bar.y <= FLOOR
        assert abs(bar.y + bar.height - FLOOR) < 0.2
    if any(values):
        assert max(bar.height for bar in drawn) == FLOOR - TOP
        assert sum(bar.is_labelled for bar in drawn) in {1, 2}
