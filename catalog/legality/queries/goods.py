"""What requirements are held against: products, businesses and papers, many in few statements.

Products and galleries stand beside or above this feature, so their tables are named, not imported.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    String,
    Uuid,
    column,
    exists,
    func,
    select,
    table,
)
from sqlalchemy.orm import Session

from catalog.db.base import PlainJson
from catalog.legality.queries.papers import Which, papers_of
from catalog.legality.rules.documents import DocumentFacts
from catalog.legality.rules.requirements import Condition, Fact, Facts, conditions_of
from catalog.taxonomy.queries import CategoryNode, category_tree
from catalog.vendors.models import Vendor, VendorContact, VendorRegistry, VendorText
from catalog.vendors.rules import VendorStatus

LEAST_PHOTOS = 3
PRODUCT = table(
    "product",
    column("id", Uuid),
    column("vendor_id", Uuid),
    column("category_id", Uuid),
    column("status", String),
    column("attributes", PlainJson),
    column("hs_code", String),
    column("capacity_month"),
)
_PICTURE = table("product_image", column("product_id", Uuid))
_WORDS = table(
    "product_text", column("product_id", Uuid), column("language", String), column("description")
)
_GALLERY = table("gallery", column("id", Uuid), column("region_code", String))
_MEMBER = table("gallery_vendor", column("gallery_id", Uuid), column("vendor_id", Uuid))
_CITY = 5  # characters of a region's code that name a city or regency
_LABEL = frozenset({Fact.COMPOSITION, Fact.NET_CONTENT, Fact.SHELF_LIFE})
_WRITTEN = {
    Fact.COMPOSITION: ("composition",),
    Fact.NET_CONTENT: ("net_weight", "net_volume"),
    Fact.SHELF_LIFE: ("shelf_life_days",),
    Fact.PRODUCTION_CODE: ("has_production_code",),
}


@dataclass(frozen=True, slots=True)
class Business:
    """A vendor as requirements look at it; ``kinds`` are categories that it says it makes."""

    id: UUID
    name: str
    region_code: str
    business_class: str
    have: frozenset[Fact]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ware:
    """A product, or a kind of product that a business means to make (``product_id`` None)."""

    product_id: UUID | None
    node: CategoryNode | None
    is_published: bool
    facts: Facts


@dataclass(frozen=True, slots=True)
class Listing:
    """What a product says of itself, as a change that nobody has agreed to would leave it."""

    id: UUID
    vendor_id: UUID
    category_id: UUID
    attributes: Mapping[str, object]
    hs_code: str | None
    capacity_month: int | None
    photos: int
    english: bool
    status: str


Line = Row[*tuple[Any, ...]]


def members_of(gallery_id: UUID) -> Select[UUID]:
    """Return a statement of the vendors that show in a gallery."""
    return select(_MEMBER.c.vendor_id).where(_MEMBER.c.gallery_id == gallery_id)


def not_closed() -> Select[UUID]:
    """Return a statement of all vendors that have not left."""
    return select(Vendor.id).where(Vendor.status != VendorStatus.CLOSED)


def businesses(session: Session, which: Which, *, gallery_id: UUID | None = None) -> list[Business]:
    """Return these vendors, by name; one statement."""
    story = exists().where(VendorText.vendor_id == Vendor.id, VendorText.story != "")
    city = select(func.substr(_GALLERY.c.region_code, 1, _CITY)).where(_GALLERY.c.id == gallery_id)
    here = func.substr(Vendor.region_code, 1, _CITY) == city.scalar_subquery()
    statement = (
        select(
            Vendor.id,
            Vendor.name,
            Vendor.region_code,
            VendorRegistry.business_class,
            VendorRegistry.kinds,
            VendorContact.npwp.is_not(None).label("npwp"),
            story.label("story"),
            here.label("resident"),
        )
        .outerjoin(VendorRegistry, VendorRegistry.vendor_id == Vendor.id)
        .outerjoin(VendorContact, VendorContact.vendor_id == Vendor.id)
        .where(Vendor.id.in_(which))
        .order_by(Vendor.name, Vendor.id)
    )
    return [_business(row) for row in session.execute(statement)]


def _business(row: Line) -> Business:
    told = {Fact.STORY: row.story, Fact.NPWP: row.npwp, Fact.RESIDENT: row.resident}
    return Business(
        id=row.id,
        name=row.name,
        region_code=row.region_code,
        business_class=row.business_class.value if row.business_class else "",
        have=frozenset(fact for fact, holds in told.items() if holds),
        kinds=tuple(row.kinds or ()),
    )


def wares(
    session: Session,
    which: Which,
    found: Iterable[Business],
    *,
    product_id: UUID | None = None,
) -> dict[UUID, list[Ware]]:
    """Return the products of each vendor with the papers behind them; five statements in all.

    A vendor without products gives the kinds that it says it makes, or one of no kind at all.
    """
    papers = papers_of(session, which)
    rows: dict[UUID, list[Line]] = defaultdict(list)
    for row in session.execute(_products(which, product_id)):
        rows[row.vendor_id].append(row)
    tree = category_tree(session)
    return {
        business.id: [
            _ware(row, business, papers.get(business.id, ()), tree.by_id)
            for row in rows.get(business.id, ())
        ]
        or _meant(business, papers.get(business.id, ()), tree.by_slug)
        for business in found
    }


def ware_as(session: Session, listing: Listing) -> Ware | None:
    """Return a product as it would be; None for a vendor that is not there. Four statements."""
    which = [listing.vendor_id]
    found = businesses(session, which)
    if not found:
        return None
    papers = papers_of(session, which).get(listing.vendor_id, ())
    return _ware(listing, found[0], papers, category_tree(session).by_id)


def _products(which: Which, product_id: UUID | None) -> Select[*tuple[Any, ...]]:
    photos = (
        select(func.count())
        .select_from(_PICTURE)
        .where(_PICTURE.c.product_id == PRODUCT.c.id)
        .scalar_subquery()
    )
    english = exists().where(
        _WORDS.c.product_id == PRODUCT.c.id,
        _WORDS.c.language == "en",
        _WORDS.c.description != "",
    )
    statement = (
        select(*PRODUCT.c, photos.label("photos"), english.label("english"))
        .where(PRODUCT.c.vendor_id.in_(which))
        .order_by(PRODUCT.c.vendor_id, PRODUCT.c.id)
    )
    if product_id is not None:
        return statement.where(PRODUCT.c.id == product_id)
    return statement.where(PRODUCT.c.status != "archived")


def _ware(
    row: Line | Listing,
    business: Business,
    papers: Sequence[DocumentFacts],
    nodes: Mapping[UUID, CategoryNode],
) -> Ware:
    node = nodes.get(row.category_id)
    attributes = row.attributes or {}
    facts = Facts(
        papers=papers,
        category_ids=frozenset(node.path) if node else frozenset({row.category_id}),
        product_id=row.id,
        conditions=_conditions(attributes, node, business),
        have=business.have | _told(row, attributes),
    )
    return Ware(row.id, node, row.status == "published", facts)


def _told(row: Line | Listing, attributes: Mapping[str, object]) -> frozenset[Fact]:
    have = {fact for fact, keys in _WRITTEN.items() if any(attributes.get(key) for key in keys)}
    if have >= _LABEL:
        have.add(Fact.LABEL)
    more = {
        Fact.HS_CODE: row.hs_code,
        Fact.CAPACITY: row.capacity_month,
        Fact.ENGLISH: row.english,
        Fact.PHOTOS: row.photos >= LEAST_PHOTOS,
    }
    return frozenset(have | {fact for fact, holds in more.items() if holds})


def _meant(
    business: Business, papers: Sequence[DocumentFacts], by_slug: Mapping[str, CategoryNode]
) -> list[Ware]:
    known = [by_slug[slug] for slug in business.kinds if slug in by_slug]
    nodes: list[CategoryNode | None] = [*known] or [None]
    return [
        Ware(
            None,
            node,
            is_published=False,
            facts=Facts(
                papers=papers,
                category_ids=frozenset(node.path) if node else frozenset(),
                conditions=_conditions({}, node, business),
                have=business.have,
            ),
        )
        for node in nodes
    ]


def _conditions(
    attributes: Mapping[str, object], node: CategoryNode | None, business: Business
) -> frozenset[Condition]:
    kind = node.kind if node else ""
    return conditions_of(attributes, kind=kind, business_class=business.business_class)
