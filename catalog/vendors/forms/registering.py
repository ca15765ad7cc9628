"""The screens of the registration, one form each."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.vendors.forms.fields import RadioField, SelectField, SelectMultipleChecks
from catalog.vendors.rules.numbers import NIK_DIGITS, read_nib, read_nik, read_phone
from catalog.vendors.rules.registering import (
    MAX_ADDRESS,
    MAX_KINDS,
    MAX_NAME,
    MIN_NAME,
    Permit,
)
from catalog.web.forms import CatalogForm

_MAX_NUMBER = 40  # with the spaces and dots that people type


_MOST_VERSIONS = 9  # digits: more than anybody saves, less than a database refuses
_SHOWN = 4  # digits of a NIK that its own form shows again


class StepForm(CatalogForm):
    """A screen; ``version`` tells whether another tab has saved since it was opened."""

    version = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """Return the version of the draft that this screen was filled from."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_VERSIONS else -1


class BusinessForm(StepForm):
    """Name of the business and what it makes."""

    name = StringField(
        N_("Name of the business"),
        [
            InputRequired(N_("Type the name of the business.")),
            Length(
                MIN_NAME,
                MAX_NAME,
                N_("Type a name of 3 to 120 characters, as on your sign or label."),
            ),
        ],
    )
    kinds = SelectMultipleChecks(N_("What do you make?"))

    def validate_kinds(self, field: Field) -> None:
        """Ask for one to four kinds."""
        if not field.data:
            raise ValidationError(N_("Choose at least one."))
        if len(field.data) > MAX_KINDS:
            raise ValidationError(N_("Choose at most four: those that you make most."))

    def values(self) -> dict[str, Any]:
        """Return what shall be kept."""
        return {"name": clean_line(self.name.data or ""), "kinds": self.kinds.data or []}


class RegencyForm(StepForm):
    """The city or regency, or a place outside."""

    place = RadioField(
        N_("City or regency"), [InputRequired(N_("Choose where the business works."))]
    )


class DistrictForm(StepForm):
    """The kecamatan."""

    place = SelectField(N_("District (kecamatan)"), [InputRequired(N_("Choose the district."))])


class VillageForm(StepForm):
    """The village, and the address there."""

    place = RadioField(
        N_("Village (desa or kelurahan)"), [InputRequired(N_("Choose the village."))]
    )
    address = TextAreaField(
        N_("Address"),
        [Length(max=MAX_ADDRESS, message=N_("Keep the address under 300 characters."))],
    )


class OwnerForm(StepForm):
    """Who owns the business."""

    owner_name = StringField(
        N_("Owner's name, as on the KTP"),
        [
            InputRequired(N_("Type the owner's name.")),
            Length(max=MAX_NAME, message=N_("Keep the name under 120 characters.")),
        ],
    )
    phone = StringField(
        N_("Phone or WhatsApp number"),
        [InputRequired(N_("Type a phone number.")), Length(max=_MAX_NUMBER)],
    )
    nik = StringField(
        N_("NIK"),
        [InputRequired(N_("Type the NIK on the owner's KTP.")), Length(max=_MAX_NUMBER)],
    )

    kept_nik = ""  # of the draft: the page shows its end only, an untouched field keeps it

    def validate_phone(self, field: Field) -> None:
        """Read the number as people write it."""
        read_number(read_phone, field)

    def validate_nik(self, field: Field) -> None:
        """Read the number; what the page masked stands for the kept one."""
        if self.kept_nik and field.data == shown_nik(self.kept_nik):
            field.data = self.kept_nik
        read_number(read_nik, field)

    def values(self) -> dict[str, Any]:
        """Return what shall be kept."""
        return {
            "owner_name": clean_line(self.owner_name.data or ""),
            "phone": self.phone.data,
            "nik": self.nik.data,
        }


class PermitForm(StepForm):
    """Which paper the business has."""

    permit = RadioField(N_("Which business paper do you have?"), [InputRequired(N_("Choose one."))])
    nib = StringField(N_("NIB number"), [Length(max=_MAX_NUMBER)])

    def validate_nib(self, field: Field) -> None:
        """Ask for the number only of those who say that they have one."""
        if self.permit.data == Permit.NIB:
            if not field.data:
                raise ValidationError(N_("Type the 13 digits of the NIB."))
            read_number(read_nib, field)

    def values(self) -> dict[str, Any]:
        """Return what shall be kept."""
        has_nib = self.permit.data == Permit.NIB
        return {"permit": self.permit.data, "nib": self.nib.data if has_nib else ""}


class GalleryForm(StepForm):
    """The galleries that a maker wants to be in."""

    galleries = SelectMultipleChecks(N_("Where would you like to show your products?"))


class ReviewForm(StepForm):
    """The last look, and the consent."""

    agrees = BooleanField(N_("I have read this and agree that my data is used in this way."))


class CodeForm(CatalogForm):
    """A claim code."""

    code = StringField(
        N_("Claim code"), [InputRequired(N_("Type the code from your slip.")), Length(max=40)]
    )


class ClaimForm(CatalogForm):
    """Taking a record over."""

    agrees = BooleanField(N_("I have read this and agree that my data is used in this way."))


def shown_nik(nik: str) -> str:
    """Return a NIK as its own form shows it again: only its end."""
    return "•" * (NIK_DIGITS - _SHOWN) + nik[-_SHOWN:] if nik else ""


def read_number(reader: Callable[[str], str], field: Field) -> None:
    """Read a number into its field, or say there what is wrong with it."""
    if not field.data:
        return
    try:
        field.data = reader(field.data)
    except RuleBroken as error:
        raise ValidationError(gettext(error.message, **error.values)) from error
