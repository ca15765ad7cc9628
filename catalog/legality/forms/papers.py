"""What a person types about a paper, and what an officer asks for."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.legality.models import Document
from catalog.legality.rules import PaperDraft, Scope
from catalog.web.forms import CatalogForm

SCOPE_NAMES = {
    Scope.VENDOR: N_("For the whole business"),
    Scope.PRODUCT_TYPES: N_("For certain kinds of products"),
    Scope.PRODUCTS: N_("For single products only"),
}
_DATE_FORM = "%d-%m-%Y"
_MOST_TYPED = 200
_DIGITS = 9  # that fit the column


def version_of(text: str | None) -> int:
    """Return the version that somebody was looking at; -1, which nothing has, when it is none."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1


def _id(value: object) -> UUID:
    return UUID(str(value))


class SelectMultipleChecks(SelectMultipleField):
    """Several choices as a list of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PaperForm(CatalogForm):
    """A paper. Which products it can speak for is given with ``offer``."""

    version = HiddenField()
    number = StringField(N_("Number on the paper"), [Length(max=_MOST_TYPED)])
    holder_name = StringField(N_("Name on the paper"), [Length(max=_MOST_TYPED)])
    issued_on = StringField(N_("Date of issue"), [Length(max=_MOST_TYPED)])
    valid_until = StringField(N_("Valid until"), [Length(max=_MOST_TYPED)])
    is_open_ended = BooleanField(N_("Valid as long as nothing changes"))
    scope = RadioField(N_("What is the paper for?"))
    categories = SelectMultipleChecks(N_("Which kinds of products?"), coerce=_id)
    products = SelectMultipleChecks(N_("Which products?"), coerce=_id)
    files = MultipleFileField(N_("Photos or PDF of the paper"))
    is_checked = BooleanField(N_("I have compared this with the paper, and it stands there so"))

    def offer(
        self,
        categories: Sequence[tuple[UUID, str]],
        products: Sequence[tuple[UUID, str]],
        *,
        is_narrow: bool = False,
    ) -> None:
        """Say which kinds of products, and which products, may be chosen.

        A narrow kind of paper never speaks for the whole business.
        """
        self._dates: dict[str, date | None] = {}
        self.scope.choices = [
            (each.value, gettext(text))
            for each, text in SCOPE_NAMES.items()
            if not (is_narrow and each is Scope.VENDOR)
        ]
        self.categories.choices = list(categories)
        self.products.choices = list(products)

    def fill(self, document: Document, *, number: str) -> None:
        """Show a stored paper."""
        self.number.data = number
        self.holder_name.data = document.holder_name
        self.issued_on.data = _written(document.issued_on)
        self.valid_until.data = _written(document.valid_until)
        self.is_open_ended.data = document.sent_at is not None and document.valid_until is None
        self.scope.data = document.scope.value
        self.categories.data = [link.category_id for link in document.categories]
        self.products.data = [link.product_id for link in document.products]
        self.version.data = str(document.version)

    def validate_issued_on(self, field: StringField) -> None:
        """Read the date of issue."""
        self._read("issued_on", field)

    def validate_valid_until(self, field: StringField) -> None:
        """Read the last day; a date and the tick together say two things."""
        self._read("valid_until", field)
        if self._dates.get("valid_until") and self.is_open_ended.data:
            raise ValidationError(
                gettext("Either give a date, or tick that the paper stays valid. Not both.")
            )

    def _read(self, name: str, field: StringField) -> None:
        self._dates[name] = None
        if not field.data:
            return
        try:
            self._dates[name] = parse_date(field.data)
        except RuleBroken as error:
            raise ValidationError(gettext(error.message, **error.values)) from error

    @property
    def seen(self) -> int:
        """Return the version that the person was looking at; -1 when it is none."""
        return version_of(self.version.data)

    @property
    def typed_scope(self) -> Scope:
        """Return the chosen scope; the whole business while nothing fitting is chosen."""
        return Scope(self.scope.data) if self.scope.data in set(Scope) else Scope.VENDOR

    def draft(self, number: str | None) -> PaperDraft:
        """Return what was typed; ``number`` comes from its examination."""
        return PaperDraft(
            number=number,
            holder_name=clean_line(self.holder_name.data or ""),
            issued_on=self._dates.get("issued_on"),
            valid_until=self._dates.get("valid_until"),
            is_open_ended=bool(self.is_open_ended.data),
            scope=self.typed_scope,
            category_ids=frozenset(self.categories.data or ()),
            product_ids=frozenset(self.products.data or ()),
        )


class ReopenedForm(CatalogForm):
    """What an officer asks for when a product's recipe has changed."""

    version = HiddenField()
    message = TextAreaField(N_("What should the vendor send or change?"), [Length(max=2000)])

    @property
    def seen(self) -> int:
        """Return the version that the officer was looking at; -1 when it is none."""
        return version_of(self.version.data)


def _written(day: date | None) -> str:
    return day.strftime(_DATE_FORM) if day else ""
