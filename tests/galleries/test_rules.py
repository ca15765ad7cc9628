"""Opening hours: open, closed, and when the doors open next."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.galleries.rules import DayGroup, Opening, day_groups, is_open, standing
from catalog.kernel.clock import wib

NINE, NOON, ONE, FOUR = time(9), time(12), time(13), time(16)
WEEKDAYS = [Opening(weekday, NINE, FOUR) for weekday in range(5)]
SUNDAY_TEN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MONDAY_TEN = SUNDAY_TEN + timedelta(days=1)


def test_an_open_gallery_says_until_when() -> None:
    now = standing(WEEKDAYS, [], MONDAY_TEN)
    assert (now.is_open, now.until) == (True, FOUR)


@pytest.mark.parametrize(
    ("moment", "next_on", "next_at"),
    [
        (MONDAY_TEN - timedelta(hours=2), date(2026, 11, 23), NINE),  # before opening
        (MONDAY_TEN + timedelta(hours=6), date(2026, 11, 24), NINE),  # closing time is closed
        (SUNDAY_TEN, date(2026, 11, 23), NINE),
        (SUNDAY_TEN - timedelta(days=2, hours=-8), date(2026, 11, 23), NINE),  # Friday evening
    ],
)
def test_closed_doors_say_when_they_open(moment: datetime, next_on: date, next_at: time) -> None:
    now = standing(WEEKDAYS, [], moment)
    assert (now.is_open, now.next_on, now.next_at) == (False, next_on, next_at)


def test_a_holiday_wins_over_the_hours_and_is_skipped() -> None:
    monday = date(2026, 11, 23)
    now = standing(WEEKDAYS, [monday], MONDAY_TEN)
    assert (now.is_open, now.is_holiday, now.today) == (False, True, ())
    assert now.next_on == date(2026, 11, 24)


def test_a_lunch_break_is_closed_until_the_afternoon() -> None:
    split = [Opening(0, ONE, FOUR), Opening(0, NINE, NOON)]
    at_noon = MONDAY_TEN + timedelta(hours=2, minutes=30)
    now = standing(split, [], at_noon)
    assert (now.is_open, now.next_on, now.next_at) == (False, wib(at_noon).date(), ONE)
    assert [span.opens for span in now.today] == [NINE, ONE]


def test_a_gallery_without_hours_promises_nothing() -> None:
    now = standing([], [], MONDAY_TEN)
    assert (now.is_open, now.next_on, now.next_at) == (False, None, None)


def test_equal_days_are_read_together() -> None:
    saturday = Opening(5, NINE, NOON)
    assert day_groups([saturday, *WEEKDAYS]) == [
        DayGroup(0, 4, ((NINE, FOUR),)),
        DayGroup(5, 5, ((NINE, NOON),)),
    ]


spans = st.builds(
    lambda weekday, hour, length: Opening(weekday, time(hour), time(min(hour + length, 23))),
    st.integers(0, 6),
    st.integers(0, 20),
    st.integers(1, 8),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # made aware by timezones


@given(st.lists(spans, max_size=10), st.lists(st.dates(), max_size=3), moments)
def test_what_is_promised_comes_true(
    openings: list[Opening], holidays: list[date], moment: datetime
) -> None:
    now = standing(openings, holidays, moment)
    assert now.is_open is is_open(openings, holidays, moment)
    if now.next_on is not None and now.next_at is not None:
        promised = datetime.combine(now.next_on, now.next_at, wib(moment).tzinfo)
        assert promised > moment
        assert is_open(openings, holidays, promised)
