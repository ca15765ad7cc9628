"""Options of a product: sizes, colours, flavours, motifs, and the combinations that are sold."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.rules import fields as make
from catalog.products.rules.fields import Field
from catalog.products.rules.reading import read_line
from catalog.products.rules.steps import Step

MOST = 60
MAX_OPTION = 40
MAX_NAME = 80
AXES: Mapping[str, str] = {
    "size": N_("Size"),
    "colour": N_("Colour"),
    "flavour": N_("Flavour"),
    "motif": N_("Motif"),
}
# The cells of a row and their words.
CELLS: Mapping[str, str] = {
    "name": N_("Option"),
    "price": N_("Price"),
    "stock": N_("Stock"),
    "minimum": N_("Minimum order"),
    "case": N_("Pieces per case"),
    "sku": N_("Your code (SKU)"),
}
TOO_MANY = N_("A product has at most 60 options. Make two products of it, or leave some out.")


def cell(key: str, part: str) -> str:
    """Return the name of a cell: ``v_<hex>_price``."""
    return f"v_{key.replace('-', '')}_{part}"


def cell_fields(variants: Iterable[Mapping[str, Any]]) -> Iterable[Field]:
    """Return the fields of every row; ``variants`` are {"id", "options"} in order."""
    for variant in variants:
        key = str(variant["id"])
        yield make.line(cell(key, "name"), Step.PRICE, CELLS["name"], MAX_NAME)
        yield make.price(cell(key, "price"), Step.PRICE, CELLS["price"])
        yield make.count(cell(key, "stock"), Step.PRICE, CELLS["stock"], least=0)
        yield make.count(cell(key, "minimum"), Step.PRICE, CELLS["minimum"])
        yield make.count(cell(key, "case"), Step.PRICE, CELLS["case"], up_to=100_000)
        yield make.line(cell(key, "sku"), Step.PRICE, CELLS["sku"], 60)


def read_axes(raw: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the values of each axis out of ``S, M, L``; RuleBroken names the input."""
    found: dict[str, list[str]] = {}
    for axis in AXES:
        texts = raw.get(axis, "").replace(";", ",").replace("\n", ",").split(",")
        try:
            values = [read_line(text, MAX_OPTION) for text in texts]
        except RuleBroken as error:
            raise RuleBroken(error.message, field=f"axis_{axis}", **error.values) from error
        unique = list({value.casefold(): value for value in values if value}.values())
        if unique:
            found[axis] = unique
    return found


def combinations(axes: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return every combination in reading order; RuleBroken when there are more than 60."""
    count = 1
    for values in axes.values():
        count *= len(values)
    if count > MOST:
        first = next(iter(axes), "size")
        raise RuleBroken(TOO_MANY, field=f"axis_{first}")
    if not axes:
        return []
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]


def axes_of(variants: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the values that the rows use, by axis, in their order."""
    found: dict[str, dict[str, None]] = {}
    for variant in variants:
        for axis, value in (variant.get("options") or {}).items():
            if axis in AXES:
                found.setdefault(axis, {})[str(value)] = None
    return {axis: list(values) for axis, values in found.items()}


def fresh(
    variants: Sequence[Mapping[str, Any]], wanted: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return the combinations that no row stands for yet; RuleBroken past 60 rows."""
    known = {_folded(variant.get("options") or {}) for variant in variants}
    added = [dict(options) for options in wanted if _folded(options) not in known]
    if len(variants) + len(added) > MOST:
        raise RuleBroken(TOO_MANY, field="variants")
    return added


def name_of(options: Mapping[str, str]) -> str:
    """Return ``M / Merah``."""
    return " / ".join(options.values())


def check_names(names: Mapping[str, str | None]) -> dict[str, RuleBroken]:
    """Return the error of every cell whose name stands twice; ``names`` are by cell."""
    seen: dict[str, str] = {}
    wrong: dict[str, RuleBroken] = {}
    for where, name in names.items():
        folded = (name or "").casefold()
        if folded and folded in seen:
            wrong[where] = RuleBroken(
                N_("Two options have this name. Change one of them."), field=where
            )
        seen.setdefault(folded, where)
    return wrong


def _folded(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((axis, value.casefold()) for axis, value in options.items()))
