"""When a showcase can be read, and what it is made of."""

from catalog.showcases.rules.phases import (
    Layout,
    Phase,
    ShowcaseFacts,
    ShowcaseKind,
    ShowcaseStatus,
    VersionKind,
    is_public,
    phase,
)

__all__ = [
    "Layout",
    "Phase",
    "ShowcaseFacts",
    "ShowcaseKind",
    "ShowcaseStatus",
    "VersionKind",
    "is_public",
    "phase",
]
