"""Writes a listing back as cells of a sheet, so that it can be read again; pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.products.rules.bulk.columns import (
    CATEGORY,
    OPTION_PARTS,
    PHOTOS,
    SKU,
    Column,
)
from catalog.products.rules.bulk.words import NO, YES, selling_word
from catalog.products.rules.fields import Field, Look
from catalog.products.rules.sheet import TERM, Reference
from catalog.products.rules.variants import cell, cell_fields


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sheet says of a product beyond its fields."""

    sku: str
    category: str
    photos: Sequence[str] = ()


def lines(
    shown: Shown,
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    reference: Reference,
) -> list[dict[str, str]]:
    """Return the rows of a product, cells by input: its own row, then one for each more option."""
    first = {SKU: shown.sku, CATEGORY: shown.category}
    for name, each in fields.items():
        if name != CATEGORY and not name.startswith("v_"):
            first |= _cells(each, values.get(name), words(each, reference))
    first |= dict(zip(PHOTOS, shown.photos, strict=False))
    options = list(_options(values))
    if not options:
        return [first]
    return [{**first, **options[0]}, *({SKU: shown.sku, **option} for option in options[1:])]


def words(each: Field, reference: Reference) -> dict[str, str]:
    """Return how the values of a list are written, by value; empty for a field without one."""
    if each.name.startswith(TERM):
        kind = each.name.removeprefix(TERM)
        choices = {str(k): v for k, v in (reference.terms or {}).items()}.get(kind, ())
        return {choice.value: choice.words for choice in choices}
    if each.name == "selling":
        return {value: selling_word(value) for value, _ in each.choices}
    if {value for value, _ in each.choices} == {"0", "1"}:
        return {"1": YES, "0": NO}
    if each.look in {Look.CHOICE, Look.RADIO, Look.CHECKS}:
        return dict(each.choices)
    return {}


def _cells(each: Field, value: Any, listed: Mapping[str, str]) -> dict[str, str]:  # noqa: ANN401  # JSON
    return {
        inp: "; ".join(listed.get(text, text) for text in texts if text)
        for inp, texts in each.show(value).items()
    }


def _options(values: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    rows = list(values.get("variants") or ())
    fields = {field.name: field for field in cell_fields(rows)}
    for row in rows:
        key = str(row["id"])
        found = {}
        for inp, part in OPTION_PARTS.items():
            name = cell(key, part)
            found[inp] = (fields[name].show(values.get(name)).get(name) or [""])[0]
        yield found


def table(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Return the cells of rows in the order of the columns."""
    return [[row.get(column.input, "") for column in columns] for row in rows]


def joined(kinds: Iterable[Sequence[Column]]) -> list[Column]:
    """Return the columns of several kinds of products together, each once, in their order.

    Two kinds may ask different things under one heading: one column serves both.
    """
    found: list[Column] = []
    seen: set[str] = set()
    base = list(kinds)
    for group in ("base", "photo", "option", "own", "english", "trade"):
        for columns in base:
            for column in columns:
                if column.group == group and column.header not in seen:
                    seen.add(column.header)
                    found.append(column)
    return found
