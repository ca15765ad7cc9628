"""When a hold is stale, and what pages say of one; pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

STALE_AFTER = timedelta(minutes=15)  # without a sign of life
MAX_KIND = 20
# What an address may say of the queue that an officer came from; nothing else is carried along.
QUEUE_FILTERS = ("jenis", "galeri", "kategori", "umur", "tugas", "pegang")


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


def queue_filters(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the filters of the queue among the parts of an address."""
    return {name: values[name][:80] for name in QUEUE_FILTERS if values.get(name)}
