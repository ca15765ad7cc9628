"""What a vendor may be, and which facts of it are public."""

from datetime import date
from enum import StrEnum


class VendorStatus(StrEnum):
    """Whether a vendor's window is open to the public."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class TextState(StrEnum):
    """Where a translation comes from."""

    MACHINE = "machine"
    HUMAN = "human"


# Lower ends of the bands in which a number of workers is told.
_BANDS = (1, 2, 5, 10, 20, 50)


def is_paused(from_on: date | None, until_on: date | None, today: date) -> bool:
    """Return whether a vendor is on holiday; without an end it lasts until it is lifted."""
    return from_on is not None and from_on <= today and (until_on is None or today <= until_on)


def workers_band(count: int | None) -> tuple[int, int | None] | None:
    """Return the band (from, to) that holds this number of workers; an exact one is private."""
    if not count or count < 1:
        return None
    low = max(start for start in _BANDS if start <= count)
    higher = [start for start in _BANDS if start > low]
    return low, higher[0] - 1 if higher else None


def monogram(name: str) -> str:
    """Return up to two letters for a name: those of its last two words."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in words[-2:]] if len(words) > 1 else list(name.strip()[:2])
    return "".join(letters).upper()
