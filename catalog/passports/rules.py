"""What a passport may say of a product today, and the order of its history; pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from catalog.kernel.clock import WIB, wib_date
from catalog.kernel.text import LocalText

_CODE = re.compile(r"[0-9A-Za-z]{1,8}")
_MISREAD = str.maketrans("oil", "011")
MOST_EVENTS = 60


class Standing(StrEnum):
    """Where a product stands for whoever scans its tag."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"  # by the curators, because of an incident
    ARCHIVED = "archived"  # by its maker
    AWAY = "away"  # not shown at present, for a reason that is nobody's business


class Happening(StrEnum):
    """What a passport tells of a product's past; public facts only."""

    PUBLISHED = "published"
    HIDDEN = "hidden"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    VERIFIED = "verified"
    RENEWED = "renewed"
    EXPIRED = "expired"
    LAPSED = "lapsed"  # the paper was changed and waits to be checked again
    PRODUCT_CHANGED = "product_changed"  # the paper does not speak for it until looked at again
    PRODUCT_CHECKED = "product_checked"
    GRADED = "graded"
    READY = "ready"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``name`` is of a paper or market, ``who`` an office or gallery."""

    kind: Happening
    at: datetime
    name: LocalText = field(default_factory=LocalText)
    label: str = ""
    who: str = ""

    @property
    def on(self) -> date:
        """Return the day in Cirebon."""
        return wib_date(self.at)


@dataclass(frozen=True, slots=True)
class PaperLife:
    """What became of a paper that stood for a product once."""

    name: LocalText
    label: str
    is_renewal: bool
    verified: tuple[datetime, ...]
    verified_by: str
    ended: tuple[datetime, ...]
    valid_until: date | None
    changed: tuple[tuple[datetime, datetime | None], ...] = ()


def spellings(text: str) -> tuple[str, ...]:
    """Return the codes that somebody may have meant; none when it can be no code.

    Codes are Crockford's base32 in small letters: an o is a zero, an i or l a one.
    """
    if not _CODE.fullmatch(text):
        return ()
    small = text.lower()
    return tuple(dict.fromkeys((text, small, small.translate(_MISREAD))))


def standing(
    *, is_published: bool, is_archived: bool, is_vendor_active: bool, is_withdrawn: bool
) -> Standing:
    """Return where a product that once was public stands."""
    if not is_vendor_active:
        return Standing.AWAY
    if is_withdrawn:
        return Standing.WITHDRAWN
    if is_archived:
        return Standing.ARCHIVED
    return Standing.LIVE if is_published else Standing.AWAY


def of_paper(life: PaperLife, now: datetime) -> list[Event]:
    """Return what a paper's life tells of a product."""

    def told(kind: Happening, at: datetime, who: str = "") -> Event:
        return Event(kind, at, life.name, life.label, who)

    first, last = life.verified[:1], life.verified[-1:]
    began = Happening.RENEWED if life.is_renewal else Happening.VERIFIED
    events = [
        told(
            began if at in first else Happening.VERIFIED, at, life.verified_by if at in last else ""
        )
        for at in life.verified
    ]
    events += [told(Happening.LAPSED, at) for at in life.ended]
    for since, until in life.changed:
        events.append(told(Happening.PRODUCT_CHANGED, since))
        events += [told(Happening.PRODUCT_CHECKED, until)] if until else []
    over = _over(life)
    if over is not None and over <= now and not _is_after(life.ended, last, over):
        events.append(told(Happening.EXPIRED, over))
    return events


def _over(life: PaperLife) -> datetime | None:
    """Return the midnight in Cirebon with which a paper has run out."""
    if life.valid_until is None:
        return None
    return datetime.combine(life.valid_until + timedelta(days=1), time(), WIB)


def _is_after(ended: tuple[datetime, ...], verified: tuple[datetime, ...], over: datetime) -> bool:
    """Return whether the paper did not count any more when its date came."""
    last_end = max((at for at in ended if at <= over), default=None)
    return last_end is not None and not any(last_end < at <= over for at in verified)


def history(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return what has happened, the newest first; nothing twice, nothing of days to come."""
    past = [event for event in _plain(events) if event.at <= now]
    found = {(event.kind, event.at, event.label): event for event in past}
    order = list(Happening)
    return sorted(
        found.values(),
        key=lambda event: (event.at, order.index(event.kind), event.label),
        reverse=True,
    )[:MOST_EVENTS]


def _plain(events: Iterable[Event]) -> list[Event]:
    """Leave out what repeats the state that a product already had."""
    kept: list[Event] = []
    moves = (Happening.PUBLISHED, Happening.HIDDEN, Happening.ARCHIVED)
    last: Happening | None = None
    for event in sorted(events, key=lambda one: (one.at, list(Happening).index(one.kind))):
        if event.kind in moves:
            if event.kind is last:
                continue
            last = event.kind
        kept.append(event)
    return kept
