"""Places on the first page, who stands in them when, and where two want the same one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.rules.schedule import Window

MOST_WORDS = 120
MOST_ALT = 200


class Place(StrEnum):
    """A place on the first page."""

    HERO = "hero"
    SECOND = "second"
    BANNER = "banner"


PLACE_NAMES = {
    Place.HERO: N_("Large showcase"),
    Place.SECOND: N_("Second showcase"),
    Place.BANNER: N_("Banner"),
}
PLACE_HINTS = {
    Place.HERO: N_("The large picture below the categories. Empty: the first running showcase."),
    Place.SECOND: N_("A smaller one beside it. Empty: the next running showcase."),
    Place.BANNER: N_("One line with a picture above the new products. Empty: no banner."),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Booking:
    """A showcase in a place for a time; a lower ``position`` goes first."""

    id: UUID
    place: Place
    window: Window
    position: int
    showcase_id: UUID
    is_readable: bool = True  # the showcase runs at the moment that is asked about


@dataclass(frozen=True, slots=True)
class Clash:
    """Two bookings of one place that share a time; the first one is shown then."""

    shown: Booking
    behind: Booking


def rank(booking: Booking) -> tuple[int, float, UUID]:
    """Return what goes first: the curators' order, then what began last."""
    began = booking.window.starts_at or _EPOCH
    return booking.position, -began.timestamp(), booking.id


def standing(bookings: Iterable[Booking], now: datetime) -> dict[Place, Booking]:
    """Return who stands where at ``now``; a place that nobody holds is left out.

    A showcase stands in one place only: the most prominent one.
    """
    found: dict[Place, Booking] = {}
    taken: set[UUID] = set()
    for place in Place:
        here = [
            each
            for each in bookings
            if each.place is place
            and each.is_readable
            and each.window.holds(now)
            and each.showcase_id not in taken
        ]
        if here:
            found[place] = min(here, key=rank)
            taken.add(found[place].showcase_id)
    return found


def clashes(bookings: Sequence[Booking]) -> list[Clash]:
    """Return every two bookings of one place that share a time."""
    ordered = sorted(bookings, key=lambda each: (list(Place).index(each.place), *rank(each)))
    return [
        Clash(first, second)
        for first, second in combinations(ordered, 2)
        if first.place is second.place and first.window.meets(second.window)
    ]


def check_booking(window: Window, now: datetime) -> None:
    """Raise RuleBroken unless a booking has a time ahead."""
    if window.starts_at is None:
        raise RuleBroken(N_("Say from which day."), field="starts_on")
    if window.ends_at is not None and window.ends_at <= window.starts_at:
        raise RuleBroken(N_("The end must come after the start."), field="ends_on")
    if window.ends_at is not None and window.ends_at <= now:
        raise RuleBroken(N_("The end has passed. Choose a later day or time."), field="ends_on")
