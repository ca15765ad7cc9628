"""Fields that several forms share."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

Kind = TypeVar("Kind", bound=StrEnum)


class SelectMultipleChecks(SelectMultipleField):
    """Several choices as a list of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def named(words: Mapping[Kind, str]) -> list[tuple[str, str]]:
    """Return the choices of a list of names (msgids), in the reader's language."""
    return [(key.value, gettext(text)) for key, text in words.items()]
