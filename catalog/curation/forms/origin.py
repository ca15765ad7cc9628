"""What an officer writes as evidence of own production."""

from flask_babel import gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from catalog.curation.forms.incidents import CHOOSE, AtMost, typed_day
from catalog.curation.rules import origin as rules
from catalog.curation.rules.origin import Draft
from catalog.curation.rules.words import EVIDENCE_NAMES, EvidenceKind
from catalog.kernel.text import N_, clean_line
from catalog.web.forms import CatalogForm


class EvidenceForm(CatalogForm):
    """A photo of the making, a note of a visit, or a statement."""

    evidence = RadioField(N_("What it is"), [InputRequired(CHOOSE)])
    text = TextAreaField(N_("What was seen or said"), [AtMost(rules.MOST_TEXT)])
    happened_on = StringField(N_("Day of the visit"), [AtMost(40)])
    visitor = StringField(N_("Who was there"), [AtMost(200)])
    photo = FileField(N_("Photo"))
    for_all = BooleanField(N_("Holds for all goods of this business"))

    def offer(self) -> "EvidenceForm":
        """Fill the lists to pick from."""
        self.evidence.choices = [(one.value, gettext(text)) for one, text in EVIDENCE_NAMES.items()]
        return self

    def draft(self) -> Draft:
        """Return what was typed; raise RuleBroken for a day that cannot be read."""
        return Draft(
            kind=EvidenceKind(self.evidence.data),
            text=self.text.data or "",
            happened_on=typed_day(self.happened_on.data, "happened_on"),
            visitor=clean_line(self.visitor.data or ""),
            for_all=bool(self.for_all.data),
        )


class StatementForm(CatalogForm):
    """A vendor's own word that it makes its goods itself."""

    text = TextAreaField(N_("In your words: who makes it, where, and how"), [AtMost(2000)])
    agrees = BooleanField(
        N_("This is true, and the gallery may come and see."),
        [InputRequired(N_("Tick this to confirm your statement."))],
    )
