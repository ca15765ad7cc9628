"""What people type and pick about export readiness."""

from catalog.export.forms.deciding import ClaimForm, ConfirmForm, RefuseForm
from catalog.export.forms.rules import ActivateForm, EndForm, Lists, RuleForm

__all__ = [
    "ActivateForm",
    "ClaimForm",
    "ConfirmForm",
    "EndForm",
    "Lists",
    "RefuseForm",
    "RuleForm",
]
