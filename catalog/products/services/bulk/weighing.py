"""Weighs the rows of a product against what is stored: what they change, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_block
from catalog.products.queries.bulk.lists import Kind, Lists
from catalog.products.queries.editing import Desk
from catalog.products.rules.bulk import problems as say
from catalog.products.rules.bulk.columns import CATEGORY, OPTION_PARTS, SKU, Found
from catalog.products.rules.bulk.lines import Row, sku_text
from catalog.products.rules.bulk.plans import Option, Plan, Sheet, Spot, letters, read_plan
from catalog.products.rules.bulk.problems import Problem, shortened
from catalog.products.rules.bulk.words import CLEAR, fold, value_of
from catalog.products.rules.fields import Field
from catalog.products.rules.merging import Merge, merge, same
from catalog.products.rules.reading import read_price
from catalog.products.rules.sheet import all_fields
from catalog.products.rules.variants import MOST, TOO_MANY, cell, cell_fields

LANGUAGE = "id"  # of a sheet's words
_MAX_SKU = 60
_PARTS = {part: column for column, part in OPTION_PARTS.items()}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """A vendor's sheet: whose it is, its columns, the kind of rows that name none."""

    work: Work
    vendor_id: UUID
    sheet: Sheet
    category: str
    lists: Lists

    @classmethod
    def of(cls, work: Work, vendor_id: UUID, columns: Sequence[Found], category: str) -> "Room":
        """Return the room of a sheet."""
        return cls(work, vendor_id, Sheet(columns), category, Lists(work, vendor_id))


@dataclass(slots=True)
class Weighed:
    """What a product's rows come to. ``desk`` is None for a product that is new."""

    category: str = ""
    plan: Plan = field(default_factory=Plan)
    desk: Desk | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)  # inputs that were read

    @property
    def is_good(self) -> bool:
        """Return whether the rows may go in."""
        return all(problem.is_bearable for problem in self.problems)


def product_id_of(vendor_id: UUID, sku: str) -> UUID:
    """Return the id that a new product of this code gets: sent twice, it is one product."""
    return uuid5(vendor_id, f"sku:{fold(sku)}")


def weigh(room: Room, sku: str, rows: Sequence[Row], desk: Desk | None) -> Weighed:
    """Return what the rows change of a product; of a new one (no desk), what it begins with."""
    found = Weighed()
    if not _named(room, sku, rows, found):
        return found
    if desk is not None and not desk.is_open:
        _at(room, found, _spot(room, rows[0], SKU), RuleBroken(say.LOCKED_NOW))
        return found
    stored = str(desk.values.get(CATEGORY) or "") if desk else ""
    found.category = _category(room, rows[0], found, stored)
    if not found.category:
        return found
    kind = room.lists.kind(found.category)
    found.plan = read_plan(rows, room.sheet, found.category, kind.fields, kind.words)
    found.problems += found.plan.problems
    found.desk = _seated(desk, kind) if desk else None
    if found.desk is None and "name" not in found.plan.raw and "name" not in _blamed(room, found):
        _at(room, found, _spot(room, rows[0], "name"), RuleBroken(say.NO_NAME))
    _merge(room, found, kind, product_id_of(room.vendor_id, sku))
    return found


def _named(room: Room, sku: str, rows: Sequence[Row], found: Weighed) -> bool:
    """Return whether the rows carry a code that can be kept."""
    spot = _spot(room, rows[0], SKU)
    entry = rows[0].at(spot[1])
    if entry.kind == "inexact":
        _at(room, found, spot, RuleBroken(say.SHORTENED), entry.text)
    elif entry.kind in {"formula", "error"}:
        message = say.FORMULA if entry.kind == "formula" else say.CELL_ERROR
        _at(room, found, spot, RuleBroken(message), entry.text)
    elif not sku or sku == CLEAR:
        _at(room, found, spot, RuleBroken(say.NO_SKU))
    elif len(sku_text(entry.text)) > _MAX_SKU:
        count = len(sku_text(entry.text))
        error = RuleBroken(say.CODE_TOO_LONG, count=count, most=_MAX_SKU)
        _at(room, found, spot, error, entry.text)
    return not found.problems


def _category(room: Room, row: Row, found: Weighed, stored: str) -> str:
    """Return the kind that a row names, else that of the product, else that of the sheet."""
    spot = _spot(room, row, CATEGORY)
    entry = row.at(spot[1]) if room.sheet.place(CATEGORY) is not None else None
    if entry is None or entry.is_empty or entry.text.strip() == CLEAR:
        chosen = stored or room.category
        if not chosen:
            _at(room, found, spot, RuleBroken(say.NO_KIND))
        return chosen
    try:
        if entry.kind == "formula":
            raise RuleBroken(say.FORMULA)  # noqa: TRY301  # told like the other
        return value_of(entry.text, room.lists.categories)
    except RuleBroken as error:
        _at(room, found, spot, error, entry.text)
        # The other cells of the row are looked at all the same, where that is possible.
        return stored or room.category


def _seated(desk: Desk, kind: Kind) -> Desk:
    """Return the desk with the fields of the kind that the row names."""
    if desk.values.get(CATEGORY) == kind.slug:
        return desk
    fields = all_fields(kind.reference, desk.values, LANGUAGE)
    return replace(desk, reference=kind.reference, fields=fields)


def _merge(room: Room, found: Weighed, kind: Kind, product_id: UUID) -> None:
    """Find what changes, by the rules of the editor, and tell of what they refuse."""
    desk, plan = found.desk, found.plan
    values: Values = desk.values if desk else {}
    fields = dict(desk.fields if desk else kind.fields)
    raw = dict(plan.raw)
    spots = dict(plan.spots)
    if not desk or desk.values.get(CATEGORY) != found.category:
        raw[CATEGORY] = [found.category]
    rows = _options(room, found, values, product_id)
    fields |= {field.name: field for field in cell_fields(rows)}
    for option, key in _pairs(found.plan, rows, values, product_id):
        for part, text in option.cells.items():
            name = cell(key, part)
            raw[name] = [_own_price(text, raw, values) if part == "price" else text]
            spots[name] = (option.row, room.sheet.place(_PARTS[part]) or 0)
    raw = _without_same(_completed(raw, fields, values), fields, values)
    result = merge(fields, {**values, "variants": rows}, raw, seen=desk.revision if desk else 0,
                   trail={})  # fmt: skip
    _tell(room, found, result, raw, spots)
    found.changed = dict(result.changed)
    found.settled = {inp for inp in plan.raw if inp not in result.errors} | result.settled
    if rows and not same(rows, values.get("variants")):
        found.changed["variants"] = rows


def _options(room: Room, found: Weighed, values: Values, product_id: UUID) -> list[dict[str, Any]]:
    """Return the rows of options: those that are stored, then the new ones."""
    stored = [dict(row) for row in values.get("variants") or ()]
    keys = [key for _, key in _pairs(found.plan, stored, values, product_id)]
    known = {str(row["id"]) for row in stored}
    rows = [*stored, *({"id": key, "options": {}} for key in keys if key not in known)]
    if len(rows) > MOST:
        last = found.plan.options[-1]
        _at(room, found, (last.row, room.sheet.place("option") or 0), RuleBroken(TOO_MANY))
        return stored
    stock = found.plan.raw.get("stock", [""])[0]
    if rows and stock:
        _at(room, found, found.plan.spots["stock"], RuleBroken(say.STOCK_OF_OPTIONS), stock)
        found.plan.raw.pop("stock")
    return rows


def _pairs(
    plan: Plan, rows: Sequence[Mapping[str, Any]], values: Values, product_id: UUID
) -> list[tuple[Option, str]]:
    """Return each option of the sheet with the id of its row, by its code, else by its name."""
    by_sku, by_name = {}, {}
    for row in rows:
        key = str(row["id"])
        by_sku[fold(str(values.get(cell(key, "sku")) or ""))] = key
        by_name[fold(str(values.get(cell(key, "name")) or ""))] = key
    found = []
    for option in plan.options:
        name, sku = fold(option.cells["name"]), fold(option.cells.get("sku", ""))
        fresh = str(uuid5(product_id, f"option:{name}"))
        found.append((option, (by_sku.get(sku) if sku else None) or by_name.get(name) or fresh))
    return found


def _own_price(text: str, raw: Mapping[str, list[str]], values: Values) -> str:
    """Return nothing where an option costs what the product costs: it is stored like that."""
    try:
        price = read_price(text)
        typed = raw.get("price")
        base = read_price(typed[0]) if typed else values.get("price")
    except RuleBroken:
        return text
    return "" if price == base else text


def _completed(
    raw: Mapping[str, list[str]], fields: Mapping[str, Field], values: Values
) -> dict[str, list[str]]:
    """Return the texts with those inputs of a field of several that the sheet has no column for."""
    whole = dict(raw)
    for name, each in fields.items():
        if each.cells and any(inp in raw for inp in each.cells):
            whole = {**each.show(values.get(name)), **whole}
    return whole


def _without_same(
    raw: Mapping[str, list[str]], fields: Mapping[str, Field], values: Values
) -> dict[str, list[str]]:
    """Return the texts without the fields that say what is stored, letter by letter.

    What an export has written comes back as no change, whatever today's rules say of old texts.
    """
    left = dict(raw)
    for name, each in fields.items():
        given = [inp for inp in each.inputs if inp in left]
        shown = each.show(values.get(name)) if given else {}
        if given and all(_plain(left[inp]) == _plain(shown.get(inp, [])) for inp in given):
            for inp in given:
                del left[inp]
    return left


def _plain(texts: Sequence[str]) -> list[str]:
    return sorted(filter(None, (clean_block(text) for text in texts)))


def _tell(
    room: Room,
    found: Weighed,
    result: Merge,
    raw: Mapping[str, list[str]],
    spots: Mapping[str, Spot],
) -> None:
    first = next(iter(spots.values()), (0, 0))
    for inp, error in result.errors.items():
        text = (raw.get(inp) or [""])[-1]
        _at(room, found, spots.get(inp, first), error, text)


def _blamed(room: Room, found: Weighed) -> set[str]:
    """Return the inputs whose cells are wrong already."""
    wrong = {(problem.row, problem.column) for problem in found.problems}
    return {
        inp
        for inp in ("name",)
        if (place := room.sheet.place(inp)) is not None
        and any(column == letters(place) for _, column in wrong)
    }


def _spot(room: Room, row: Row, inp: str) -> Spot:
    place = room.sheet.place(inp)
    return row.number, place if place is not None else room.sheet.place(SKU) or 0


def _at(room: Room, found: Weighed, spot: Spot, error: RuleBroken, text: str = "") -> None:
    found.problems.append(room.sheet.problem(spot, error, shortened(text)))
