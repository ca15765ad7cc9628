"""What people type and send about papers."""

from catalog.legality.forms.deciding import DecisionForm
from catalog.legality.forms.papers import PaperForm, ReopenedForm, version_of
from catalog.legality.forms.uploads import Uploads, received, store

__all__ = [
    "DecisionForm",
    "PaperForm",
    "ReopenedForm",
    "Uploads",
    "received",
    "store",
    "version_of",
]
