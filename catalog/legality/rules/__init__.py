"""When papers earn badges, what their numbers say, and which papers a goal asks for; pure."""

from catalog.legality.rules.documents import (
    DocumentFacts,
    DocumentState,
    Scope,
    Standing,
    covers,
    earns_badge,
    is_decree,
    is_valid,
    is_valid_for,
    mask_number,
    standing,
)
from catalog.legality.rules.wallet import (
    EventKind,
    FileKind,
    FilePurpose,
    PaperDraft,
    PaperState,
    Stage,
)

__all__ = [
    "DocumentFacts",
    "DocumentState",
    "EventKind",
    "FileKind",
    "FilePurpose",
    "PaperDraft",
    "PaperState",
    "Scope",
    "Stage",
    "Standing",
    "covers",
    "earns_badge",
    "is_decree",
    "is_valid",
    "is_valid_for",
    "mask_number",
    "standing",
]
