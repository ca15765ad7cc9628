"""Sending a list of vendors up, and saying what its columns hold."""

from collections.abc import Sequence
from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, StringField
from wtforms.validators import InputRequired, ValidationError

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.vendors.forms.fields import SelectField, choices
from catalog.vendors.rules.importing import FIELDS, SOURCES
from catalog.web.forms import CatalogForm


class SendForm(CatalogForm):
    """A list and where it comes from."""

    file = FileField(N_("List (XLSX or CSV)"), [FileRequired(N_("Choose the file with the list."))])
    source = SelectField(
        N_("From which system"),
        [InputRequired(N_("Choose where the list comes from."))],
        choices=choices((name, name) for name in SOURCES),
    )
    dated_on = StringField(
        N_("As of which day"), [InputRequired(N_("Type the day of the list, such as 15-8-2026."))]
    )
    may_use = BooleanField(N_("The office may use this list for this register (UU PDP 27/2022)."))
    day: date

    def validate_dated_on(self, field: Field) -> None:
        """Read the day as people write it."""
        try:
            self.day = parse_date(field.data)
        except (RuleBroken, ValueError) as error:
            raise ValidationError(N_("Type the day of the list, such as 15-8-2026.")) from error

    def validate_may_use(self, field: Field) -> None:
        """Personal data comes in only with a reason."""
        if not field.data:
            raise ValidationError(N_("Without this the list cannot be used."))


class ColumnsForm(CatalogForm):
    """One choice of a column for every field."""

    name = SelectField(FIELDS["name"])
    region = SelectField(FIELDS["region"])
    district = SelectField(FIELDS["district"])
    nib = SelectField(FIELDS["nib"])
    owner_name = SelectField(FIELDS["owner_name"])
    nik = SelectField(FIELDS["nik"])
    phone = SelectField(FIELDS["phone"])
    email = SelectField(FIELDS["email"])
    address = SelectField(FIELDS["address"])
    npwp = SelectField(FIELDS["npwp"])
    kbli = SelectField(FIELDS["kbli"])
    legal_form = SelectField(FIELDS["legal_form"])
    since_year = SelectField(FIELDS["since_year"])
    worker_count = SelectField(FIELDS["worker_count"])
    sales = SelectField(FIELDS["sales"])
    capital = SelectField(FIELDS["capital"])
    external_id = SelectField(FIELDS["external_id"])

    def offer(self, headings: Sequence[str], *, nothing: str) -> None:
        """Fill the choices with the headings of the list."""
        for name in FIELDS:
            self[name].choices = choices([("", nothing), *((text, text) for text in headings)])

    def columns(self) -> dict[str, str]:
        """Return the chosen column of each field."""
        return {name: self[name].data for name in FIELDS if self[name].data}
