"""What a curator asks of a set, as a form; every field may stay as it is."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import wtforms
from flask_babel import gettext
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.composing.rules.wishes import MOST_PIECES, MOST_PRIVATE, Theme, Weights, Wishes
from catalog.kernel.text import N_
from catalog.web.forms import CatalogForm

WHOLE = 100
MOST_WORDS = 200
MOST_NAMED = 200  # locked or left out
_MOST_PER_VENDOR, _MOST_DISTRICTS, _MOST_CATEGORIES = 20, 60, 30
_NUMBER = N_("Type a whole number, digits only.")
_CHOOSE = N_("Choose one of these.")
WEIGHT_NAMES = (N_("not at all"), N_("a little"), N_("normally"), N_("strongly"))
_WEIGHTS = ("quality", "rotation", "readiness", "theme")
_NUMBERS = (
    "least",
    "most",
    "per_vendor",
    "districts",
    "district_share",
    "categories",
    "category_share",
    "women",
    "p2wkss",
    "micro",
    "galleries",
    "new",
    "price_low",
    "price_middle",
    "price_high",
)
_SWITCHES = ("in_stock", "green", "own_gallery")
Choices = Sequence[tuple[str, str]]


class _Number(IntegerField):
    """A whole number; what is none is said in the reader's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext(_NUMBER)) from error


class _Between(NumberRange):
    """Limits a number, and says between what."""

    def __call__(self, form: BaseForm, field: Any) -> None:  # noqa: ANN401  # WTForms has no types
        """Raise when the number is outside."""
        try:
            super().__call__(form, field)
        except ValidationError as error:
            raise ValidationError(
                gettext(N_("Between %(low)s and %(high)s."), low=self.min, high=self.max)
            ) from error


class SelectField(wtforms.SelectField):
    """A list to pick from; what is not in it is said in the reader's words."""

    def pre_validate(self, form: BaseForm) -> None:
        """Raise when the value stands in no list."""
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(gettext(_CHOOSE)) from error


class SelectMultipleChecks(SelectMultipleField):
    """Several choices as boxes to tick; what is not offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # as WTForms calls it
        """Forget what the list does not hold: a category may have gone meanwhile."""
        known = {choice[0] for choice in self.choices or ()}
        self.data = [value for value in self.data or () if value in known]


def _number(label: str, low: int, high: int, *, is_needed: bool = False) -> _Number:
    needed = InputRequired(_NUMBER) if is_needed else Optional()
    marks = {"inputmode": "numeric", "min": low, "max": high}
    return _Number(label, [needed, _Between(low, high)], render_kw=marks)


def _weight(label: str) -> SelectField:
    return SelectField(label, coerce=int)


class ComposeForm(CatalogForm):
    """A wish for a set."""

    least = _number(N_("At least"), 1, MOST_PIECES, is_needed=True)
    most = _number(N_("At most"), 1, MOST_PIECES, is_needed=True)
    per_vendor = _number(N_("Pieces of one maker, at most"), 0, _MOST_PER_VENDOR)
    districts = _number(N_("Different kecamatan, at least"), 0, _MOST_DISTRICTS)
    district_share = _number(N_("Share of one kecamatan, at most"), 0, WHOLE)
    categories = _number(N_("Different kinds of goods, at least"), 0, _MOST_CATEGORIES)
    category_share = _number(N_("Share of one kind, at most"), 0, WHOLE)
    women = _number(N_("Businesses owned by women, at least"), 0, MOST_PRIVATE)
    p2wkss = _number(N_("Makers in the P2WKSS programme, at least"), 0, MOST_PRIVATE)
    micro = _number(N_("Micro businesses, at least"), 0, MOST_PRIVATE)
    galleries = _number(N_("From each gallery, at least"), 0, WHOLE)
    new = _number(N_("Never shown before, at least"), 0, WHOLE)
    price_low = _number(N_("Up to Rp100.000, at least"), 0, WHOLE)
    price_middle = _number(N_("Between Rp100.000 and Rp500.000, at least"), 0, WHOLE)
    price_high = _number(N_("From Rp500.000, at least"), 0, WHOLE)
    in_stock = BooleanField(N_("Only what is in stock"))
    green = BooleanField(N_("Only what is ready for the market"))
    market = SelectField(N_("Market"))
    own_gallery = BooleanField(N_("Only makers and goods of this showcase's own gallery"))
    quality = _weight(N_("Quality: the curators' grade"))
    rotation = _weight(N_("Turn: who was shown less goes first"))
    readiness = _weight(N_("Readiness for the market"))
    theme = _weight(N_("Fit with the theme"))
    kinds = SelectMultipleChecks(N_("Kinds of goods"))
    terms = SelectMultipleChecks(N_("Motifs, techniques, materials, craft villages"))
    words = StringField(
        N_("Words"),
        [Length(max=MOST_WORDS, message=N_("Use fewer words: 200 characters at most."))],
    )
    is_strict = BooleanField(N_("Only what fits the theme"))

    def offer(self, kinds: Choices, terms: Choices, markets: Choices) -> "ComposeForm":
        """Fill the lists to pick from."""
        self.kinds.choices, self.terms.choices = list(kinds), list(terms)
        self.market.choices = [("", gettext(N_("None"))), *markets]
        for name in _WEIGHTS:
            self[name].choices = [(at, gettext(text)) for at, text in enumerate(WEIGHT_NAMES)]
        return self

    def show(self, wishes: Wishes) -> None:
        """Fill the fields with a wish."""
        for name in _NUMBERS:
            self[name].data = getattr(wishes, name) or None  # an empty field asks for nothing
        for name in (*_SWITCHES, "market"):
            self[name].data = getattr(wishes, name)
        for name in _WEIGHTS:
            self[name].data = getattr(wishes.weights, name)
        self.kinds.data = list(wishes.theme.categories)
        self.terms.data = [str(each) for each in wishes.theme.terms]
        self.words.data, self.is_strict.data = wishes.theme.words, wishes.theme.is_strict

    def wishes(self, *, keep: Iterable[UUID] = (), drop: Iterable[UUID] = ()) -> Wishes:
        """Return the wish; an empty number asks for nothing."""
        values: dict[str, Any] = {name: self[name].data or 0 for name in _NUMBERS}
        values |= {name: bool(self[name].data) for name in _SWITCHES}
        kept = tuple(dict.fromkeys(keep))
        return Wishes(
            **values,
            market=self.market.data or "",
            keep=kept,
            drop=tuple(key for key in dict.fromkeys(drop) if key not in kept),
            weights=Weights(**{name: self[name].data for name in _WEIGHTS}),
            theme=Theme(
                categories=tuple(self.kinds.data or ()),
                terms=tuple(UUID(value) for value in self.terms.data or ()),
                words=self.words.data or "",
                is_strict=bool(self.is_strict.data),
            ),
        )


class ButtonForm(CatalogForm):
    """A form of buttons only: its token is what counts."""
