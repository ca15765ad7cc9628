"""When showcases show, and who stands on the first page, by the rules alone."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.clock import WIB
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases.rules.schedule import (
    Need,
    Readiness,
    Window,
    check_publishable,
    check_window,
    checks,
    preview_end,
    read_moment,
    read_time,
)
from catalog.showcases.rules.slots import Booking, Place, clashes, rank, standing

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FIELDS = ("starts_on", "starts_at")
MORNING = time(8, 0)

moments = st.none() | st.integers(-3, 3).map(lambda days: NOW + days * DAY)
windows = st.builds(Window, moments, moments)
asked = st.integers(-4, 4).map(lambda days: NOW + days * DAY)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        ("17-12-2026", "08.30", datetime(2026, 12, 17, 8, 30, tzinfo=WIB)),
        ("2026-12-17", "8:30", datetime(2026, 12, 17, 8, 30, tzinfo=WIB)),
        ("17 Des 2026", "0830", datetime(2026, 12, 17, 8, 30, tzinfo=WIB)),
        ("17/12/26", "pukul 9 WIB", datetime(2026, 12, 17, 9, 0, tzinfo=WIB)),
        ("17122026", "", datetime(2026, 12, 17, 8, 0, tzinfo=WIB)),
        ("", "", None),
    ],
)
def test_day_and_time_are_read_as_people_write_them_in_wib(
    day: str, at: str, expected: datetime | None
) -> None:
    assert read_moment(day, at, fields=FIELDS, default=MORNING) == expected


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [
        ("12-17-2026", "08.00", "starts_on"),
        ("17-12-2026", "24.00", "starts_at"),
        ("17-12-2026", "sore", "starts_at"),
        ("", "08.00", "starts_on"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(day: str, at: str, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_moment(day, at, fields=FIELDS, default=MORNING)
    assert broken.value.field == field


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_a_broken_rule(typed: str) -> None:
    with suppress(RuleBroken):
        assert isinstance(read_time(typed), time)


@pytest.mark.parametrize(
    ("window", "is_good"),
    [
        (Window(), True),
        (Window(NOW + DAY, NOW + 2 * DAY), True),
        (Window(NOW - DAY, NOW + HOUR), True),
        (Window(NOW + 2 * DAY, NOW + DAY), False),
        (Window(NOW + DAY, NOW + DAY), False),
        (Window(None, NOW), False),
    ],
)
def test_a_window_lies_ahead_and_ends_after_it_begins(window: Window, *, is_good: bool) -> None:
    if is_good:
        check_window(window, NOW)
        return
    with pytest.raises(RuleBroken) as broken:
        check_window(window, NOW)
    assert broken.value.field == "ends_on"


READY = {
    "title": LocalText(id="Siap", en="Ready"),
    "lead": LocalText(id="Kata", en="Words"),
    "has_cover": True,
    "cover_alt": LocalText(id="Kain biru", en="Blue cloth"),
    "visible_items": 1,
    "missing_english": 0,
}


@pytest.mark.parametrize(
    ("lacks", "need"),
    [
        ({}, None),
        ({"title": LocalText(en="Ready")}, Need.TITLE),
        ({"lead": LocalText()}, Need.LEAD),
        ({"has_cover": False}, Need.COVER),
        ({"cover_alt": LocalText()}, Need.ALT),
        ({"visible_items": 0}, Need.ITEM),
        ({"missing_english": 3}, Need.ENGLISH),
    ],
)
def test_a_showcase_shows_once_all_is_there(lacks: dict[str, object], need: Need | None) -> None:
    facts = Readiness(**(READY | lacks))  # type: ignore[arg-type]  # of a table
    assert [each.need for each in checks(facts) if not each.is_met] == ([need] if need else [])
    if need in {None, Need.ENGLISH}:
        check_publishable(facts, without_english=need is not None)
    if need is not None:
        with pytest.raises(RuleBroken):
            check_publishable(facts, without_english=need is not Need.ENGLISH)


def test_a_preview_ends_after_its_days() -> None:
    assert preview_end(NOW, 14) == NOW + 14 * DAY
    for days in (0, 61):
        with pytest.raises(RuleBroken):
            preview_end(NOW, days)


bookings = st.lists(
    st.builds(
        Booking,
        id=st.uuids(),
        place=st.sampled_from(Place),
        window=windows,
        position=st.integers(0, 2),
        showcase_id=st.sampled_from([UUID(int=n) for n in range(4)]),
        is_readable=st.booleans(),
    ),
    max_size=7,
    unique_by=lambda each: each.id,
)


@given(bookings, asked)
def test_a_place_holds_the_first_of_those_who_may_stand_there(
    found: list[Booking], now: datetime
) -> None:
    stands = standing(found, now)
    for place, each in stands.items():
        assert each.place is place
        assert each.is_readable
        assert each.window.holds(now)
    showcases = [each.showcase_id for each in stands.values()]
    assert len(showcases) == len(set(showcases))  # a showcase stands once
    above: set[UUID] = set()
    for place in Place:
        may = [
            each
            for each in found
            if each.place is place
            and each.is_readable
            and each.window.holds(now)
            and each.showcase_id not in above
        ]
        assert stands.get(place) == (min(may, key=rank) if may else None)
        above |= {stands[place].showcase_id} if place in stands else set()


@given(bookings)
def test_two_clash_when_some_moment_belongs_to_both(found: list[Booking]) -> None:
    said = {frozenset((each.shown.id, each.behind.id)) for each in clashes(found)}
    # Windows turn at whole days; half a day after any turn tells all moments between.
    ticks = [NOW + days * DAY + 12 * HOUR for days in range(-5, 5)]
    shared = {
        frozenset((one.id, other.id))
        for one in found
        for other in found
        if one.id < other.id
        and one.place is other.place
        and any(one.window.holds(at) and other.window.holds(at) for at in ticks)
    }
    assert shared <= said
    empty = {each.id for each in found if not any(each.window.holds(at) for at in ticks)}
    assert all(pair & empty for pair in said - shared)
