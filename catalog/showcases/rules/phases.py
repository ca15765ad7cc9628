"""When a showcase can be read, and when it is an archive."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ShowcaseStatus(StrEnum):
    """What the curators decided; the dates do the rest."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ShowcaseKind(StrEnum):
    """What a showcase promises: a story, or goods that are ready for a market."""

    STORY = "story"
    EXPORT = "export"


class VersionKind(StrEnum):
    """Why a state of a showcase was kept."""

    AUTO = "auto"  # from time to time, and when another curator takes over
    NAMED = "named"
    PUBLISHED = "published"
    RESTORED = "restored"  # what stood there before an older state came back


class Layout(StrEnum):
    """What a section is, and so how it stands on the page."""

    TEXT = "text"
    FEATURE = "feature"
    GRID = "grid"
    CAROUSEL = "carousel"
    SEARCH = "search"
    VENDOR = "vendor"
    MAP = "map"
    QUOTE = "quote"
    CALL = "call"
    VIDEO = "video"


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
