"""Writes workbooks that people fill in: text cells, lists to choose from, notes at headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.sheets.reading import MAX_CELL
from catalog.sheets.tables import letters

_FILLABLE = 5_010  # rows that a list holds for
_TALL, _LOW = 32, 15  # points
_PROMPT = 250  # characters that a spreadsheet shows beside a cell


@dataclass(frozen=True, slots=True)
class Pick:
    """A column with a list: where its values stand, and whether others are refused."""

    sheet: str
    column: int  # in that sheet, from 0
    first: int  # row of the first value, from 1
    last: int
    is_strict: bool = True
    title: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; every cell is text.

    ``heading`` is the row of the headings, from 1 (0: none); ``marked`` are cells (row from 1,
    column from 0) to point out; ``fills`` colours the headings by column.
    """

    title: str
    rows: Sequence[Sequence[str]]
    heading: int = 1
    widths: Mapping[int, int] = field(default_factory=dict)
    fills: Mapping[int, str] = field(default_factory=dict)
    picks: Mapping[int, Pick] = field(default_factory=dict)
    marked: frozenset[tuple[int, int]] = frozenset()
    is_wrapped: bool = False


def book_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook; no cell is taken for a formula."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, sheet: Sheet) -> None:
    page: Any = book.create_sheet(sheet.title[:31])
    if sheet.heading:
        page.freeze_panes = f"A{sheet.heading + 1}"
    for place, width in sheet.widths.items():
        page.column_dimensions[letters(place)].width = width
        page.column_dimensions[letters(place)].number_format = "@"  # what is typed stays as typed
    for number, row in enumerate(sheet.rows, 1):
        is_heading = number == sheet.heading
        page.row_dimensions[number].height = _TALL if is_heading else None
        page.append([_made(page, sheet, (number, place), cell) for place, cell in enumerate(row)])
    for place, pick in sheet.picks.items():
        page.data_validations.append(_list(place, pick, sheet.heading + 1))


def _made(page: Any, sheet: Sheet, at: tuple[int, int], text: str) -> Any:  # noqa: ANN401  # openpyxl
    cell: Any = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL])
    cell.data_type = "s"  # a text that begins with = stays a text
    cell.number_format = "@"
    if at[0] == sheet.heading:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=sheet.fills.get(at[1], "E8EEF8"))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    elif at in sheet.marked:
        cell.fill = PatternFill("solid", start_color="FBE3B5")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif sheet.is_wrapped or not sheet.heading:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _list(place: int, pick: Pick, first: int) -> DataValidation:
    column = letters(pick.column)
    rule = DataValidation(
        type="list",
        formula1=f"'{pick.sheet}'!${column}${pick.first}:${column}${pick.last}",
        allow_blank=True,
        showErrorMessage=pick.is_strict,
        errorTitle=pick.title[:30] or None,
        error=pick.prompt[:_PROMPT] or None,
        promptTitle=pick.title[:30] or None,
        prompt=pick.prompt[:_PROMPT] or None,
        showInputMessage=bool(pick.prompt),
    )
    rule.add(f"{letters(place)}{first}:{letters(place)}{_FILLABLE}")
    return rule
