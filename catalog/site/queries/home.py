"""What the first page shows: a hero, categories, a showcase, what is new, export-ready goods."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.money import Money, format_money
from catalog.kernel.text import Language, LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import PriceTier, Product, ProductImage, ProductText
from catalog.products.queries import cards
from catalog.products.queries.exported import ready_products
from catalog.products.queries.visible import public
from catalog.products.rules.prices import PriceKind
from catalog.site.queries import figures
from catalog.taxonomy.queries import (
    CategoryNode,
    TermWords,
    category_tree,
    place_names,
    unit_symbols,
)
from catalog.vendors.models import Vendor

NEW_PRODUCTS = 8
DISCS = 8
EXPORT_ROWS = 5
_HERO = 3
_HINTS_OF_KIND = {"motif": 1, "material": 1}
_HINT_CATEGORIES = 2
FOB_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Disc:
    """A top category with its count and one picture."""

    category: CategoryNode
    count: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One line of the importers' table, in English; empty texts are unknown."""

    slug: str
    name: str
    name_language: str
    place: str
    picture: Picture | None
    hs_code: str
    minimum_order: int
    unit: str
    capacity_month: int | None
    lead_days: str
    fob: str
    port: str


def hero(work: Work) -> list[figures.Example]:
    """Return up to three products of different categories, curators' picks first."""
    firsts = [
        share.examples[0] for _, share in figures.top_categories(work.session) if share.examples
    ]
    firsts.sort(key=lambda example: not example.is_pick)
    return firsts[:_HERO]


def discs(work: Work) -> list[Disc]:
    """Return the top categories, largest first; the hero's pictures serve again: one request."""
    found = sorted(figures.top_categories(work.session), key=lambda pair: -pair[1].count)
    return [
        Disc(
            category=node,
            count=share.count,
            picture=share.examples[0].picture if share.examples else None,
        )
        for node, share in found[:DISCS]
    ]


def hints(work: Work) -> tuple[list[TermWords], list[CategoryNode]]:
    """Return the busiest motif and material, and the busiest categories at the ends of the tree."""
    terms: list[TermWords] = []
    left = dict(_HINTS_OF_KIND)
    for term in figures.busy_terms(work.session):
        if left.get(term.kind, 0):
            left[term.kind] -= 1
            terms.append(term)
    leaves = [
        (share.count, node)
        for top, _ in figures.top_categories(work.session)
        for node, share in _leaves(work, top)
    ]
    leaves.sort(key=lambda pair: (-pair[0], pair[1].slug))
    return terms, [node for _, node in leaves[:_HINT_CATEGORIES]]


def newest(work: Work, language: str) -> list[cards.Card]:
    """Return the cards of what was published last."""
    chosen = cards.statement().order_by(Product.published_at.desc(), Product.id.desc())
    return cards.listed(work, chosen.limit(NEW_PRODUCTS), language)


def export_rows(work: Work) -> list[ExportRow]:
    """Return export-ready products with the facts that an importer asks first."""
    units, places = unit_symbols(work.session), place_names(work.session)
    return [
        ExportRow(
            slug=row.slug,
            name=row.name_en or row.name_id or row.slug,
            name_language="" if row.name_en else "id",
            place=places.get(row.district_code or row.region_code, ""),
            picture=picture_of(row) if row.name else None,
            hs_code=_dotted(row.hs_code or ""),
            minimum_order=row.minimum_order,
            unit=_unit(row.unit_code, units),
            capacity_month=row.capacity_month,
            lead_days=_span(row.lead_days_min, row.lead_days_max),
            fob=format_money(Money(row.amount, FOB_CURRENCY), Language.EN) if row.amount else "",
            port=row.port or "",
        )
        for row in work.session.execute(_export_statement(work))
    ]


def _export_statement(work: Work) -> Select[*tuple[Any, ...]]:
    indonesian, english = aliased(ProductText), aliased(ProductText)
    return (
        select(
            Product.slug,
            Product.hs_code,
            Product.minimum_order,
            Product.unit_code,
            Product.capacity_month,
            Product.lead_days_min,
            Product.lead_days_max,
            Vendor.district_code,
            Vendor.region_code,
            indonesian.name.label("name_id"),
            english.name.label("name_en"),
            PriceTier.amount,
            PriceTier.port,
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(
            indonesian, and_(indonesian.product_id == Product.id, indonesian.language == "id")
        )
        .outerjoin(english, and_(english.product_id == Product.id, english.language == "en"))
        .outerjoin(PriceTier, _first_fob(work))
        .outerjoin(
            ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0)
        )
        .outerjoin(Image, Image.id == ProductImage.image_id)
        .where(public(), Product.id.in_(ready_products(wib_date(work.now))))
        .order_by(Product.is_pick.desc(), Product.published_at.desc(), Product.id)
        .limit(EXPORT_ROWS)
    )


def _first_fob(work: Work) -> ColumnElement[bool]:
    """Return the join to the FOB price of the smallest quantity that is still valid today."""
    tier = aliased(PriceTier)
    today = wib_date(work.now)
    smallest = (
        select(func.min(tier.minimum_quantity))
        .where(
            tier.product_id == Product.id,
            tier.kind == PriceKind.FOB,
            tier.currency == FOB_CURRENCY,
            tier.valid_until >= today,
        )
        .correlate(Product)
        .scalar_subquery()
    )
    return and_(
        PriceTier.product_id == Product.id,
        PriceTier.kind == PriceKind.FOB,
        PriceTier.currency == FOB_CURRENCY,
        PriceTier.minimum_quantity == smallest,
    )


def _leaves(work: Work, top: CategoryNode) -> list[tuple[CategoryNode, figures.Share]]:
    shares = figures.by_category(work.session)
    tree = category_tree(work.session)
    found, waiting = [], [top]
    while waiting:
        node = waiting.pop()
        waiting.extend(tree.children(node.id))
        if not node.children and node.id in shares:
            found.append((node, shares[node.id]))
    return found


def _unit(code: str, names: dict[str, LocalText]) -> str:
    """Return the unit as importers write it: ``pcs``, else its English name."""
    return code if code == "pcs" or code not in names else names[code].best(Language.EN)


def _dotted(code: str) -> str:
    """Return ``4602.12`` for ``460212``, as importers write it."""
    return f"{code[:4]}.{code[4:]}" if len(code) > 4 else code  # noqa: PLR2004  # HS heading


def _span(least: int | None, most: int | None) -> str:
    numbers = [str(number) for number in dict.fromkeys((least, most)) if number is not None]
    return "–".join(numbers)
