"""Turns the rows of a product into what a form of the editor would send; pure functions.

An empty cell leaves what is stored; ``-`` empties it. What holds for a whole product is written in
its first row; every further row of the same code is an option.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.kernel.errors import RuleBroken
from catalog.products.rules.bulk import problems as say
from catalog.products.rules.bulk.columns import CATEGORY, OPTION_PARTS, PHOTOS, SKU, Found
from catalog.products.rules.bulk.lines import Entry, Row
from catalog.products.rules.bulk.problems import Problem, shortened, values_of
from catalog.products.rules.bulk.words import CLEAR, Words, fold, value_of
from catalog.products.rules.bulk.words import values_of as values_in
from catalog.products.rules.fields import Field, Look

_STAYS = frozenset({SKU, CATEGORY, "name", "unit_code", "selling", "option"})
_PRICES = frozenset({"price", "option_price"})
_LOWEST = 100  # Rupiah; a number cell below it has lost its zeros
_BROKEN = {"formula": say.FORMULA, "error": say.CELL_ERROR, "inexact": say.SHORTENED}
Spot = tuple[int, int]  # row as the spreadsheet counts, column from 0


@dataclass(frozen=True, slots=True)
class Option:
    """A row of an option: its cells by part (``name``, ``price``, …)."""

    row: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Plan:
    """What a product's rows ask for. ``spots`` tell, by input, where each text stands."""

    raw: dict[str, list[str]] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    photos: list[tuple[str, Spot]] = field(default_factory=list)
    drops_photos: bool = False  # those that are not named go
    spots: dict[str, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a file, and the letters that a spreadsheet gives them."""

    columns: Sequence[Found]

    def problem(self, spot: Spot, error: RuleBroken, text: str = "") -> Problem:
        """Return what is wrong at a spot."""
        row, place = spot
        header = next((c.header for c in self.columns if c.place == place), "")
        return Problem(
            row, letters(place), header, error.message, values_of(error), shortened(text)
        )

    def place(self, inp: str, category: str = "") -> int | None:
        """Return where the column of an input stands."""
        wanted = (c.place for c in self.columns if c.input_for(category) == inp)
        return next(wanted, None)


def letters(place: int) -> str:
    """Return the letters of a column, from 0: A, B, … AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_plan(
    rows: Sequence[Row],
    sheet: Sheet,
    category: str,
    fields: Mapping[str, Field],
    words: Mapping[str, Words],
) -> Plan:
    """Return what the rows of a product of this category ask for, with what is wrong in them."""
    plan = Plan()
    first = rows[0]
    for inp, spot, entry in _cells(plan, first, sheet, category):
        _take(plan, sheet, inp, spot, entry, words)
    for row in rows[1:]:
        _compare(plan, sheet, category, first, row)
    for row in rows:
        _option(plan, sheet, row, is_first=row is first, first=first.number)
    _complete_groups(plan, sheet, category, fields, first)
    return plan


def _cells(plan: Plan, row: Row, sheet: Sheet, category: str) -> Iterator[tuple[str, Spot, Entry]]:
    """Give the filled cells of a product; those that cannot be read are told of."""
    for column in sheet.columns:
        entry = row.at(column.place)
        if entry.is_empty:
            continue
        spot = (row.number, column.place)
        inp = column.input_for(category)
        if not inp:
            if entry.text.strip() != CLEAR:
                _tell(plan, sheet, spot, say.OTHER_KIND, entry.text)
        elif inp not in OPTION_PARTS and _is_sound(plan, sheet, inp, spot, entry):
            yield inp, spot, entry


def _is_sound(plan: Plan, sheet: Sheet, inp: str, spot: Spot, entry: Entry) -> bool:
    message = _BROKEN.get(entry.kind)
    if message:
        _tell(plan, sheet, spot, message, entry.text)
        return False
    if inp in _PRICES and entry.kind == "number" and _is_low(entry.text):
        error = RuleBroken(say.LOST_ZEROS, price=entry.text)
        plan.problems.append(sheet.problem(spot, error, entry.text))
        return False
    return True


def _is_low(text: str) -> bool:
    number = text.replace(",", ".")
    return number.replace(".", "", 1).isdigit() and 0 < float(number) < _LOWEST


def _take(
    plan: Plan, sheet: Sheet, inp: str, spot: Spot, entry: Entry, words: Mapping[str, Words]
) -> None:
    """Put a cell of the first row where it belongs."""
    plan.spots[inp] = spot
    is_clear = entry.text.strip() == CLEAR
    if inp in PHOTOS:
        plan.drops_photos |= is_clear
        if not is_clear:
            plan.photos.append((entry.text.strip(), spot))
        return
    if inp in {SKU, CATEGORY} or (is_clear and inp in _STAYS):
        return
    if is_clear:
        plan.raw[inp] = ["1" if inp == "minimum_order" else ""]
        return
    try:
        plan.raw[inp] = _texts(inp, entry.text, words)
    except RuleBroken as error:
        plan.problems.append(sheet.problem(spot, error, entry.text))


def _texts(inp: str, text: str, words: Mapping[str, Words]) -> list[str]:
    """Return what the input of the editor would hold: values for the words of lists."""
    if inp in words:
        return [value_of(text, words[inp])]
    if f"{inp}[]" in words:
        return values_in(text, words[f"{inp}[]"])
    return [text]


def lists_of(fields: Mapping[str, Field]) -> dict[str, Look]:
    """Return the inputs that take words of a list, and whether one or several."""
    return {
        name: each.look
        for name, each in fields.items()
        if each.look in {Look.CHOICE, Look.RADIO, Look.CHECKS} and not each.cells
    }


def _compare(plan: Plan, sheet: Sheet, category: str, first: Row, row: Row) -> None:
    """Tell of what a further row says differently of the whole product."""
    for inp, spot, entry in _cells(plan, row, sheet, category):
        told = first.at(spot[1])
        if inp == SKU or fold(told.text) == fold(entry.text):
            continue
        error = RuleBroken(say.DIFFERS, row=first.number)
        plan.problems.append(sheet.problem(spot, error, entry.text))


def _option(plan: Plan, sheet: Sheet, row: Row, *, is_first: bool, first: int) -> None:
    """Take the option of a row, if it has one."""
    found: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    for column in sheet.columns:
        part = OPTION_PARTS.get(column.input_for(""))
        entry = row.at(column.place)
        if not part or entry.is_empty:
            continue
        spot = (row.number, column.place)
        if _is_sound(plan, sheet, column.input_for(""), spot, entry):
            found[part] = "" if entry.text.strip() == CLEAR else entry.text.strip()
            spots[part] = spot
    if found.get("name"):
        _add_option(plan, sheet, Option(row.number, found), spots["name"])
    elif found:
        _tell(plan, sheet, next(iter(spots.values())), say.OPTION_LESS, "")
    elif not is_first:
        place = sheet.place(SKU) or 0
        error = RuleBroken(say.TWICE, row=first)
        plan.problems.append(sheet.problem((row.number, place), error, row.at(place).text))


def _add_option(plan: Plan, sheet: Sheet, option: Option, spot: Spot) -> None:
    name = fold(option.cells["name"])
    if any(fold(other.cells["name"]) == name for other in plan.options):
        _tell(plan, sheet, spot, say.OPTION_TWICE, option.cells["name"])
        return
    plan.options.append(option)


def _complete_groups(
    plan: Plan, sheet: Sheet, category: str, fields: Mapping[str, Field], first: Row
) -> None:
    """Let the inputs of one field, as a ladder, stand together: what is empty there is empty."""
    for each in fields.values():
        if not each.cells or not any(cell in plan.raw for cell in each.cells):
            continue
        for cell in each.cells:
            place = sheet.place(cell, category)
            if place is not None and cell not in plan.raw:
                plan.raw[cell] = [""]
                plan.spots.setdefault(cell, (first.number, place))


def _tell(plan: Plan, sheet: Sheet, spot: Spot, message: str, text: str) -> None:
    plan.problems.append(sheet.problem(spot, RuleBroken(message), text))
