"""Tables of showcases."""

from catalog.showcases.models.core import (
    Showcase,
    ShowcaseDraft,
    ShowcaseItem,
    ShowcasePhoto,
    ShowcaseSection,
    ShowcaseVersion,
)
from catalog.showcases.models.publishing import (
    HomeSlot,
    ShowcaseAbsence,
    ShowcaseComment,
    ShowcaseOverride,
    ShowcasePreview,
    ShowcaseRun,
)

__all__ = [
    "HomeSlot",
    "Showcase",
    "ShowcaseAbsence",
    "ShowcaseComment",
    "ShowcaseDraft",
    "ShowcaseItem",
    "ShowcaseOverride",
    "ShowcasePhoto",
    "ShowcasePreview",
    "ShowcaseRun",
    "ShowcaseSection",
    "ShowcaseVersion",
]
