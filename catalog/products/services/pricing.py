"""Writes prices, options and ladders: they only make sense together."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import PriceTier, Product, ProductSupply, Variant
from catalog.products.queries.stored import is_nameless, variants_of
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.variants import cell

_TOGETHER = {"price", "asks_price", "stock", "variants"}


def concerns(changed: Iterable[str]) -> bool:
    """Return whether one of these fields is written here."""
    return any(name in _TOGETHER or name.startswith("v_") or name in _TIERS for name in changed)


def write(work: Work, product: Product, values: Mapping[str, Any]) -> None:
    """Bring the prices, options and ladders of a product to these values."""
    rows = list(values.get("variants") or ())
    supply = _supply_of(work, product)
    supply.base_price = values.get("price")
    supply.asks_price = bool(values.get("asks_price"))
    if rows:
        _write_rows(work, product, rows, values)
    else:
        _write_stock(work, product, values.get("stock"))
    _sum_up(product, values, rows)
    for name, kind in _TIERS.items():
        _write_tiers(work, product, kind, list(values.get(name) or ()))
    work.session.flush()


def _supply_of(work: Work, product: Product) -> ProductSupply:
    row = work.session.get(ProductSupply, product.id)
    if row is None:
        row = ProductSupply(product_id=product.id, selling="", lead_steps=[], markets=[])
        work.session.add(row)
    return row


def _write_rows(
    work: Work, product: Product, rows: list[Mapping[str, Any]], values: Mapping[str, Any]
) -> None:
    stored = {str(row.id): row for row in variants_of(work, product)}
    wanted = [str(row["id"]) for row in rows]
    for key, row in stored.items():
        if key not in wanted:
            work.session.delete(row)
    _free_places(work, [row for key, row in stored.items() if key in wanted])
    for position, entry in enumerate(rows):
        key = str(entry["id"])
        row = stored.get(key) or Variant(id=UUID(key), product_id=product.id)
        row.position = position
        row.options = dict(entry.get("options") or {})
        _fill(row, key, values)
        work.session.add(row)
    work.session.flush()


def _free_places(work: Work, rows: Iterable[Variant]) -> None:
    """Move rows out of the way: no two may stand in one place, not even for a moment."""
    for number, row in enumerate(rows):
        row.position = -1 - number
    work.session.flush()


def _fill(row: Variant, key: str, values: Mapping[str, Any]) -> None:
    name = values.get(cell(key, "name")) or ""
    if LocalText(row.name or {}).best("id") != name:
        row.name = LocalText.of(id=name)
    row.price = values.get(cell(key, "price")) or values.get("price")
    row.stock = values.get(cell(key, "stock"))
    row.minimum_order = values.get(cell(key, "minimum"))
    row.case_size = values.get(cell(key, "case"))
    row.sku = values.get(cell(key, "sku")) or ""


def _write_stock(work: Work, product: Product, stock: int | None) -> None:
    """Keep the stock of a product without options in one nameless row."""
    rows = list(variants_of(work, product))
    kept = next((row for row in rows if is_nameless(row)), None)
    for row in rows:
        if row is not kept:
            work.session.delete(row)
    work.session.flush()
    if kept is None and stock is not None:
        kept = Variant(product_id=product.id, position=0, name=LocalText(), options={}, sku="")
        work.session.add(kept)
    if kept is not None:
        kept.stock = stock
        kept.price = None


def _sum_up(product: Product, values: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> None:
    """Keep the product's price in step: the lowest, and whether there are several."""
    base = values.get("price")
    found = [values.get(cell(str(row["id"]), "price")) or base for row in rows] or [base]
    known = {price for price in found if price}
    product.price = None if values.get("asks_price") else min(known, default=None)
    product.price_varies = len(known) > 1


_TIERS = {"ladder": PriceKind.RESELLER, "fob": PriceKind.FOB}


def _write_tiers(
    work: Work, product: Product, kind: PriceKind, steps: list[Mapping[str, Any]]
) -> None:
    statement = select(PriceTier).where(PriceTier.product_id == product.id, PriceTier.kind == kind)
    if kind is PriceKind.RESELLER:
        statement = statement.where(PriceTier.currency == "IDR")
    stored = {(row.currency, row.minimum_quantity): row for row in work.session.scalars(statement)}
    for step in steps:
        key = (step.get("currency", "IDR"), step["from"])
        row = stored.pop(key, None) or PriceTier(
            product_id=product.id, kind=kind, currency=key[0], minimum_quantity=key[1]
        )
        row.amount = step["amount"]
        row.port = step.get("port", "")
        row.valid_until = date.fromisoformat(step["until"]) if step.get("until") else None
        work.session.add(row)
    for row in stored.values():
        work.session.delete(row)
