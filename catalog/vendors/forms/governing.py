"""What officers type into the register."""

import re
from uuid import UUID

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from catalog.kernel.text import N_
from catalog.vendors.forms.fields import (
    RadioField,
    SelectField,
    SelectMultipleChecks,
    choices,
    named,
)
from catalog.vendors.forms.registering import read_number
from catalog.vendors.rules.numbers import read_nib, read_nik, read_phone
from catalog.vendors.rules.registering import MAX_ADDRESS, MAX_KINDS, MAX_NAME, MIN_NAME
from catalog.vendors.rules.registry import (
    GENDERS,
    KBLI_VERSIONS,
    LEGAL_FORMS,
    PROGRAMMES,
    Gender,
    LegalForm,
)
from catalog.vendors.rules.rows import read_amount
from catalog.vendors.services.contacts import ContactDraft
from catalog.vendors.services.governing import RegistryFacts
from catalog.vendors.services.opening import VendorSeed
from catalog.web.forms import CatalogForm

_MAX_NUMBER = 40
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_MOST_WORKERS = 100_000


class EnterForm(CatalogForm):
    """A new vendor, entered at the office."""

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
    kinds = SelectMultipleChecks(N_("What does it make?"))
    region = SelectField(
        N_("Village (desa or kelurahan)"), [InputRequired(N_("Choose the village."))]
    )
    owner_name = StringField(
        N_("Owner's name, as on the KTP"),
        [InputRequired(N_("Type the owner's name.")), Length(max=MAX_NAME)],
    )
    phone = StringField(N_("Phone or WhatsApp number"), [Length(max=_MAX_NUMBER)])
    nik = StringField(N_("NIK"), [Length(max=_MAX_NUMBER)])
    nib = StringField(N_("NIB number"), [Length(max=_MAX_NUMBER)])
    address = TextAreaField(N_("Address"), [Length(max=MAX_ADDRESS)])
    agrees = BooleanField(
        N_("The owner was told how the data is used and has agreed; the signed paper is here.")
    )

    def validate_kinds(self, field: Field) -> None:
        """Ask for one to four kinds."""
        if not field.data:
            raise ValidationError(N_("Choose at least one."))
        if len(field.data) > MAX_KINDS:
            raise ValidationError(N_("Choose at most four: those that you make most."))

    def validate_phone(self, field: Field) -> None:
        """Read the number as people write it."""
        read_number(read_phone, field)

    def validate_nik(self, field: Field) -> None:
        """Read the number."""
        read_number(read_nik, field)

    def validate_nib(self, field: Field) -> None:
        """Read the number."""
        read_number(read_nib, field)

    def validate_agrees(self, field: Field) -> None:
        """Nobody is entered unasked."""
        if not field.data:
            raise ValidationError(N_("Nobody is entered without having agreed."))

    def seed(self) -> VendorSeed:
        """Return the vendor that shall be added."""
        return VendorSeed(
            name=self.name.data or "",
            region_code=self.region.data or "",
            kinds=tuple(self.kinds.data or ()),
            permit="nib" if self.nib.data else "",
            contact=ContactDraft(
                owner_name=self.owner_name.data or "",
                phone=self.phone.data or "",
                nik=self.nik.data or "",
                nib=self.nib.data or "",
                address=self.address.data or "",
            ),
        )


class FactsForm(CatalogForm):
    """What the office knows of a vendor."""

    legal_form = SelectField(N_("Legal form"))
    kbli = StringField(N_("KBLI"), [Length(max=_MAX_NUMBER)])
    kbli_version = SelectField(
        N_("Edition of the KBLI"),
        choices=choices((text, text) for text in KBLI_VERSIONS),
    )
    owner_gender = RadioField(N_("Owner"))
    since_year = IntegerField(
        N_("Year of founding"),
        [
            Optional(),
            NumberRange(_FIRST_YEAR, _LAST_YEAR, N_("Type the year with four digits.")),
        ],
    )
    worker_count = IntegerField(
        N_("Workers, the owner included"),
        [Optional(), NumberRange(1, _MOST_WORKERS, N_("Type how many people work there."))],
    )
    sales = StringField(N_("Yearly sales"), [Length(max=_MAX_NUMBER)])
    capital = StringField(N_("Capital without land and buildings"), [Length(max=_MAX_NUMBER)])
    programmes = SelectMultipleChecks(N_("Programmes"))

    amounts: dict[str, int]

    def offer(self, *, nothing: str) -> None:
        """Fill the choices in the reader's language."""
        self.legal_form.choices = choices([("", nothing), *named(LEGAL_FORMS)])
        self.owner_gender.choices = choices([("", nothing), *named(GENDERS)])
        self.programmes.choices = choices(named(PROGRAMMES))
        self.amounts = {}

    def validate_kbli(self, field: Field) -> None:
        """Ask for five digits."""
        digits = re.sub(r"\D", "", field.data or "")
        if field.data and len(digits) != 5:  # noqa: PLR2004  # the length of a KBLI
            raise ValidationError(N_("A KBLI has five digits, for example 13134."))
        field.data = digits

    def validate_sales(self, field: Field) -> None:
        """Read an amount."""
        self._read(field)

    def validate_capital(self, field: Field) -> None:
        """Read an amount."""
        self._read(field)

    def _read(self, field: Field) -> None:
        if field.data:
            amount = read_amount(field.data)
            if amount is None:
                raise ValidationError(N_("Type an amount in Rupiah, for example 350.000.000."))
            self.amounts[field.name] = amount

    def facts(self) -> RegistryFacts:
        """Return what shall be kept."""
        return RegistryFacts(
            legal_form=LegalForm(self.legal_form.data) if self.legal_form.data else None,
            kbli=self.kbli.data or "",
            kbli_version=self.kbli_version.data or "",
            owner_gender=Gender(self.owner_gender.data) if self.owner_gender.data else None,
            programmes=tuple(self.programmes.data or ()),
            since_year=self.since_year.data,
            worker_count=self.worker_count.data,
            sales=self.amounts.get("sales"),
            capital=self.amounts.get("capital"),
        )


class SuspendForm(CatalogForm):
    """Why a window is closed."""

    reason = TextAreaField(
        N_("Reason"),
        [
            InputRequired(N_("Write the reason: the owner reads it.")),
            Length(max=300, message=N_("Keep the reason under 300 characters.")),
        ],
    )


class AssistantForm(CatalogForm):
    """Who shall assist."""

    person = SelectField(N_("An assistant who works here already"))
    login = StringField(
        N_("Or the phone number or e-mail of somebody's account"), [Length(max=200)]
    )

    @property
    def person_id(self) -> UUID | None:
        """Return the chosen person, or None."""
        return UUID(self.person.data) if self.person.data else None
