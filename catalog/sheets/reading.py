"""Reads CSV and XLSX files as rows of text, as spreadsheets and sellers really save them."""

import csv
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError  # only the name of an error

from openpyxl.utils.exceptions import InvalidFileException

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.sheets.packing import open_book

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a spreadsheet cell can hold
_SAMPLE = 64 * 1024
_SAMPLE_LINES = 20
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*(?:"|\Z)')
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_XLSX = frozenset({".xlsx", ".xlsm"})

Row = tuple[int, dict[str, str]]


def read(path: Path) -> Iterator[Row]:
    """Give (line number, cells by heading) of a CSV or XLSX file; empty rows are left out.

    Raises RuleBroken when the file cannot be read as a table. Line numbers are those that a
    spreadsheet shows: a cell of many lines is one.
    """
    return _named(read_lines(path))


def read_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Give (line number, cells) of every line, title and empty lines too; errors as in ``read``."""
    return _xlsx(path) if path.suffix.lower() in _XLSX else _csv(path)


def is_shortened(cell: str) -> bool:
    """Return whether a spreadsheet has cut a long number to ``9.12E+12``: its end is lost."""
    return _SHORTENED.fullmatch(cell.strip()) is not None


def count(path: Path) -> int:
    """Return about how many rows there are, for a progress bar."""
    if path.suffix.lower() in _XLSX:
        return sum(1 for _ in _xlsx(path))
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _named(rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    # Some files open with title lines: the headings are the first row with two filled cells, or
    # the first of all in a table of one column, which shows in the row below it.
    headings: list[str] = []
    alone: list[str] = []
    taken = 0
    for number, cells in rows:
        filled = sum(bool(cell.strip()) for cell in cells)
        if not filled:
            continue
        if not headings:
            if filled > 1:
                headings = _headings(cells)
                continue
            if not alone or len(cells) > 1:
                alone = _headings(cells) if len(cells) == 1 else []
                continue
            headings = alone
        taken += 1
        if taken > MAX_ROWS:
            raise RuleBroken(N_("The file has more than %(most)s rows."), most=MAX_ROWS)
        yield number, dict(zip(headings, cells, strict=False))
    if not headings and not alone:
        raise RuleBroken(N_("The file has no heading row."))


def _headings(cells: Sequence[str]) -> list[str]:
    names = [clean_line(cell) for cell in cells[:MAX_COLUMNS]]
    return [name or f"column {place + 1}" for place, name in enumerate(names)]


def _csv(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    encoding = _encoding(path, head)
    delimiter = _delimiter(head.decode(encoding, "replace"))
    csv.field_size_limit(16 * 1024 * 1024)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = (line.replace("\0", "") for line in file)
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            # A cell may span lines: a spreadsheet counts records.
            for number, cells in enumerate(reader, 1):
                yield number, [cell[:MAX_CELL] for cell in cells]
        except csv.Error as error:
            raise RuleBroken(
                N_("Line %(line)s of the file cannot be read."), line=reader.line_num
            ) from error


def _delimiter(sample: str) -> str:
    """Return the mark that most lines hold equally often; csv.Sniffer needs seconds for odd files.

    A quoted cell may hold any of them, and line breaks: it is left out.
    """
    lines = [line for line in _QUOTED.sub("", sample).splitlines() if line.strip()]
    best, agreed = ",", (0, 0)
    for mark in _DELIMITERS:
        found = Counter(line.count(mark) for line in lines[:_SAMPLE_LINES])
        del found[0]
        for times, agreeing in found.items():
            if (agreeing, times) > agreed:
                best, agreed = mark, (agreeing, times)
    return best


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    with path.open(encoding="utf-8", newline="") as file:
        try:
            while file.read(1 << 20):
                pass
        except UnicodeDecodeError:
            return "cp1252"  # what Indonesian Excel saves as "CSV"
    return "utf-8-sig"


def _xlsx(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    failures = (
        OSError, ParseError, zipfile.BadZipFile, InvalidFileException, zlib.error, EOFError,
        KeyError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError,
    )  # fmt: skip  # all that openpyxl 3.1 raises for broken files
    with path.open("rb") as file:
        try:
            book = open_book(file, data_only=True)
            sheet = book.worksheets[0]
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, [_text(cell) for cell in cells[:MAX_COLUMNS]]
            book.close()
        except failures as error:
            raise RuleBroken(N_("The file is not a spreadsheet that can be read.")) from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # 12000.0 and 9.12E+12 were whole numbers once
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)[:MAX_CELL]
