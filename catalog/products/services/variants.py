"""Options of a product: make combinations, add a row, take one away."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.models import Product
from catalog.products.queries.editing import Desk, open_desk
from catalog.products.rules.merging import drop_cells
from catalog.products.rules.variants import (
    MOST,
    TOO_MANY,
    cell,
    combinations,
    fresh,
    name_of,
    read_axes,
)
from catalog.products.services.drafting import check_open, put

NO_AXES = N_("Write at least one size, colour, flavour or motif.")


def combine(
    work: Work, product: Product, typed: Mapping[str, str], *, language: str, may_publish: bool
) -> int:
    """Add a row for every combination of what was typed that has none; return how many."""
    check_open(product)
    desk = open_desk(work, product, language)
    axes = read_axes(typed)
    if not axes:
        raise RuleBroken(NO_AXES, field="axis_size")
    rows = _rows(desk)
    added = fresh(rows, combinations(axes))
    _put(work, desk, [*rows, *_new(added)], may_publish=may_publish)
    return len(added)


def add_row(work: Work, product: Product, *, language: str, may_publish: bool) -> None:
    """Add an empty row for an option; RuleBroken past the most."""
    check_open(product)
    desk = open_desk(work, product, language)
    rows = _rows(desk)
    if len(rows) >= MOST:
        raise RuleBroken(TOO_MANY, field="variants")
    _put(work, desk, [*rows, *_new([{}])], may_publish=may_publish)


def remove_row(work: Work, product: Product, key: str, *, language: str, may_publish: bool) -> None:
    """Take a row away; one that is gone already stays gone."""
    check_open(product)
    desk = open_desk(work, product, language)
    rows = _rows(desk)
    left = [row for row in rows if str(row["id"]).replace("-", "") != key]
    if len(left) == len(rows):
        return
    gone = [str(row["id"]) for row in rows if row not in left]
    changed = {"variants": left, **drop_cells(desk.values, gone)}
    put(work, desk, changed, may_publish=may_publish)


def _rows(desk: Desk) -> list[dict[str, Any]]:
    return [dict(row) for row in desk.values.get("variants") or ()]


def _new(options: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [{"id": str(uuid4()), "options": each} for each in options]


def _put(work: Work, desk: Desk, rows: list[dict[str, Any]], *, may_publish: bool) -> None:
    changed: dict[str, Any] = {"variants": rows}
    for row in rows:
        name = cell(str(row["id"]), "name")
        if row["options"] and not desk.values.get(name):
            changed[name] = name_of(row["options"])
    put(work, desk, changed, may_publish=may_publish)
