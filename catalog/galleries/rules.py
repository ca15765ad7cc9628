"""Opening hours as data: what is open at a given moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from catalog.kernel.clock import wib


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of one weekday (0 = Monday), in WIB."""

    weekday: int
    opens: time
    closes: time


def is_open(openings: Iterable[Opening], closed_on: Iterable[date], moment: datetime) -> bool:
    """Return whether the gallery is open at ``moment`` (aware); holidays win over hours."""
    local = wib(moment)
    if local.date() in set(closed_on):
        return False
    return any(
        span.weekday == local.weekday() and span.opens <= local.time() < span.closes
        for span in openings
    )
