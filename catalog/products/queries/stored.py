"""The stored values of a product by field of the editor, as JSON holds them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import (
    PriceTier,
    Product,
    ProductEdit,
    ProductImage,
    ProductSupply,
    ProductTerm,
    ProductText,
    TradeFacts,
    Variant,
)
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.sheet import ATTRIBUTE, ORDER, READY, TERM, TERM_FIELDS
from catalog.products.rules.variants import cell
from catalog.taxonomy.models import Term
from catalog.taxonomy.queries import category_tree

CARTON = (
    "inner_pieces",
    "carton_pieces",
    "carton_length_mm",
    "carton_width_mm",
    "carton_height_mm",
    "net_g",
    "gross_g",
)
TERMS = ("payment_terms", "sample_policy")


def stored(work: Work, product: Product) -> dict[str, Any]:
    """Return what the database holds of a product, by field."""
    return {
        **_core(work, product),
        **_texts(work, product),
        **_attributes(product.attributes),
        **_terms(work, product),
        **_prices(work, product),
        **_trade(work, product),
        "photos": photos(work, product),
        "note": _note(work, product),
    }


def photos(work: Work, product: Product) -> list[dict[str, Any]]:
    """Return the photographs in their order: the row's id, the picture's, and its words."""
    rows = work.session.execute(
        select(ProductImage.id, ProductImage.image_id, ProductImage.alt)
        .where(ProductImage.product_id == product.id)
        .order_by(ProductImage.position)
    )
    return [
        {"id": str(row.id), "image": str(row.image_id), "alt": dict(row.alt or {})} for row in rows
    ]


def is_nameless(variant: Variant) -> bool:
    """Return whether a row only counts the stock of a product without options."""
    return not variant.name and not variant.options and not variant.sku


def variants_of(work: Work, product: Product) -> Sequence[Variant]:
    """Return the rows of options in their order."""
    return work.session.scalars(
        select(Variant).where(Variant.product_id == product.id).order_by(Variant.position)
    ).all()


def _core(work: Work, product: Product) -> dict[str, Any]:
    node = category_tree(work.session).by_id.get(product.category_id)
    return {
        "category": node.slug if node else None,
        "unit_code": product.unit_code,
        "minimum_order": product.minimum_order,
        "lead_days_min": product.lead_days_min,
        "lead_days_max": product.lead_days_max,
        "hs_code": product.hs_code,
        "capacity_month": product.capacity_month,
    }


def _texts(work: Work, product: Product) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rows = work.session.scalars(select(ProductText).where(ProductText.product_id == product.id))
    for row in rows:
        ending = "" if row.language == "id" else f"_{row.language}"
        for part in ("name", "summary", "description"):
            found[f"{part}{ending}"] = getattr(row, part)
    return found


def _attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in attributes.items():
        name = f"{ATTRIBUTE}{key}"
        if isinstance(value, dict):
            found[name] = value.get("id", "")
            found[f"{name}_en"] = value.get("en", "")
        else:
            found[name] = value
    return found


def _terms(work: Work, product: Product) -> dict[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = work.session.execute(
        select(Term.id, Term.kind)
        .join(ProductTerm, ProductTerm.term_id == Term.id)
        .where(ProductTerm.product_id == product.id)
        .order_by(Term.position, Term.slug)
    )
    for term_id, kind in rows:
        found[f"{TERM}{kind.value}"].append(str(term_id))
    return {f"{TERM}{kind}": found[f"{TERM}{kind}"] for kind, _ in TERM_FIELDS}


def _prices(work: Work, product: Product) -> dict[str, Any]:
    supply = work.session.get(ProductSupply, product.id)
    base = supply.base_price if supply and supply.base_price else product.price
    rows = list(variants_of(work, product))
    alone = rows[0] if len(rows) == 1 and is_nameless(rows[0]) else None
    named = [] if alone else rows
    stock = alone.stock if alone else None
    found: dict[str, Any] = {
        "price": base,
        "asks_price": (supply.asks_price or None) if supply else None,
        "selling": supply.selling if supply and supply.selling else _selling(product, rows),
        "weight_g": supply.weight_g if supply else None,
        "stock": stock,
        "variants": [{"id": str(row.id), "options": dict(row.options)} for row in named],
    }
    for row in named:
        found |= _cells(row, base)
    return found | _tiers(work, product)


def _selling(product: Product, rows: Sequence[Variant]) -> str | None:
    if product.is_made_to_order:
        return ORDER
    return READY if any(row.stock is not None for row in rows) else None


def _cells(row: Variant, base: int | None) -> dict[str, Any]:
    key = str(row.id)
    return {
        cell(key, "name"): LocalText(row.name).best("id"),
        cell(key, "price"): None if row.price == base else row.price,
        cell(key, "stock"): row.stock,
        cell(key, "minimum"): row.minimum_order,
        cell(key, "case"): row.case_size,
        cell(key, "sku"): row.sku,
    }


def _tiers(work: Work, product: Product) -> dict[str, Any]:
    rows = work.session.scalars(
        select(PriceTier)
        .where(PriceTier.product_id == product.id)
        .order_by(PriceTier.currency, PriceTier.minimum_quantity)
    ).all()
    return {
        "ladder": [
            {"from": row.minimum_quantity, "amount": row.amount}
            for row in rows
            if row.kind is PriceKind.RESELLER and row.currency == "IDR"
        ],
        "fob": [
            {
                "from": row.minimum_quantity,
                "amount": row.amount,
                "currency": row.currency,
                "port": row.port,
                "until": row.valid_until.isoformat() if row.valid_until else "",
            }
            for row in rows
            if row.kind is PriceKind.FOB
        ],
    }


def _trade(work: Work, product: Product) -> dict[str, Any]:
    facts = work.session.get(TradeFacts, product.id)
    supply = work.session.get(ProductSupply, product.id)
    found: dict[str, Any] = {name: getattr(facts, name, None) for name in CARTON}
    for name in TERMS:
        words = getattr(facts, name, None) or LocalText()
        found[name] = words.get("id", "")
        found[f"{name}_en"] = words.get("en", "")
    return found | {
        "incoterms": list(facts.incoterms) if facts else [],
        "port": facts.port if facts else "",
        "private_label": facts.private_label if facts else None,
        "shelf_life_days": supply.shelf_life_days if supply else None,
        "lead_steps": list(supply.lead_steps) if supply else [],
        "markets": list(supply.markets) if supply else [],
    }


def _note(work: Work, product: Product) -> str:
    edit = work.session.get(ProductEdit, product.id)
    return edit.note if edit else ""
