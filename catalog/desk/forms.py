"""What is asked of the trail."""

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from catalog.desk.rules import Asked
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm

_SHORT = Length(max=80, message=N_("Write at most 80 characters."))
_DAY = N_("Choose a day from the calendar, or write it like 2026-11-22.")


class Day(DateField):
    """A day; what is none gets a sentence that says how to write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_DAY) from None


class TrailForm(CatalogForm):
    """The filters of the trail; a reading form, so it has no token."""

    class Meta(CatalogForm.Meta):
        """No token: nothing is changed by asking."""

        csrf = False

    who = StringField(N_("Name of the person"), [_SHORT])
    action = StringField(N_("What was done"), [_SHORT])
    kind = SelectField(N_("Kind of thing"), [Optional()])
    about = StringField(N_("Number (id)"), [_SHORT])
    since = Day(N_("From"), [Optional()])
    until = Day(N_("Until"), [Optional()])
    on_behalf = BooleanField(N_("Only what was done on behalf of a vendor"))

    def offer(self, kinds: list[str], every: str) -> None:
        """Fill the list of kinds; ``every`` stands for all of them."""
        self.kind.choices = [("", every), *((kind, kind) for kind in kinds)]

    def validate_until(self, field: Day) -> None:
        """Refuse a time that ends before it begins."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(N_("The last day lies before the first."))

    def asked(self) -> Asked:
        """Return what is asked for; a field with an error asks for nothing."""
        values = {
            field.name: field.data
            for field in self
            if field.name in Asked.__slots__ and field.data and not field.errors
        }
        return Asked(**values)
