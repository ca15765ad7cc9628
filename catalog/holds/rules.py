"""When a hold is stale, and what pages say of one; pure functions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

STALE_AFTER = timedelta(minutes=15)  # without a sign of life
MAX_KIND = 20


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody has this open since ``since_at``; ``name`` is empty once their account is gone."""

    person_id: UUID
    name: str
    since_at: datetime

    def is_of(self, person_id: UUID | None) -> bool:
        """Return whether it is this person's own."""
        return self.person_id == person_id


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody was asked to see to this."""

    person_id: UUID
    name: str
    given_at: datetime


def is_stale(seen_at: datetime, now: datetime) -> bool:
    """Return whether a hold no longer counts: its holder gave no sign of life for too long."""
    return seen_at <= now - STALE_AFTER
