"""What is chosen before a file is made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from catalog.catalogues.rules.files import (
    PER_PAGE,
    SHEET_LANGUAGES,
    SPOKEN_NAMES,
    Edges,
    FileKind,
    Options,
    Spoken,
)
from catalog.catalogues.rules.labels import SIZES
from catalog.kernel.text import N_
from catalog.vendors.forms.fields import SelectMultipleChecks
from catalog.web.forms import CatalogForm

_PAGES = {
    1: N_("One: a large picture, a longer text"),
    2: N_("Two"),
    4: N_("Four"),
}
_EDGES = {
    Edges.NONE: N_("Plain A4: for screens and office printers"),
    Edges.BLEED: N_("3 mm bleed, for a print shop"),
    Edges.MARKS: N_("3 mm bleed and crop marks"),
}
_NUMBER = N_("Write a whole number.")
_CHOOSE = N_("Choose one.")


def _languages(offered: Iterable[Spoken]) -> list[tuple[str, str]]:
    return [(each.value, gettext(SPOKEN_NAMES[each])) for each in offered]


class FileForm(CatalogForm):
    """The base: each kind of file has a form of its own, and a prefix that tells them apart."""

    kind: FileKind

    @classmethod
    def opened(cls, **values: Any) -> "FileForm":  # noqa: ANN401  # WTForms takes anything
        """Return the form of this kind."""
        return cls(prefix=cls.kind.value, **values)

    def options(self) -> Options:
        """Return what was chosen."""
        raise NotImplementedError


class CatalogueForm(FileForm):
    """A printed catalogue."""

    kind = FileKind.CATALOGUE
    spoken = RadioField(N_("Language"), [InputRequired(_CHOOSE)], default=Spoken.BOTH.value)
    per_page = RadioField(N_("Pieces a page"), [InputRequired(_CHOOSE)], coerce=int, default=2)
    edges = SelectField(N_("Edges"), default=Edges.NONE.value)
    shows_price = BooleanField(N_("With prices"), default=True)

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401  # WTForms
        super().__init__(*args, **values)
        self.spoken.choices = _languages(SPOKEN_NAMES)
        self.per_page.choices = [(each, gettext(_PAGES[each])) for each in PER_PAGE]
        self.edges.choices = [(each.value, gettext(_EDGES[each])) for each in Edges]

    def options(self) -> Options:
        """Return what was chosen."""
        return Options(
            spoken=Spoken(self.spoken.data),
            per_page=self.per_page.data,
            edges=Edges(self.edges.data),
            shows_price=bool(self.shows_price.data),
        )


class LineSheetForm(FileForm):
    """A workbook for a buyer's office."""

    kind = FileKind.LINE_SHEET
    spoken = RadioField(N_("Language"), [InputRequired(_CHOOSE)], default=Spoken.EN.value)

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401  # WTForms
        super().__init__(*args, **values)
        self.spoken.choices = _languages(SHEET_LANGUAGES)

    def options(self) -> Options:
        """Return what was chosen."""
        return Options(spoken=Spoken(self.spoken.data))


class PicturesForm(LineSheetForm):
    """All pictures in one ZIP."""

    kind = FileKind.PICTURES


class LabelsForm(FileForm):
    """Price tags and shelf cards; ``offered`` are products to choose from, none: all are made."""

    kind = FileKind.LABELS
    products = SelectMultipleChecks(N_("Products"))
    size = SelectField(N_("Size of the label"), default="63x38")
    copies = IntegerField(
        N_("Copies of each"), [InputRequired(_NUMBER)], default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )  # fmt: skip
    start = IntegerField(
        N_("Begin at label"), [InputRequired(_NUMBER)], default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )  # fmt: skip
    spoken = RadioField(N_("Language"), [InputRequired(_CHOOSE)], default=Spoken.ID.value)
    shows_price = BooleanField(N_("With prices"), default=True)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # WTForms
        offered: Mapping[UUID, str] | None = None,
        shelf: str = "",
        **values: Any,  # noqa: ANN401  # as above
    ) -> None:
        super().__init__(*args, **values)
        self._shelf = shelf
        self.size.choices = [(size.code, gettext(size.name)) for size in SIZES.values()]
        self.spoken.choices = _languages((Spoken.ID, Spoken.EN))
        if offered is None:
            del self.products
        else:
            self.products.choices = [(str(key), name) for key, name in offered.items()]

    def options(self) -> Options:
        """Return what was chosen."""
        chosen = self.products.data if "products" in self else ()
        return Options(
            spoken=Spoken(self.spoken.data),
            size=self.size.data,
            copies=self.copies.data or 0,
            start=self.start.data or 0,
            shows_price=bool(self.shows_price.data),
            shelf=self._shelf,
            product_ids=tuple(UUID(key) for key in chosen or ()),
        )


FORMS: dict[FileKind, type[FileForm]] = {
    form.kind: form for form in (CatalogueForm, LineSheetForm, PicturesForm, LabelsForm)
}
