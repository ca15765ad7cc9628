"""Opens a sheet that was sent: its headings, its rows, which belong to one product."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.products.queries.bulk.lists import Lists
from catalog.products.rules.bulk.columns import SHEET
from catalog.products.rules.bulk.lines import Entry, Group, Row, Table, group, understand
from catalog.products.rules.bulk.runs import MOST_BYTES, MOST_ROWS, TOO_HEAVY
from catalog.products.rules.bulk.words import fold
from catalog.sheets.reading import is_shortened
from catalog.sheets.tables import Line, read_table

_TITLES = 40  # rows that may stand above the headings, on top of what is counted


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet as it is understood; ``category`` is the kind that its title lines name."""

    table: Table
    groups: tuple[Group, ...]
    category: str
    digest: str
    headers: tuple[str, ...]


def read_sheet(work: Work, vendor_id: UUID, path: Path) -> Read:
    """Return what a file holds; raise RuleBroken with what to do about it.

    The name of ``path`` ends with what the sender called the file.
    """
    if path.stat().st_size > MOST_BYTES:
        raise RuleBroken(TOO_HEAVY, field="sheet")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        rows = [_row(line) for line in read_table(path, prefer=SHEET, most=MOST_ROWS + _TITLES)]
        lists = Lists(work, vendor_id)
        table = understand(rows, lists.vocabulary())
        if len(table.rows) > MOST_ROWS:
            raise RuleBroken(_TOO_MANY, most=MOST_ROWS)  # noqa: TRY301  # told like the others
    except RuleBroken as error:
        raise RuleBroken(error.message, field="sheet", **error.values) from error
    category = _category(table, lists)
    return Read(table, tuple(group(table)), category, digest, table.headers)


_TOO_MANY = "The file has more than %(most)s rows."  # a msgid of catalog.sheets


def _row(line: Line) -> Row:
    return Row(
        line.number,
        tuple(
            Entry(cell.text, "inexact")
            if "+" in cell.text and is_shortened(cell.text)
            else Entry(cell.text, cell.kind.value)
            for cell in line.cells
        ),
    )


def _category(table: Table, lists: Lists) -> str:
    """Return the kind that stands above the headings, as the template has it."""
    for title in table.titles:
        found = lists.categories.get(fold(title.rpartition(":")[2])) or lists.categories.get(
            fold(title)
        )
        if found:
            return found
    return ""
