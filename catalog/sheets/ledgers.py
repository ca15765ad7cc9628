"""Writes workbooks that people reckon with: numbers are numbers, dates are dates, links open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

from catalog.sheets.reading import MAX_CELL
from catalog.sheets.tables import letters

_TALL = 32  # points
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can name


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    url: str


Cell = str | int | float | date | Link | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A sheet: headings, rows, and by column its width and how its numbers are written."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Mapping[int, float] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)


def ledger_bytes(ledgers: Sequence[Ledger], *, made_at: datetime) -> bytes:
    """Return the workbook; the same content and moment give the same bytes.

    No text becomes a formula.
    """
    book = Workbook(write_only=True)
    moment = made_at.replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    for ledger in ledgers:
        _write(book, ledger)
    file = BytesIO()
    book.save(file)
    return _still(file.getvalue(), moment)


def _write(book: Workbook, ledger: Ledger) -> None:
    page: Any = book.create_sheet(ledger.title[:31])
    page.freeze_panes = "A2"
    for place in range(len(ledger.headings)):
        page.column_dimensions[letters(place)].width = ledger.widths.get(place, 14)
    page.row_dimensions[1].height = _TALL
    page.append([_heading(page, words) for words in ledger.headings])
    for row in ledger.rows:
        page.append(
            [_cell(page, value, ledger.formats.get(place)) for place, value in enumerate(row)]
        )
    page.auto_filter.ref = f"A1:{letters(len(ledger.headings) - 1)}{len(ledger.rows) + 1}"


def _heading(page: Any, words: str) -> Any:  # noqa: ANN401  # openpyxl
    cell = _cell(page, words, None)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", start_color="E8EEF8")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(page: Any, value: Cell, written: str | None) -> Any:  # noqa: ANN401  # openpyxl
    shown = value.url if isinstance(value, Link) else value
    if isinstance(shown, str):
        shown = ILLEGAL_CHARACTERS_RE.sub("", shown)[:MAX_CELL]
    cell: Any = WriteOnlyCell(page)
    cell.value = shown
    if isinstance(shown, str):
        cell.data_type = "s"  # a text that begins with = stays a text
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(shown, date):
        cell.number_format = "d mmm yyyy"
    if isinstance(value, Link):
        cell.hyperlink = value.url
        cell.font = Font(color="1E4C9C", underline="single")
    elif written is not None and not isinstance(shown, str):
        cell.number_format = written
    return cell


def _still(content: bytes, moment: datetime) -> bytes:
    """Return the workbook with one moment in all its parts: openpyxl writes that of saving."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = _at(data, moment)
            target.writestr(ZipInfo(part.filename, _EPOCH), data, ZIP_DEFLATED)
    return file.getvalue()


def _at(properties: bytes, moment: datetime) -> bytes:
    head, mark, rest = properties.partition(b"<dcterms:modified")
    if not mark:
        return properties
    opening, _, behind = rest.partition(b">")
    tail = behind.partition(b"<")[2]
    return b"".join([head, mark, opening, b">", moment.isoformat().encode(), b"Z<", tail])
