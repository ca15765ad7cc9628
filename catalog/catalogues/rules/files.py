"""What can be made, of what, and how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalog.catalogues.rules.labels import MOST_COPIES, MOST_LABELS, SIZES
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

KEPT = timedelta(days=30)
STUCK = timedelta(days=1)  # asked for this long ago and never made: its job has failed
MOST_A_DAY = 60  # files that one person has made
MOST_PRODUCTS = 300  # of one file
MOST_SENT = 20  # large pictures of one product in a ZIP


class FileKind(StrEnum):
    """What is made."""

    CATALOGUE = "catalogue"
    LINE_SHEET = "line_sheet"
    PICTURES = "pictures"
    LABELS = "labels"


class Scope(StrEnum):
    """Of whose goods."""

    SHOWCASE = "showcase"
    VENDOR = "vendor"
    GALLERY = "gallery"


class FileState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Spoken(StrEnum):
    """The languages of a file."""

    ID = "id"
    EN = "en"
    BOTH = "both"

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the languages in their order."""
        return ("id", "en") if self is Spoken.BOTH else (self.value,)


class Edges(StrEnum):
    """What a printer needs around the page."""

    NONE = "none"
    BLEED = "bleed"
    MARKS = "marks"


NAMES: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: N_("Catalogue, PDF"),
    FileKind.LINE_SHEET: N_("Line sheet, XLSX"),
    FileKind.PICTURES: N_("Pictures, ZIP"),
    FileKind.LABELS: N_("Labels, PDF"),
}
EXTENSIONS: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: "pdf",
    FileKind.LINE_SHEET: "xlsx",
    FileKind.PICTURES: "zip",
    FileKind.LABELS: "pdf",
}
TYPES: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: "application/pdf",
    FileKind.LINE_SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PICTURES: "application/zip",
    FileKind.LABELS: "application/pdf",
}
STEMS: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: "katalog",
    FileKind.LINE_SHEET: "daftar-dagang",
    FileKind.PICTURES: "foto",
    FileKind.LABELS: "label",
}
SPOKEN_NAMES: Mapping[Spoken, str] = {
    Spoken.BOTH: N_("Indonesian and English"),
    Spoken.ID: N_("Indonesian"),
    Spoken.EN: N_("English"),
}
PER_PAGE = (1, 2, 4)
SHEET_LANGUAGES = (Spoken.EN, Spoken.ID)  # a line sheet is filtered and sorted: one at a time

NOTHING = N_("There is nothing to print: no piece can be shown today.")
TOO_MANY = N_("This is more than %(most)s products. Choose fewer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is made; each kind reads its own part.

    ``start`` is the first free label of a used sheet (1 is the upper left), ``product_ids`` choose
    among the goods (none: all).
    """

    spoken: Spoken = Spoken.BOTH
    per_page: int = 2
    edges: Edges = Edges.NONE
    shows_price: bool = True
    size: str = "63x38"
    copies: int = 1
    start: int = 1
    shelf: str = ""
    product_ids: tuple[UUID, ...] = ()

    def to_json(self, kind: FileKind) -> dict[str, Any]:
        """Return what this kind of file reads, as it is kept."""
        values: dict[str, Any] = {"spoken": self.spoken.value}
        if kind is FileKind.CATALOGUE:
            values |= {"per_page": self.per_page, "edges": self.edges.value}
        if kind in {FileKind.CATALOGUE, FileKind.LABELS}:
            values["shows_price"] = self.shows_price
        if kind is FileKind.LABELS:
            values |= {"size": self.size, "copies": self.copies, "start": self.start}
            values |= {"shelf": self.shelf, "product_ids": [str(key) for key in self.product_ids]}
        return values

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Options":
        """Return the options of such an object."""
        plain = cls()
        return cls(
            spoken=Spoken(raw.get("spoken", plain.spoken)),
            per_page=raw.get("per_page", plain.per_page),
            edges=Edges(raw.get("edges", plain.edges)),
            shows_price=raw.get("shows_price", plain.shows_price),
            size=raw.get("size", plain.size),
            copies=raw.get("copies", plain.copies),
            start=raw.get("start", plain.start),
            shelf=raw.get("shelf", ""),
            product_ids=tuple(UUID(key) for key in raw.get("product_ids", ())),
        )


def check_options(kind: FileKind, options: Options) -> None:
    """Raise RuleBroken unless such a file can be made."""
    if kind is FileKind.CATALOGUE and options.per_page not in PER_PAGE:
        raise RuleBroken(N_("Choose 1, 2 or 4 pieces a page."), field="per_page")
    if kind is FileKind.LINE_SHEET and options.spoken is Spoken.BOTH:
        raise RuleBroken(N_("A line sheet is in one language. Choose which."), field="spoken")
    if kind is FileKind.LABELS:
        _check_labels(options)


def _check_labels(options: Options) -> None:
    size = SIZES.get(options.size)
    if size is None:
        raise RuleBroken(N_("Choose a size from the list."), field="size")
    if not 1 <= options.copies <= MOST_COPIES:
        raise RuleBroken(
            N_("Write how many of each, from 1 to %(most)s."), field="copies", most=MOST_COPIES
        )
    if not 1 <= options.start <= size.per_sheet:
        raise RuleBroken(
            N_("A sheet of this size holds %(most)s labels: begin at 1 to %(most)s."),
            field="start",
            most=size.per_sheet,
        )
    if options.spoken is Spoken.BOTH:
        raise RuleBroken(N_("A label is in one language. Choose which."), field="spoken")


def check_amount(kind: FileKind, count: int, options: Options) -> None:
    """Raise RuleBroken unless this many products can go into one file."""
    if not count:
        raise RuleBroken(NOTHING)
    if count > MOST_PRODUCTS:
        raise RuleBroken(TOO_MANY, most=MOST_PRODUCTS)
    if kind is FileKind.LABELS and count * options.copies > MOST_LABELS:
        raise RuleBroken(
            N_("These are more than %(most)s labels. Make fewer copies, or fewer products."),
            field="copies",
            most=MOST_LABELS,
        )
