"""What a job may be, when it is tried again, and when a schedule is due."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from catalog.kernel.clock import wib

Handler = Callable[..., None]
Argument = UUID | str | int | bool | Sequence["Argument"] | None
AnyHandler = TypeVar("AnyHandler", bound=Handler)

# After the first try, the second, …; once they are used up the job has failed.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LEASE = timedelta(
    minutes=15
)  # how long a worker may be silent about a job before it counts as dead
KEPT_DONE = timedelta(days=30)
KEPT_FAILED = timedelta(days=180)
KEPT_RUNS = timedelta(days=400)

_NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")  # a code, a date, a moment; never a text of people


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Trouble(Exception):
    """What a handler raises to say in its own words why it could not do its work.

    The text is kept and shown to officers: it holds no personal data.
    """


class GiveUp(Trouble):
    """… and that trying again is no use."""


@dataclass(frozen=True, slots=True)
class Daily:
    """A job that is due once a day, at an hour of the galleries' clock (WIB).

    After a time without a worker only the latest run is caught up: its handler looks at what is
    due by now, and does not depend on having run on each of the days before.
    """

    name: str
    at_hour_wib: int

    def last_due(self, now: datetime) -> datetime:
        """Return the latest moment, not after ``now``, at which this was due."""
        due = wib(now).replace(hour=self.at_hour_wib, minute=0, second=0, microsecond=0)
        return due if due <= now else due - timedelta(days=1)


def slow(handler: AnyHandler) -> AnyHandler:
    """Mark a handler that waits for others (a mail server, a decoder) while it works.

    It begins without a transaction and writes in short ones, ``with jobs.services.step(work):``, so
    that nobody else waits for it. All other handlers run inside one writing transaction, which is
    committed together with the news that the job is done.
    """
    handler.is_slow = True  # type: ignore[attr-defined]  # a mark on a function
    return handler


def is_slow(handler: Handler) -> bool:
    """Return whether a handler takes care of its own transactions."""
    return bool(getattr(handler, "is_slow", False))


def most_tries() -> int:
    """Return how often a job is tried before it has failed."""
    return len(PAUSES) + 1


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after this many tries; None once it is enough."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def check_name(name: str) -> None:
    """Raise ValueError unless this is ``feature.verb``."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"a job is named feature.verb, not {name!r}")


def pack(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    """Return arguments as JSON; ids, numbers and codes only, so that no row holds personal data."""
    return {key: _packed(key, value) for key, value in arguments.items()}


def _packed(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return {"id": str(value)}
    if isinstance(value, list | tuple):
        return [_packed(key, each) for each in value]
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return str(value)
    raise ValueError(f"the argument {key} of a job must be an id, a number or a code")


def unpack(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as they were given; lists come back for tuples."""
    return {key: _unpacked(value) for key, value in arguments.items()}


def _unpacked(value: object) -> object:
    if isinstance(value, dict):
        return UUID(value["id"])
    if isinstance(value, list):
        return [_unpacked(each) for each in value]
    return value
