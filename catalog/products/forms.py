"""The forms of the editor, made from the fields of a listing."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.rules.fields import Field, Look
from catalog.web.forms import CatalogForm

NOT_CHOSEN = N_("Choose")
MAX_ROWS = 8


class SelectMultipleChecks(SelectMultipleField):
    """Several values as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EmptyForm(CatalogForm):
    """A form of buttons only: its token is what counts."""


def form_of(fields: Mapping[str, Field], texts: Mapping[str, list[str]]) -> CatalogForm:
    """Return a form of these fields, filled with the texts of their inputs."""
    made = {
        name: _input(field, name)
        for field in fields.values()
        if field.look is not Look.NONE
        for name in field.inputs
    }
    data = {name: _shown(fields, name, texts.get(name, [])) for name in made}
    form_class = type("ListingForm", (CatalogForm,), made)
    form: CatalogForm = form_class(formdata=None, data=data)
    return form


def say(error: RuleBroken) -> str:
    """Return a broken rule in the reader's language."""
    return str(gettext(error.message, **error.values))


def mark(form: CatalogForm, errors: Mapping[str, str]) -> None:
    """Put each sentence at its input; what has no input stands above the form."""
    for name, message in errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
        else:
            form.form_errors.append(message)


def _shown(fields: Mapping[str, Field], name: str, texts: list[str]) -> Any:  # noqa: ANN401  # a list for boxes
    field = fields.get(name)
    if field is not None and field.look is Look.CHECKS:
        return texts
    return texts[-1] if texts else ""


def _input(field: Field, name: str) -> Any:  # noqa: ANN401  # an unbound field
    label = field.label
    if field.look is Look.ROWS:
        return StringField(label, render_kw={"class": "input"})
    options = [
        SelectChoice(value, gettext(words) if words else "") for value, words in field.choices
    ]
    match field.look:
        case Look.BLOCK:
            return TextAreaField(label, render_kw={"rows": MAX_ROWS, "data-most": field.most})
        case Look.CHOICE:
            choices = [SelectChoice("", gettext(NOT_CHOSEN)), *options]
            return SelectField(label, choices=choices, validate_choice=False)
        case Look.RADIO:
            return RadioField(label, choices=options, validate_choice=False)
        case Look.CHECKS:
            return SelectMultipleChecks(label, choices=options, validate_choice=False)
    kind = {"data-most": field.most} if field.most else {"inputmode": "decimal"}
    if name == "hs_code":
        kind = {"list": "hs-list", "inputmode": "text"}
    return StringField(label, render_kw={"autocomplete": "off", **kind})
