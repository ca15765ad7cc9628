"""When a showcase can be read, and when it is an archive."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ShowcaseStatus(StrEnum):
    """What the curators decided; the dates do the rest."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Layout(StrEnum):
    """How a section stands on the page."""

    FEATURE = "feature"
    GRID = "grid"
    QUOTE = "quote"


class Phase(StrEnum):
    """Where a showcase stands at a moment."""

    HIDDEN = "hidden"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ShowcaseFacts:
    """What decides about the phase."""

    status: ShowcaseStatus
    starts_at: datetime | None
    ends_at: datetime | None


def phase(facts: ShowcaseFacts, now: datetime) -> Phase:
    """Return the phase at ``now`` (aware); an ended showcase stays readable as an archive."""
    if facts.status is not ShowcaseStatus.PUBLISHED:
        return Phase.HIDDEN
    if facts.starts_at is not None and now < facts.starts_at:
        return Phase.SCHEDULED
    if facts.ends_at is not None and now >= facts.ends_at:
        return Phase.ENDED
    return Phase.RUNNING


def is_public(facts: ShowcaseFacts, now: datetime) -> bool:
    """Return whether anyone may read it."""
    return phase(facts, now) in {Phase.RUNNING, Phase.ENDED}
