"""What a vendor may say of itself, how long it may pause, who may be in its team."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MAX_TAGLINE = 120
MAX_STORY = 4000
MAX_CAPACITY = 200
MAX_PHOTOS = 8
MAX_CAPTION = 160
MAX_EXHIBITIONS = 30
FIRST_YEAR = 1800
MOST_WORKERS = 100_000
MOST_HOURS = 24 * 14
LONGEST_PAUSE = timedelta(days=366)
INVITATION_LIFETIME = timedelta(days=7)

TEAM_ROLES: Mapping[Role, str] = {
    Role.VENDOR: N_("Owner: may do everything"),
    Role.VENDOR_STAFF: N_("Staff: products, papers, sending to the curator"),
    Role.VENDOR_HELPER: N_("Helper: photographs and writes, sends nothing off"),
}
# In an address: /usaha/gabung/staf/…
TEAM_WORDS: Mapping[str, Role] = {
    "pemilik": Role.VENDOR,
    "staf": Role.VENDOR_STAFF,
    "pembantu": Role.VENDOR_HELPER,
}
CHANGED_MEANWHILE = N_(
    "Somebody else has saved this meanwhile. Your words are still here, theirs stand below: "
    "compare, then save again."
)


@dataclass(frozen=True, slots=True)
class Story:
    """What a vendor tells of itself; texts by language."""

    tagline: Mapping[str, str]
    story: Mapping[str, str]
    capacity: Mapping[str, str]
    since_year: int | None
    worker_count: int | None
    response_hours: int | None

    @property
    def mark(self) -> str:
        """Return a short mark that differs when anything in it differs."""
        return mark_of(
            {
                "tagline": dict(self.tagline),
                "story": dict(self.story),
                "capacity": dict(self.capacity),
                "numbers": [self.since_year, self.worker_count, self.response_hours],
            }
        )


def mark_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of plain values, to notice that somebody else has saved meanwhile."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_story(story: Story, today: date) -> None:
    """Raise RuleBroken at what cannot be."""
    if story.since_year is not None and not FIRST_YEAR <= story.since_year <= today.year:
        raise RuleBroken(
            N_("Write a year between 1800 and %(year)s."), field="since_year", year=today.year
        )
    if story.worker_count is not None and not 1 <= story.worker_count <= MOST_WORKERS:
        raise RuleBroken(N_("Count yourself too: at least 1."), field="worker_count")
    if story.response_hours is not None and not 1 <= story.response_hours <= MOST_HOURS:
        raise RuleBroken(N_("Write hours, from 1 to 336."), field="response_hours")


def check_pause(from_on: date, until_on: date | None, today: date) -> None:
    """Raise RuleBroken unless a pause ends after it begins, not in the past, within a year."""
    if until_on is None:
        return
    if until_on < from_on:
        raise RuleBroken(N_("The last day lies before the first."), field="until_on")
    if until_on < today:
        raise RuleBroken(N_("This pause is over already. Choose a later day."), field="until_on")
    if until_on - from_on > LONGEST_PAUSE:
        raise RuleBroken(N_("A pause lasts at most a year."), field="until_on")
