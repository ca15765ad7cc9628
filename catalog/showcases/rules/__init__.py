"""What a showcase is made of, when it can be read, and what it may show."""

from catalog.showcases.rules.phases import (
    Layout,
    Phase,
    ShowcaseFacts,
    ShowcaseStatus,
    is_public,
    phase,
)

__all__ = ["Layout", "Phase", "ShowcaseFacts", "ShowcaseStatus", "is_public", "phase"]
