"""When a showcase shows: what people type, what must be there first, when pages turn."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from catalog.kernel.clock import WIB
from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText, clean_line

PREVIEW_DAYS = 14
MOST_PREVIEW_DAYS = 60
MOST_CLOSING = 600  # characters of the notice on an ended showcase
LEAST_REASON = 10
MOST_REASON = 300
_TIME = re.compile(r"(?:pukul|jam|at)?\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:wib)?", re.IGNORECASE)
_HOURS, _MINUTES = 24, 60
BAD_TIME = N_("Write the time as hours and minutes, for example 08.00.")


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when something shows; an open end lasts."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Return whether ``now`` lies inside; the end itself does not."""
        has_begun = self.starts_at is None or self.starts_at <= now
        return has_begun and (self.ends_at is None or now < self.ends_at)

    def meets(self, other: "Window") -> bool:
        """Return whether both show at some moment."""
        return not (
            _before(self.ends_at, other.starts_at) or _before(other.ends_at, self.starts_at)
        )


def _before(end: datetime | None, start: datetime | None) -> bool:
    return end is not None and start is not None and end <= start


class Need(StrEnum):
    """What is looked at before a showcase shows."""

    TITLE = "title"
    LEAD = "lead"
    COVER = "cover"
    ALT = "alt"
    ITEM = "item"
    ENGLISH = "english"


NEEDS = {
    Need.TITLE: N_("It has a title in Indonesian"),
    Need.LEAD: N_("It has an introduction in Indonesian"),
    Need.COVER: N_("It has a cover picture"),
    Need.ALT: N_("The cover is described for those who cannot see it"),
    Need.ITEM: N_("At least one piece shows"),
    Need.ENGLISH: N_("Everything is there in English"),
}
MISSING = {
    Need.TITLE: N_("Write a title in Indonesian first."),
    Need.LEAD: N_("Write an introduction in Indonesian first."),
    Need.COVER: N_("Choose a cover picture first."),
    Need.ALT: N_("Describe the cover picture first: what can be seen on it?"),
    Need.ITEM: N_("Not one piece would show. Add pieces, or look why those chosen are hidden."),
    Need.ENGLISH: N_("English texts are missing. Write them, or tick that it may show without."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What stands in the working copy of a showcase, counted."""

    title: LocalText
    lead: LocalText
    has_cover: bool
    cover_alt: LocalText
    visible_items: int
    missing_english: int  # texts that exist in Indonesian only


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before a showcase shows."""

    need: Need
    is_met: bool
    is_needed: bool  # without it the showcase cannot show

    @property
    def words(self) -> str:
        """Return the msgid that says it."""
        return NEEDS[self.need]


def checks(facts: Readiness) -> tuple[Check, ...]:
    """Return the list, in the order in which a curator works."""
    met = {
        Need.TITLE: facts.title.has("id"),
        Need.LEAD: facts.lead.has("id"),
        Need.COVER: facts.has_cover,
        Need.ALT: facts.cover_alt.has("id"),
        Need.ITEM: facts.visible_items > 0,
        Need.ENGLISH: facts.missing_english == 0,
    }
    return tuple(Check(need, met[need], need is not Need.ENGLISH) for need in Need)


def check_publishable(facts: Readiness, *, without_english: bool) -> None:
    """Raise RuleBroken, naming the first thing that is missing, unless it can show."""
    for check in checks(facts):
        if not check.is_met and (check.is_needed or not without_english):
            at = "without_english" if check.need is Need.ENGLISH else None
            raise RuleBroken(MISSING[check.need], field=at)


def check_window(window: Window, now: datetime) -> None:
    """Raise RuleBroken unless there is a time ahead in which it shows."""
    if window.ends_at is None:
        return
    if window.ends_at <= now:
        raise RuleBroken(N_("The end has passed. Choose a later day or time."), field="ends_on")
    if window.starts_at is not None and window.ends_at <= window.starts_at:
        raise RuleBroken(N_("The end must come after the start."), field="ends_on")


def read_time(typed: str) -> time:
    """Return the time of day that someone typed: ``08.00``, ``8:30``, ``0830``, ``pukul 8``."""
    found = _TIME.fullmatch(clean_line(typed))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (_HOURS, 0)
    if hour >= _HOURS or minute >= _MINUTES:
        raise RuleBroken(BAD_TIME)
    return time(hour, minute)


def read_moment(day: str, at: str, *, fields: tuple[str, str], default: time) -> datetime | None:
    """Return the moment (WIB) of a typed day and time; None when no day was typed.

    Without a time it is ``default``. RuleBroken names the field of ``fields`` (day, time).
    """
    if not day.strip():
        if at.strip():
            raise RuleBroken(N_("Write the day too."), field=fields[0])
        return None
    try:
        date = parse_date(day)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=fields[0], **error.values) from error
    try:
        clock = read_time(at) if at.strip() else default
    except RuleBroken as error:
        raise RuleBroken(error.message, field=fields[1]) from error
    return datetime.combine(date, clock, tzinfo=WIB)


def preview_end(now: datetime, days: int) -> datetime:
    """Return when a preview link that is made now ends."""
    if not 1 <= days <= MOST_PREVIEW_DAYS:
        raise RuleBroken(
            N_("A link holds from 1 to %(most)s days."), field="days", most=MOST_PREVIEW_DAYS
        )
    return now + timedelta(days=days)
