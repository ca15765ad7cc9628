"""What rows of the demo refer to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

SOURCE = "demo"


@dataclass(frozen=True, slots=True)
class Book:
    """What rows of the demo refer to, by the names that the files use."""

    images: Mapping[str, UUID]
    galleries: Mapping[str, UUID]
    categories: Mapping[str, UUID]
    terms: Mapping[str, UUID]
    today: date

    def day(self, offset: int | None) -> date | None:
        """Return the date so many days from today; None stays None."""
        return None if offset is None else self.today + timedelta(days=offset)
