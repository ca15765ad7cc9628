"""What makers claim and officers confirm."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from catalog.export.forms.fields import CHOOSE, Most, Pick, read_date
from catalog.export.services.confirming import MOST_WORDS, Evidence
from catalog.kernel.text import N_, clean_line
from catalog.web.forms import CatalogForm

Choices = Sequence[tuple[str, str]]


class ConfirmForm(CatalogForm):
    """What an officer has seen."""

    market = HiddenField()
    fact = Pick(N_("What have you seen"), [InputRequired(CHOOSE)])
    evidence = TextAreaField(N_("What you saw, and where"), [Most(MOST_WORDS)])
    valid_until = StringField(N_("Counts until"), [Most(40)])

    def offer(self, facts: Choices) -> "ConfirmForm":
        """Fill the list of what the rules of this market ask officers for."""
        self.fact.choices = [("", gettext("Choose")), *facts]
        return self

    def evidence_of(self) -> Evidence | None:
        """Return what was typed; None when the date cannot be read, which is marked."""
        day = read_date(self, "valid_until")
        if self.valid_until.errors:
            return None
        return Evidence(clean_line(self.evidence.data or ""), day)


class RefuseForm(CatalogForm):
    """Why something is not accepted, or taken back."""

    reason = StringField(N_("Why not"), [Most(MOST_WORDS)])


class ClaimForm(CatalogForm):
    """A maker says that something is done; an officer looks."""

    market = HiddenField()
    fact = HiddenField()
    note = StringField(N_("Where can the officer see it"), [Most(MOST_WORDS)])
