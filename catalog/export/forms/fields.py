"""Fields that say what is wrong in the reader's words."""

from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm

CHOOSE = N_("Choose one of these.")
_TOO_LONG = N_("Shorten this to %(max)d characters.")
DATE_FORM = "%d-%m-%Y"


class SelectMultipleChecks(SelectMultipleField):
    """Several choices as a list of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Raise when a value stands in no list."""
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(CHOOSE) from error


class Pick(SelectField):
    """A list to pick from."""

    def pre_validate(self, form: BaseForm) -> None:
        """Raise when the value stands in no list."""
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(CHOOSE) from error


class Most:
    """Limits a text, and says by how much it is too long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401  # WTForms has no types
        """Raise when the text is too long."""
        if len(field.data or "") > self.most:
            raise ValidationError(gettext(_TOO_LONG, max=self.most))


def read_date(form: CatalogForm, name: str) -> date | None:
    """Return the date of a text field; one that cannot be read is marked."""
    typed = form[name].data
    if not typed:
        return None
    try:
        return parse_date(typed)
    except RuleBroken as error:
        form.mark(RuleBroken(error.message, field=name, **error.values))
        return None
