"""The rows of a file: where its headings stand, and which rows belong to one product."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.products.rules.bulk.columns import EXAMPLE, SKU, TROUBLE, Found, Vocabulary, key_of
from catalog.products.rules.bulk.words import fold
from catalog.products.rules.reading import tidy

HEAD_LINES = 40  # the headings stand among the first rows
LEAST_HEADINGS = 2
NO_HEADINGS = N_(
    "There is no row of headings that we know. Fill the template of this page, and leave its"
    " headings as they are."
)
NO_SKU_COLUMN = N_(
    "The column “Kode produk (SKU)” is missing. Add it with a code of your own for every product."
)
HEADING_TWICE = N_("The heading “%(header)s” stands in two columns. Rename or remove one of them.")
NO_ROWS = N_("Below the headings there is no row to take in. Fill in at least one product.")
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: its text, and what it holds (``text``, ``number``, ``formula``, …)."""

    text: str = ""
    kind: str = TEXT

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands there."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the spreadsheet."""

    number: int
    cells: tuple[Entry, ...] = ()

    def at(self, place: int) -> Entry:
        """Return a cell; an empty one beyond the end."""
        return self.cells[place] if place < len(self.cells) else Entry()

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        cells = [c.text if c.kind == TEXT else [c.text, c.kind] for c in self.cells]
        return {"number": self.number, "cells": cells}

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Row":
        """Return what ``plain`` gave."""
        cells = (Entry(c) if isinstance(c, str) else Entry(*c) for c in entry["cells"])
        return cls(int(entry["number"]), tuple(cells))


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it is understood: its columns, the rows below, what stands above them."""

    columns: tuple[Found, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()  # the whole row of headings; empty where it told of problems


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one product; ``sku`` is empty where none is written."""

    sku: str
    rows: tuple[Row, ...] = field(default_factory=tuple)


def understand(rows: Sequence[Row], vocabulary: Vocabulary) -> Table:
    """Return the table with its headings; raise RuleBroken when there are none."""
    place = _heading(rows, vocabulary)
    heading = rows[place]
    columns, unknown, seen = [], [], set[tuple[str, str]]()
    headers = tuple(clean_line(cell.text) for cell in heading.cells)
    headers = tuple("" if key_of(h) == key_of(TROUBLE) else h for h in headers)
    for at, header in enumerate(headers):
        inputs = vocabulary.inputs_of(header) if header else {}
        if not seen.isdisjoint(inputs.items()):
            raise RuleBroken(HEADING_TWICE, header=header)
        seen.update(inputs.items())
        columns.append(Found(at, header, inputs))
        if header and not inputs:
            unknown.append(header)
    if ("*", SKU) not in seen:
        raise RuleBroken(NO_SKU_COLUMN)
    below = tuple(row for row in rows[place + 1 :] if not _is_example(row, columns))
    if not below:
        raise RuleBroken(NO_ROWS)
    titles = tuple(c.text for row in rows[:place] for c in row.cells if not c.is_empty)
    known = tuple(c for c in columns if c.inputs)
    return Table(known, below, titles, tuple(unknown), headers)


def sku_text(text: str) -> str:
    """Return a product's code as it is kept."""
    return clean_line(tidy(text))


def group(table: Table) -> list[Group]:
    """Return the products of a table in the order of their first rows."""
    place = next(column.place for column in table.columns if column.inputs.get("*") == SKU)
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        sku = fold(row.at(place).text)
        found.setdefault(sku or f"\n{row.number}", []).append(row)
    return [
        Group("" if key.startswith("\n") else sku_text(rows[0].at(place).text), tuple(rows))
        for key, rows in found.items()
    ]


def _heading(rows: Sequence[Row], vocabulary: Vocabulary) -> int:
    """Return the place of the row with the most headings; the first one of equals."""
    best, most = -1, LEAST_HEADINGS - 1
    for place, row in enumerate(rows[:HEAD_LINES]):
        count = vocabulary.recognised(cell.text for cell in row.cells)
        if count > most:
            best, most = place, count
    if best < 0:
        raise RuleBroken(NO_HEADINGS)
    return best


def _is_example(row: Row, columns: Iterable[Found]) -> bool:
    """Return whether this is the row of the template that only shows how it is done."""
    return any(
        column.inputs.get("*") == SKU and fold(row.at(column.place).text) == fold(EXAMPLE)
        for column in columns
    )
