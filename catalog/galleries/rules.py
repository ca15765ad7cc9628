"""Opening hours as data: what is open at a given moment, and when the doors open next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from catalog.kernel.clock import wib

DAYS = 7
_LOOK_AHEAD = 21  # days: longer than any holiday, so "opens again on …" is found or unknown


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of one weekday (0 = Monday), in WIB."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Standing:
    """A gallery at a moment of the day ``on``, in WIB.

    ``next_on`` and ``next_at`` say when closed doors open.
    """

    on: date
    is_open: bool
    is_holiday: bool
    today: tuple[Opening, ...]
    until: time | None = None
    next_on: date | None = None
    next_at: time | None = None


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Neighbouring weekdays (``first`` to ``last``, 0 = Monday) with the same spans."""

    first: int
    last: int
    spans: tuple[tuple[time, time], ...]


def is_open(openings: Iterable[Opening], closed_on: Iterable[date], moment: datetime) -> bool:
    """Return whether the gallery is open at ``moment`` (aware); holidays win over hours."""
    local = wib(moment)
    if local.date() in set(closed_on):
        return False
    return any(
        span.weekday == local.weekday() and span.opens <= local.time() < span.closes
        for span in openings
    )


def standing(openings: Sequence[Opening], closed_on: Iterable[date], moment: datetime) -> Standing:
    """Return whether the gallery is open at ``moment`` (aware), until when, or when again."""
    local, closed = wib(moment), frozenset(closed_on)
    today = _spans_on(openings, closed, local.date())
    current = next((span for span in today if span.opens <= local.time() < span.closes), None)
    if current is not None:
        return Standing(
            on=local.date(), is_open=True, is_holiday=False, today=today, until=current.closes
        )
    later = next((span for span in today if span.opens > local.time()), None)
    coming = (local.date(), later) if later else _next_day(openings, closed, local.date())
    return Standing(
        on=local.date(),
        is_open=False,
        is_holiday=local.date() in closed,
        today=today,
        next_on=coming[0] if coming else None,
        next_at=coming[1].opens if coming else None,
    )


def day_groups(openings: Iterable[Opening]) -> list[DayGroup]:
    """Return the week from Monday, equal neighbouring days joined; closed days are left out."""
    known = tuple(openings)
    spans = [
        tuple(sorted((span.opens, span.closes) for span in known if span.weekday == weekday))
        for weekday in range(DAYS)
    ]
    groups = []
    for hours, days in groupby(range(DAYS), key=spans.__getitem__):
        found = list(days)
        if hours:
            groups.append(DayGroup(found[0], found[-1], hours))
    return groups


def _spans_on(
    openings: Iterable[Opening], closed: frozenset[date], day: date
) -> tuple[Opening, ...]:
    if day in closed:
        return ()
    found = (span for span in openings if span.weekday == day.weekday())
    return tuple(sorted(found, key=lambda span: span.opens))


def _next_day(
    openings: Sequence[Opening], closed: frozenset[date], today: date
) -> tuple[date, Opening] | None:
    for step in range(1, _LOOK_AHEAD):
        day = today + timedelta(days=step)
        spans = _spans_on(openings, closed, day)
        if spans:
            return day, spans[0]
    return None
