"""What an officer says of a paper."""

from datetime import date

from flask_babel import force_locale, gettext
from wtforms import HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import DEFAULT_LANGUAGE, N_
from catalog.legality.forms.papers import version_of
from catalog.legality.rules.checking import REFUSALS
from catalog.web.forms import CatalogForm

_MOST_TYPED = 40


class DecisionForm(CatalogForm):
    """What an officer says of a paper."""

    version = HiddenField()
    looked_on = StringField(N_("Looked up at the official checker on"), [Length(max=_MOST_TYPED)])
    proof = MultipleFileField(N_("Picture of the official checker"))
    remark = StringField(N_("Why the number is accepted all the same"), [Length(max=300)])
    template = SelectField(N_("Reason"), validate_choice=False)
    reason = TextAreaField(N_("What does the vendor have to change?"), [Length(max=2000)])
    again_on = StringField(N_("Look again on"), [Length(max=_MOST_TYPED)])

    def offer(self) -> None:
        """Give the reasons to choose from, in the officer's words."""
        self.template.choices = [("", gettext("In my own words")), *_reasons()]

    def fill(self, version: int) -> None:
        """Note what is looked at.

        The day of the look at the register stays empty: the public reads it beside the badge, so it
        is said, never assumed.
        """
        self.version.data = str(version)

    def validate_looked_on(self, field: StringField) -> None:
        """Read the day of the look."""
        self.looked = _read(field)

    def validate_again_on(self, field: StringField) -> None:
        """Read the day to look again."""
        self.again = _read(field)

    @property
    def seen(self) -> int:
        """Return the version that the officer was looking at; -1 when it is none."""
        return version_of(self.version.data)

    @property
    def code(self) -> str:
        """Return the reason that was chosen; empty for own words."""
        code = self.template.data or ""
        return code if code in REFUSALS else ""

    @property
    def sentence(self) -> str:
        """Return the chosen reason as vendors read it."""
        with force_locale(str(DEFAULT_LANGUAGE)):
            return str(gettext(REFUSALS[self.code])) if self.code else ""


def _reasons() -> list[tuple[str, str]]:
    return [(code, str(gettext(words))) for code, words in REFUSALS.items()]


def _read(field: StringField) -> date | None:
    if not field.data:
        return None
    try:
        return parse_date(field.data)
    except RuleBroken as error:
        raise ValidationError(gettext(error.message, **error.values)) from error
