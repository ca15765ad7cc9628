"""The shape of what curators type about showcases; their words are in ``rules.editing``."""

from catalog.showcases.forms.publishing import (
    CommentForm,
    LinkForm,
    OverrideForm,
    PlanForm,
    RemarkForm,
    SlotForm,
    choices,
)
from catalog.showcases.forms.starting import MAX_SLUG, NewForm

__all__ = [
    "MAX_SLUG",
    "CommentForm",
    "LinkForm",
    "NewForm",
    "OverrideForm",
    "PlanForm",
    "RemarkForm",
    "SlotForm",
    "choices",
]
