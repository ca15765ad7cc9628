"""Answers from the database while there is no sound index: without counts, never nothing."""

from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from catalog.db.work import Work
from catalog.discovery.rules.asking import SIZE, Asked
from catalog.discovery.rules.labels import Labels
from catalog.products.models import Product, ProductText
from catalog.products.queries import cards
from catalog.products.queries.cards import Card
from catalog.products.queries.visible import public
from catalog.search.criteria import Sort
from catalog.taxonomy.queries import category_tree
from catalog.vendors.models import Vendor

_MAX_WORDS = 4
_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.PRICE_UP: (Product.price.is_(None), Product.price.asc(), Product.id.asc()),
    Sort.PRICE_DOWN: (Product.price.is_(None), Product.price.desc(), Product.id.asc()),
}
_NEWEST = (Product.published_at.desc(), Product.id.asc())


def answer(work: Work, asked: Asked, labels: Labels, language: str) -> tuple[int, int, list[Card]]:
    """Return (total, page, cards); category, district and price hold, other filters wait."""
    where = and_(public(), *_filters(work, asked, labels))
    total = work.session.scalar(
        select(func.count(Product.id)).join(Vendor, Vendor.id == Product.vendor_id).where(where)
    )
    page = max(1, min(asked.page, ceil((total or 0) / SIZE)))
    chosen: Select[Any] = (
        cards.statement()
        .where(where)
        .order_by(*_ORDERS.get(asked.order, _NEWEST))
        .limit(SIZE)
        .offset((page - 1) * SIZE)
    )
    return total or 0, page, cards.listed(work, chosen, language)


def _filters(work: Work, asked: Asked, labels: Labels) -> list[ColumnElement[bool]]:
    found = [_named(word) for word in asked.text.split()[:_MAX_WORDS]]
    if asked.categories:
        tree = category_tree(work.session)
        chosen = {tree.by_slug[slug].id for slug in asked.categories}
        inside = [node.id for node in tree.by_id.values() if chosen & set(node.path)]
        found.append(Product.category_id.in_(inside))
    if districts := asked.facets.get("district"):
        codes = [code for slug in districts for code in labels.label("district", slug).values]
        found.append(or_(Vendor.district_code.in_(codes), Vendor.region_code.in_(codes)))
    if asked.price_min is not None:
        found.append(Product.price >= asked.price_min)
    if asked.price_max is not None:
        found.append(Product.price <= asked.price_max)
    return found


def _named(word: str) -> ColumnElement[bool]:
    """Return whether a name of the product holds this word; % and _ mean themselves."""
    return exists().where(
        ProductText.product_id == Product.id,
        func.lower(ProductText.name).contains(word.lower(), autoescape=True),
    )
