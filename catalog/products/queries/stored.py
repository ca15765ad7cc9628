"""The stored values of a product by field of the editor, as JSON holds them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import InstrumentedAttribute

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import (
    ChangeRequest,
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
from catalog.products.rules.review import OPEN_STATES
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


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind a product, as the database holds them."""

    product: Product
    supply: ProductSupply | None
    facts: TradeFacts | None
    edit: ProductEdit | None
    change: ChangeRequest | None  # that is being collected or waits
    texts: Sequence[ProductText]
    terms: Sequence[tuple[UUID, str]]
    variants: Sequence[Variant]
    tiers: Sequence[PriceTier]
    photos: Sequence[dict[str, Any]]


def stored(work: Work, product: Product) -> dict[str, Any]:
    """Return what the database holds of a product, by field."""
    return values_of(work, rows_of(work, [product])[product.id])


def rows_of(work: Work, products: Sequence[Product]) -> dict[UUID, Rows]:
    """Return the rows of these products; six statements, however many."""
    ids = [product.id for product in products]
    sides = _sides(work, ids)
    texts, terms = _by_product(work, ProductText, ids), _terms_by_product(work, ids)
    variants = _by_product(work, Variant, ids, Variant.position)
    tiers = _by_product(work, PriceTier, ids, PriceTier.currency, PriceTier.minimum_quantity)
    shown = _photos_by_product(work, ids)
    return {
        product.id: Rows(
            product,
            *sides[product.id],
            texts=texts[product.id],
            terms=terms[product.id],
            variants=variants[product.id],
            tiers=tiers[product.id],
            photos=shown[product.id],
        )
        for product in products
    }


def values_of(work: Work, rows: Rows) -> dict[str, Any]:
    """Return what rows say, by field."""
    return {
        **_core(work, rows.product),
        **_texts(rows.texts),
        **_attributes(rows.product.attributes),
        **_terms(rows.terms),
        **_prices(rows),
        **_trade(rows),
        "photos": list(rows.photos),
        "note": rows.edit.note if rows.edit else "",
    }


Sides = tuple[ProductSupply | None, TradeFacts | None, ProductEdit | None, ChangeRequest | None]


def _sides(work: Work, ids: Sequence[UUID]) -> dict[UUID, Sides]:
    """Return the rows of which a product has at most one."""
    is_open = and_(ChangeRequest.product_id == Product.id, ChangeRequest.state.in_(OPEN_STATES))
    rows = work.session.execute(
        select(Product.id, ProductSupply, TradeFacts, ProductEdit, ChangeRequest)
        .outerjoin(ProductSupply, ProductSupply.product_id == Product.id)
        .outerjoin(TradeFacts, TradeFacts.product_id == Product.id)
        .outerjoin(ProductEdit, ProductEdit.product_id == Product.id)
        .outerjoin(ChangeRequest, is_open)
        .where(Product.id.in_(ids))
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


OfProduct = TypeVar("OfProduct", ProductText, Variant, PriceTier)


def _by_product(
    work: Work, kind: type[OfProduct], ids: Sequence[UUID], *order: InstrumentedAttribute[Any]
) -> dict[UUID, list[OfProduct]]:
    found: dict[UUID, list[OfProduct]] = defaultdict(list)
    statement = select(kind).where(kind.product_id.in_(ids)).order_by(kind.product_id, *order)
    for row in work.session.scalars(statement):
        found[row.product_id].append(row)
    return found


def _terms_by_product(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = work.session.execute(
        select(ProductTerm.product_id, Term.id, Term.kind)
        .join(Term, ProductTerm.term_id == Term.id)
        .where(ProductTerm.product_id.in_(ids))
        .order_by(Term.position, Term.slug)
    )
    for product_id, term_id, kind in rows:
        found[product_id].append((term_id, kind.value))
    return found


def _photos_by_product(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rows = work.session.execute(
        select(ProductImage.product_id, ProductImage.id, ProductImage.image_id, ProductImage.alt)
        .where(ProductImage.product_id.in_(ids))
        .order_by(ProductImage.position)
    )
    for row in rows:
        found[row.product_id].append(
            {"id": str(row.id), "image": str(row.image_id), "alt": dict(row.alt or {})}
        )
    return found


def photos(work: Work, product: Product) -> list[dict[str, Any]]:
    """Return the photographs in their order: the row's id, the picture's, and its words."""
    return _photos_by_product(work, [product.id])[product.id]


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


def _texts(rows: Sequence[ProductText]) -> dict[str, Any]:
    found: dict[str, Any] = {}
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


def _terms(rows: Sequence[tuple[UUID, str]]) -> dict[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for term_id, kind in rows:
        found[f"{TERM}{kind}"].append(str(term_id))
    return {f"{TERM}{kind}": found[f"{TERM}{kind}"] for kind, _ in TERM_FIELDS}


def _prices(behind: Rows) -> dict[str, Any]:
    product, supply = behind.product, behind.supply
    base = supply.base_price if supply and supply.base_price else product.price
    rows = behind.variants
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
    return found | _tiers(behind.tiers)


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


def _tiers(rows: Sequence[PriceTier]) -> dict[str, Any]:
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


def _trade(rows: Rows) -> dict[str, Any]:
    facts, supply = rows.facts, rows.supply
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
