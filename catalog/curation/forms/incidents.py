"""What an officer writes of an incident, and a vendor or officer of what was done."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from catalog.curation.rules import incidents as rules
from catalog.curation.rules.incidents import Draft
from catalog.curation.rules.words import INCIDENT_NAMES, SEVERITY_NAMES, IncidentKind, Severity
from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.forms.papers import SelectMultipleChecks
from catalog.web.forms import CatalogForm

CHOOSE = N_("Choose one of these.")
_TOO_LONG = N_("Shorten this to %(max)d characters.")
Choices = Sequence[tuple[UUID, str]]


class AtMost:
    """Limits a text, and says by how much it may be long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401  # WTForms has no types
        """Raise when the text is too long."""
        if len(field.data or "") > self.most:
            raise ValidationError(gettext(_TOO_LONG, max=self.most))


class IncidentForm(CatalogForm):
    """A complaint or a recall."""

    kind = SelectField(N_("What is it"), validate_choice=False)
    severity = RadioField(N_("How grave"), [InputRequired(CHOOSE)])
    covers_all = BooleanField(N_("All goods of this business"))
    products = SelectMultipleChecks(N_("Which products"))
    text = TextAreaField(N_("What happened"), [AtMost(rules.MOST_TEXT)])
    told = TextAreaField(N_("What the vendor has to do first"), [AtMost(rules.MOST_TEXT)])
    due_on = StringField(N_("Answer by"), [AtMost(40)])
    photo = FileField(N_("Photo that shows it"))
    withdraws = BooleanField(N_("Take the goods down now"))

    def offer(self, goods: Choices) -> "IncidentForm":
        """Fill the lists to pick from."""
        self.kind.choices = [(one.value, gettext(text)) for one, text in INCIDENT_NAMES.items()]
        self.severity.choices = [(one.value, gettext(text)) for one, text in SEVERITY_NAMES.items()]
        self.products.choices = [(str(key), name) for key, name in goods]
        return self

    def draft(self) -> Draft:
        """Return what was typed; raise RuleBroken for what cannot be read."""
        if self.kind.data not in set(IncidentKind):
            raise RuleBroken(CHOOSE, field="kind")
        return Draft(
            kind=IncidentKind(self.kind.data),
            severity=Severity(self.severity.data),
            text=self.text.data or "",
            told=self.told.data or "",
            product_ids=[UUID(each) for each in self.products.data or ()],
            covers_all=bool(self.covers_all.data),
            withdraws=bool(self.withdraws.data),
            due_on=typed_day(self.due_on.data, "due_on"),
        )


class ActionForm(CatalogForm):
    """What was done about an incident."""

    text = TextAreaField(N_("What was done"), [AtMost(rules.MOST_TEXT)])
    photo = FileField(N_("Photo of it"))


class CloseForm(CatalogForm):
    """Why an incident ends."""

    reason = TextAreaField(N_("Why the goods may come back"), [AtMost(rules.MOST_REASON)])


def typed_day(typed: str | None, field: str) -> date | None:
    """Return a date as it was typed; empty is none. Raises RuleBroken at its field."""
    if not typed:
        return None
    try:
        return parse_date(typed)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=field, **error.values) from error
