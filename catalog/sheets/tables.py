"""Reads a table cell by cell, with what each cell really holds: a text, a number, a formula.

For files that are checked and answered cell by cell; ``reading`` is for lists taken as they are.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError  # only the name of an error

from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.sheets.packing import TOO_LARGE, Parts, open_book
from catalog.sheets.reading import MAX_CELL, MAX_COLUMNS, read_lines

MAX_UNPACKED = 120 * 1024 * 1024
MOST_EMPTY = 500  # empty rows in a row: what stands below was never meant
_HEAD = 4096
_EXACT_DIGITS = 15  # of a number in a spreadsheet; further ones have become zeros
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]{0,40}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MOST_MERGED = 20_000
_TITLE_SPAN = 3  # columns; a wider merged cell alone in its row is a headline

UNREADABLE = N_("This file cannot be read as a table. Save it as XLSX or CSV and send that.")
OLD_EXCEL = N_("This is an old Excel file (.xls). Open it, save it as .xlsx and send that.")
OPEN_DOCUMENT = N_("This is an OpenDocument file. Save it as .xlsx and send that.")
WEB_PAGE = N_("This file is a web page that calls itself a table. Open it, save it as .xlsx.")
NOT_A_TABLE = N_("This file is no table. Send the filled template, as XLSX or CSV.")
LOCKED = N_("This file is locked with a password. Take the password off and send it again.")
EMPTY = N_("This file is empty. Choose the file again.")


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"  # as #REF!
    INEXACT = "inexact"  # a number whose last digits are lost


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text; numbers carry a decimal comma, dates are ISO."""

    text: str = ""
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its number in the spreadsheet."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands in it."""
        return not any(cell.text.strip() for cell in self.cells)


def suffix_of(path: Path) -> str:
    """Return ``.xlsx`` or ``.csv`` by what the file is; raise RuleBroken for anything else."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise RuleBroken(EMPTY)
    if head.startswith(b"PK\x03\x04"):
        return _packed_kind(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RuleBroken(LOCKED if _is_locked(path) else OLD_EXCEL)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|svg)", head, re.IGNORECASE):
        raise RuleBroken(WEB_PAGE)
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and (b"\0" in head or head.startswith((b"%PDF", b"{\\rtf"))):
        raise RuleBroken(NOT_A_TABLE)
    return ".csv"


def read_table(path: Path, *, prefer: str = "", most: int) -> Iterator[Line]:
    """Give the lines that are not empty; the sheet named ``prefer``, else the first visible one.

    At most ``most`` of them are read. Raises RuleBroken when the file cannot be read. A value in a
    cell that is merged downwards stands in each of its rows; a headline across columns is left out.
    """
    lines = _book(path, prefer) if suffix_of(path) == ".xlsx" else _plain(path)
    empty = taken = 0
    for line in lines:
        if line.is_empty:
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty = 0
        taken += 1
        if taken > most:
            raise RuleBroken(N_("The file has more than %(most)s rows."), most=most)
        yield line


def letters(place: int) -> str:
    """Return the letters of a column, from 0: A, B, … AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def _plain(path: Path) -> Iterator[Line]:
    target = path if path.suffix.lower() == ".csv" else path.with_suffix(".csv")
    if target != path:
        target.write_bytes(path.read_bytes())
    for number, cells in read_lines(target):
        yield Line(number, tuple(_typed(cell) for cell in cells[:MAX_COLUMNS]))


def _typed(text: str) -> Cell:
    """Return the cell of a CSV file; what a program would run is told apart from text."""
    if text.startswith("'") and text[1:2] in {"=", "+", "-", "@"}:
        return Cell(text[1:])  # how we, and spreadsheets, mark a text
    return Cell(text, Kind.FORMULA if text.lstrip().startswith("=") else Kind.TEXT)


def _packed_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise RuleBroken(TOO_LARGE)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise RuleBroken(UNREADABLE) from error
    if "content.xml" in names:
        raise RuleBroken(OPEN_DOCUMENT)
    if "xl/workbook.xml" not in names:
        raise RuleBroken(NOT_A_TABLE)
    return ".xlsx"


def _is_locked(path: Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _book(path: Path, prefer: str) -> Iterator[Line]:
    failures = (
        OSError, zipfile.BadZipFile, InvalidFileException, ParseError, zlib.error, EOFError,
        KeyError, ValueError, TypeError, IndexError, AttributeError,
    )  # fmt: skip  # all that openpyxl 3.1 raises for broken files
    # An open file: openpyxl judges paths by their endings, and a sent file may have none.
    with path.open("rb") as file:
        try:
            # read_only tells nothing of merged cells: they are looked up in the file itself.
            book = open_book(file, data_only=False)
            sheet = _chosen(book, prefer)
            merged = _merged(path, book.sheetnames.index(sheet.title))
            yield from _spread(_lines(sheet), merged)
            book.close()
        except failures as error:
            raise RuleBroken(UNREADABLE) from error


def _chosen(book: Any, prefer: str) -> Any:  # noqa: ANN401  # openpyxl's read-only sheets
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    named = [sheet for sheet in sheets if sheet.title.strip().casefold() == prefer.casefold()]
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    return (named or visible or sheets)[0]


def _lines(sheet: Any) -> Iterator[Line]:  # noqa: ANN401  # as above
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield Line(number, tuple(_cell(cell) for cell in cells[:MAX_COLUMNS]))


def _cell(cell: Any) -> Cell:  # noqa: ANN401  # of a read-only sheet
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell(str(getattr(value, "text", value))[:MAX_CELL], Kind.FORMULA)
    if cell.data_type == "e":
        return Cell(str(value), Kind.ERROR)
    return _value(value)


def _value(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("1" if value else "0")
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        return Cell(value.date().isoformat(), Kind.DATE)
    if isinstance(value, date | datetime | time):
        return Cell(value.isoformat(), Kind.DATE)
    return Cell(str(value)[:MAX_CELL])


def _number(value: float) -> Cell:
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  # NaN
        return Cell(str(value), Kind.ERROR)
    if float(value).is_integer():
        text = str(int(value))
        is_long = len(text.lstrip("-")) > _EXACT_DIGITS
        return Cell(text, Kind.INEXACT if is_long else Kind.NUMBER)
    text = f"{value:.10f}".rstrip("0").replace(".", ",")
    # "1,234" would read as one thousand and more: a fourth digit says that it is a fraction.
    return Cell(text + "0" if len(text.partition(",")[2]) == 3 else text, Kind.NUMBER)  # noqa: PLR2004


Box = tuple[int, int, int, int]  # first column, first row, last column, last row, from 1


def _merged(path: Path, place: int) -> list[Box]:
    """Return the merged cells of a sheet by its place in the book."""
    with Parts(path) as archive:
        name = _part(archive, place)
        if name not in archive.namelist():
            return []
        found: list[Box] = []
        tail = b""
        with archive.open(name) as part:
            while block := part.read(1 << 20):
                text = tail + block
                found += [_box(match[1]) for match in _MERGED.finditer(text)]
                # What stands across two blocks is read with the next one.
                last = text.rfind(b"<")
                tail = text[last:] if len(text) - last < _HEAD else b""
                if len(found) > _MOST_MERGED:
                    break
    return list(dict.fromkeys(found))


def _part(archive: zipfile.ZipFile, place: int) -> str:
    """Return the name of a sheet's part: the workbook gives its relation, that its file."""
    book = archive.read("xl/workbook.xml")
    ids = re.findall(rb'<(?:\w+:)?sheet [^>]*?\br:id="([^"]+)"', book)
    if place >= len(ids) or "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return f"xl/worksheets/sheet{place + 1}.xml"
    for relation in re.findall(
        rb"<(?:\w+:)?Relationship [^>]+>", archive.read("xl/_rels/workbook.xml.rels")
    ):
        target = re.search(rb'\bTarget="([^"]+)"', relation)
        if target and b'Id="' + ids[place] + b'"' in relation:
            name = target[1].decode("utf-8", "replace").lstrip("/")
            return name if name.startswith("xl/") else f"xl/{name}"
    return f"xl/worksheets/sheet{place + 1}.xml"


def _box(reference: bytes) -> Box:
    first, top, last, bottom = range_boundaries(reference.decode())
    return (first or 1, top or 1, last or 1, bottom or 1)


def _spread(lines: Iterable[Line], merged: list[Box]) -> Iterator[Line]:
    """Repeat what is merged downwards, and drop headlines."""
    starts: dict[int, list[Box]] = {}
    for box in merged:
        starts.setdefault(box[1], []).append(box)
    running: list[tuple[Box, Cell]] = []
    for line in lines:
        cells = list(line.cells)
        running = [(box, cell) for box, cell in running if box[3] >= line.number]
        for box, cell in running:
            _put(cells, box[0] - 1, cell)
        here = starts.get(line.number, [])
        if _is_headline(cells, here):
            yield replace(line, cells=())
            continue
        running += [(box, cells[box[0] - 1]) for box in here if box[0] <= len(cells)]
        yield replace(line, cells=tuple(cells))


def _put(cells: list[Cell], place: int, cell: Cell) -> None:
    if place < MAX_COLUMNS:
        cells.extend([Cell()] * (place + 1 - len(cells)))
        if not cells[place].text:
            cells[place] = cell


def _is_headline(cells: list[Cell], here: list[Box]) -> bool:
    filled = [place for place, cell in enumerate(cells) if cell.text.strip()]
    wide = {box[0] - 1 for box in here if box[2] - box[0] + 1 >= _TITLE_SPAN}
    return len(filled) == 1 and filled[0] in wide
