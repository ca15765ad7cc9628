"""Writes rows as CSV or XLSX that open as they are meant, no cell taken for a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from catalog.sheets.reading import MAX_CELL

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What would begin a cell if its text were parted there.
_PARTED = re.compile(r"[,;\t\r\n][\s\"]*(?=[=+\-@])")
_WIDEST = 60  # characters


def inert(cell: str) -> str:
    """Return the cell so that a spreadsheet takes it for text, never for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_bytes(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    """Return the rows as a CSV file that Excel opens in UTF-8; an Indonesian one wants ``;``.

    No cell runs either where a program parts them at the other mark.
    """
    text = StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [_PARTED.sub(r"\g<0>'", inert(cell)) for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return the rows as a spreadsheet: the first one its headings, every cell text."""
    lines = [[_plain(cell) for cell in row] for row in rows]
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place in range(max(map(len, lines), default=0)):
        width = max(len(line[place]) for line in lines if place < len(line))
        sheet.column_dimensions[_letters(place)].width = min(width + 2, _WIDEST)
    for number, line in enumerate(lines):
        cells = [WriteOnlyCell(sheet, cell) for cell in line]
        for cell in cells:
            cell.data_type = "s"  # a text that begins with = stays a text
            cell.number_format = "@"  # and long numbers keep their digits when edited
            if not number:
                cell.font = Font(bold=True)
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(cell: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", cell)[:MAX_CELL]


def _letters(place: int) -> str:
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
