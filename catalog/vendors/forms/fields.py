"""Fields that several forms share; what cannot be chosen is said in our words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

import wtforms
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.kernel.text import N_

Kind = TypeVar("Kind", bound=StrEnum)
_ONE_OF_THESE = N_("Choose one of the answers below.")


# The names stay those of WTForms: pages choose the markup of a field by the name of its class.
class RadioField(wtforms.RadioField):
    """One choice; nothing chosen is left to the validators."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # as WTForms calls it
        """Refuse what is not offered."""
        _check(self, self.data)


class SelectField(wtforms.SelectField):
    """One choice from a list; nothing chosen is left to the validators."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # as WTForms calls it
        """Refuse what is not offered."""
        _check(self, self.data)


class SelectMultipleChecks(wtforms.SelectMultipleField):
    """Several choices as a list of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # as WTForms calls it
        """Refuse what is not offered."""
        for value in self.data or ():
            _check(self, value)


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return (value, words) as WTForms wants its choices."""
    return [SelectChoice(value, words) for value, words in pairs]


def named(words: Mapping[Kind, str]) -> list[tuple[str, str]]:
    """Return the choices of a list of names (msgids), in the reader's language."""
    return [(key.value, gettext(text)) for key, text in words.items()]


def _check(field: wtforms.SelectField | wtforms.SelectMultipleField, value: object) -> None:
    offered = {str(choice[0]) for choice in field.iter_choices()}
    if value not in (None, "") and str(value) not in offered:
        raise ValidationError(_ONE_OF_THESE)
