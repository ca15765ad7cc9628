"""What decides about a product's place in a set, narrow, in three statements for any number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from catalog.composing.rules.candidates import Candidate
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.products.models import Product, ProductDisplay, Variant
from catalog.products.queries.visible import public
from catalog.taxonomy.queries import CategoryTree, category_tree
from catalog.taxonomy.rules import regency_of
from catalog.vendors.models import Vendor, VendorRegistry
from catalog.vendors.rules.registry import Gender, Programme

_STOCKED = or_(
    exists().where(Variant.product_id == Product.id, Variant.stock > 0),
    exists().where(ProductDisplay.product_id == Product.id, ProductDisplay.stock > 0),
).label("is_stocked")
_STATEMENT: Select[*tuple[Any, ...]] = (
    select(
        Product.id,
        Product.vendor_id,
        Product.category_id,
        Product.price,
        Product.grade,
        Product.is_pick,
        Vendor.district_code,
        Vendor.region_code,
        VendorRegistry.owner_gender,
        VendorRegistry.business_class,
        VendorRegistry.programmes,
        _STOCKED,
    )
    .join(Vendor, Vendor.id == Product.vendor_id)
    .outerjoin(VendorRegistry, VendorRegistry.vendor_id == Vendor.id)
    .order_by(Product.id)
)
_BATCH = 1000  # ids in one statement
Galleries = dict[UUID, frozenset[UUID]]


def public_facts(work: Work, *where: ColumnElement[bool]) -> list[Candidate]:
    """Return what is known of every public product that the clauses let through."""
    return _candidates(work, work.session.execute(_STATEMENT.where(public(), *where)).all())


def facts_of(work: Work, ids: Collection[UUID]) -> dict[UUID, Candidate]:
    """Return what is known of these products, public or not."""
    found: dict[UUID, Candidate] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        some = Product.id.in_(wanted[start : start + _BATCH])
        rows = work.session.execute(_STATEMENT.where(some)).all()
        found |= {each.id: each for each in _candidates(work, rows)}
    return found


def _candidates(work: Work, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Candidate]:
    if not rows:
        return []
    tree = category_tree(work.session)
    of_vendor, of_product = _galleries(work)
    nowhere: frozenset[UUID] = frozenset()
    return [
        Candidate(
            id=row.id,
            vendor_id=row.vendor_id,
            district=row.district_code or regency_of(row.region_code),
            category=_top(tree, row.category_id),
            gallery_ids=of_vendor.get(row.vendor_id, nowhere) | of_product.get(row.id, nowhere),
            is_woman=row.owner_gender is Gender.WOMAN,
            is_p2wkss=Programme.P2WKSS in (row.programmes or ()),
            size=row.business_class,
            price=row.price,
            is_in_stock=row.is_stocked,
            grade=row.grade,
            is_pick=row.is_pick,
        )
        for row in rows
    ]


def _top(tree: CategoryTree, category_id: UUID) -> str:
    return tree.by_id[tree.by_id[category_id].path[0]].slug


def _galleries(work: Work) -> tuple[Galleries, Galleries]:
    """Return which galleries each vendor is with, and which show each product."""
    vendors: dict[UUID, set[UUID]] = defaultdict(set)
    for vendor_id, gallery_id in work.session.execute(
        select(GalleryVendor.vendor_id, GalleryVendor.gallery_id)
    ):
        vendors[vendor_id].add(gallery_id)
    products: dict[UUID, set[UUID]] = defaultdict(set)
    for product_id, gallery_id in work.session.execute(
        select(ProductDisplay.product_id, ProductDisplay.gallery_id)
    ):
        products[product_id].add(gallery_id)
    return (
        {key: frozenset(value) for key, value in vendors.items()},
        {key: frozenset(value) for key, value in products.items()},
    )
