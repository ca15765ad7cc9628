"""What waits in the one queue, how long it may, and what is asked of the list; pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any, TypeVar
from uuid import UUID

from catalog.kernel.text import N_

PAGE = 30
Choice = TypeVar("Choice", bound=StrEnum)


class Kind(StrEnum):
    """What can wait; the values stand in addresses."""

    REGISTRATION = "usaha"
    CLAIM = "klaim"
    APPLICATION = "gabung"
    PAPER = "izin"
    REOPENED = "resep"
    PRODUCT = "produk"
    CHANGE = "perubahan"
    CROSSING = "titip"

    @property
    def key(self) -> str:
        """Return the name of its limit: ``due_`` and this."""
        return self.name.lower()


NAMES: Mapping[Kind, str] = {
    Kind.REGISTRATION: N_("New business"),
    Kind.CLAIM: N_("Claim"),
    Kind.APPLICATION: N_("Wants to join a gallery"),
    Kind.PAPER: N_("Paper"),
    Kind.REOPENED: N_("Changed recipe"),
    Kind.PRODUCT: N_("New product"),
    Kind.CHANGE: N_("Change of a live product"),
    Kind.CROSSING: N_("For the other gallery"),
}
PLURALS: Mapping[Kind, str] = {
    Kind.REGISTRATION: N_("New businesses"),
    Kind.CLAIM: N_("Claims"),
    Kind.APPLICATION: N_("Wishes to join"),
    Kind.PAPER: N_("Papers"),
    Kind.REOPENED: N_("Changed recipes"),
    Kind.PRODUCT: N_("New products"),
    Kind.CHANGE: N_("Changes"),
    Kind.CROSSING: N_("For the other gallery"),
}
# Under which kind a thing is held and given to somebody.
HELD: Mapping[Kind, str] = {
    Kind.REGISTRATION: "vendor",
    Kind.CLAIM: "vendor",
    Kind.APPLICATION: "vendor",
    Kind.PAPER: "paper",
    Kind.REOPENED: "reopened",
    Kind.PRODUCT: "product",
    Kind.CHANGE: "product",
    Kind.CROSSING: "crossing",
}


class Pace(StrEnum):
    """How a thing stands to its limit; the values stand in addresses."""

    FRESH = "baru"
    SOON = "segera"  # a third of the time is left, or less
    LATE = "lewat"


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has waited, and until when it should have been seen to."""

    hours: int
    due_at: datetime
    pace: Pace
    days_left: int  # until it is due; negative once it is late, in days begun

    @property
    def days(self) -> int:
        """Return the whole days that it has waited."""
        return self.hours // 24


def age(since: datetime, now: datetime, days: int) -> Age:
    """Return how long something has waited that should be seen to within so many days."""
    limit = timedelta(days=days)
    due_at = since + limit
    left = due_at - now
    pace = Pace.LATE if left <= timedelta(0) else Pace.FRESH
    if timedelta(0) < left <= limit / 3:
        pace = Pace.SOON
    waited = max(0, int((now - since).total_seconds() // 3600))
    in_days = left / timedelta(days=1)
    return Age(waited, due_at, pace, ceil(in_days) if in_days > 0 else -ceil(-in_days))


def border(pace: Pace, now: datetime, days: int) -> tuple[datetime | None, datetime | None]:
    """Return (after, until): things that came in after the one and until the other have this pace.

    The twin of ``age``, for the database.
    """
    limit = timedelta(days=days)
    late, soon = now - limit, now - limit + limit / 3
    match pace:
        case Pace.LATE:
            return None, late
        case Pace.SOON:
            return late, soon
    return soon, None


class Who(StrEnum):
    """Whose things are asked for; the values stand in addresses."""

    MINE = "saya"
    NOBODY = "bebas"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks the queue for; empty values ask for everything.

    ``given_to`` is whom a thing was given to, ``held_by`` who has it open just now.
    """

    kind: Kind | None = None
    gallery: str = ""  # slug
    category: str = ""  # slug
    pace: Pace | None = None
    given_to: Who | UUID | None = None
    held_by: Who | None = None

    def query(self, **changed: object) -> dict[str, Any]:
        """Return the address's part of it, with some of it changed; empty values are left out."""
        values: dict[str, object] = {
            "jenis": self.kind,
            "galeri": self.gallery,
            "kategori": self.category,
            "umur": self.pace,
            "tugas": self.given_to,
            "pegang": self.held_by,
        }
        return {name: str(value) for name, value in (values | changed).items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the kind is asked for."""
        return bool(self.query(jenis=None))


def wanted(values: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what nobody knows asks for nothing."""
    return Wanted(
        kind=_one(Kind, values.get("jenis", "")),
        gallery=values.get("galeri", "")[:80],
        category=values.get("kategori", "")[:80],
        pace=_one(Pace, values.get("umur", "")),
        given_to=_one(Who, values.get("tugas", "")) or _uuid(values.get("tugas", "")),
        held_by=_one(Who, values.get("pegang", "")),
    )


def _one(choices: type[Choice], text: str) -> Choice | None:
    return next((each for each in choices if each == text), None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
