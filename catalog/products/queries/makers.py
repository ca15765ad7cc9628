"""Vendors with what they make: the list of makers, and the parts of a maker's page."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    exists,
    func,
    literal,
    select,
    union_all,
)

from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.galleries.queries import GalleryFacts, galleries
from catalog.kernel.clock import wib_date
from catalog.legality import queries as legality
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductImage
from catalog.products.queries import cards
from catalog.products.queries.visible import live
from catalog.taxonomy.queries import CategoryNode, category_tree, place_names
from catalog.vendors.models import Vendor, VendorText
from catalog.vendors.rules import VendorStatus, is_paused, monogram

PER_PAGE = 24
PRODUCTS_PER_PAGE = 12


@dataclass(frozen=True, slots=True)
class MakerCriteria:
    """What a reader asked of the list; empty texts ask nothing."""

    text: str = ""
    district: str = ""
    gallery: str = ""
    category: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class MakerCard:
    """A vendor as the list shows it."""

    slug: str
    name: str
    monogram: str
    place: str
    tagline: str
    picture: Picture | None
    product_count: int
    badges: tuple[tuple[str, str], ...]
    is_paused: bool


@dataclass(frozen=True, slots=True)
class MakerList:
    """A page of makers."""

    cards: list[MakerCard]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a maker's products, how many each category has, and who took the maker in."""

    cards: list[cards.Card]
    categories: list[tuple[CategoryNode, int]]
    galleries: list[GalleryFacts]
    total: int  # of all categories
    page: int
    pages: int


def list_makers(work: Work, criteria: MakerCriteria, language: str) -> MakerList:
    """Return a page of active makers by name; three statements whatever their number."""
    clauses = _clauses(work, criteria)
    total = work.session.scalar(select(func.count()).select_from(Vendor).where(*clauses)) or 0
    pages = max(1, -(-total // PER_PAGE))
    chosen = (
        select(Vendor.id)
        .where(*clauses)
        .order_by(Vendor.name, Vendor.id)
        .limit(PER_PAGE)
        .offset((criteria.page - 1) * PER_PAGE)
    )
    found = _cards(work, chosen, language) if criteria.page <= pages else []
    return MakerList(found, total, criteria.page, pages)


def district_counts(work: Work) -> list[tuple[str, str, int]]:
    """Return (code, name, makers) of every kecamatan or outside place that has one, by name."""
    rows = work.session.execute(
        select(func.coalesce(Vendor.district_code, Vendor.region_code), func.count())
        .where(
            Vendor.status == VendorStatus.ACTIVE,
            exists().where(Product.vendor_id == Vendor.id, live()),
        )
        .group_by(func.coalesce(Vendor.district_code, Vendor.region_code))
    )
    names = place_names(work.session)
    found = [(code, names[code], count) for code, count in rows if code in names]
    return sorted(found, key=lambda line: (line[1], line[0]))


def shelf(work: Work, vendor_id: UUID, category: str, page: int, language: str) -> Shelf:
    """Return a page of a maker's products, picks and new ones first; two statements and badges."""
    tree = category_tree(work.session)
    counts, gallery_ids = _sums(work, vendor_id)
    lines = [(tree.by_id[key], count) for key, count in counts.items() if key in tree.by_id]
    lines.sort(key=lambda line: (-line[1], line[0].slug))
    chosen = cards.statement().where(Product.vendor_id == vendor_id)
    wanted = tree.by_slug.get(category)
    if wanted is not None:
        chosen = chosen.where(Product.category_id == wanted.id)
    shown = sum(count for node, count in lines if wanted is None or node.id == wanted.id)
    chosen = (
        chosen.order_by(Product.is_pick.desc(), Product.published_at.desc(), Product.id)
        .limit(PRODUCTS_PER_PAGE)
        .offset((page - 1) * PRODUCTS_PER_PAGE)
    )
    pages = max(1, -(-shown // PRODUCTS_PER_PAGE))
    return Shelf(
        cards=cards.listed(work, chosen, language) if page <= pages else [],
        categories=lines,
        galleries=[gallery for gallery in galleries(work.session) if gallery.id in gallery_ids],
        total=sum(count for _, count in lines),
        page=page,
        pages=pages,
    )


def _sums(work: Work, vendor_id: UUID) -> tuple[dict[UUID, int], set[UUID]]:
    """Return how many products each category has, and the galleries that took the maker in."""
    products = (
        select(literal("category"), Product.category_id, func.count())
        .where(Product.vendor_id == vendor_id, live())
        .group_by(Product.category_id)
    )
    members = select(literal("gallery"), GalleryVendor.gallery_id, literal(1)).where(
        GalleryVendor.vendor_id == vendor_id
    )
    rows = work.session.execute(union_all(products, members)).all()
    counts = {key: count for kind, key, count in rows if kind == "category"}
    return counts, {key for kind, key, _ in rows if kind == "gallery"}


def _clauses(work: Work, criteria: MakerCriteria) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [Vendor.status == VendorStatus.ACTIVE]
    if criteria.text:
        clauses.append(Vendor.name.icontains(criteria.text, autoescape=True))
    if criteria.district:
        place = func.coalesce(Vendor.district_code, Vendor.region_code)
        clauses.append(place == criteria.district)
    if criteria.gallery:
        ids = [g.id for g in galleries(work.session) if g.slug == criteria.gallery]
        clauses.append(
            exists().where(GalleryVendor.vendor_id == Vendor.id, GalleryVendor.gallery_id.in_(ids))
        )
    if criteria.category:
        clauses.append(
            exists().where(
                Product.vendor_id == Vendor.id,
                live(),
                Product.category_id.in_(_branch(work, criteria.category)),
            )
        )
    if not criteria.category:
        # A window without goods is no help to a buyer.
        clauses.append(exists().where(Product.vendor_id == Vendor.id, live()))
    return clauses


def _branch(work: Work, slug: str) -> list[UUID]:
    """Return a category with everything below it."""
    tree = category_tree(work.session)
    root = tree.by_slug.get(slug)
    return [node.id for node in tree.by_id.values() if root and root.id in node.path]


def _newest_picture() -> ScalarSelect[UUID]:
    """Return the cover of the maker's newest product, for makers without a picture of their own."""
    return (
        select(ProductImage.image_id)
        .join(Product, Product.id == ProductImage.product_id)
        .where(
            Product.vendor_id == Vendor.id,
            live(),
            ProductImage.position == 0,
        )
        .order_by(Product.published_at.desc(), Product.id)
        .limit(1)
        .correlate(Vendor)
        .scalar_subquery()
    )


def _cards(work: Work, chosen: Select[UUID], language: str) -> list[MakerCard]:
    product_count = (
        select(func.count())
        .select_from(Product)
        .where(Product.vendor_id == Vendor.id, live())
        .correlate(Vendor)
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(
            Vendor.id,
            Vendor.slug,
            Vendor.name.label("vendor"),
            Vendor.district_code,
            Vendor.region_code,
            Vendor.paused_from_on,
            Vendor.paused_until_on,
            VendorText.tagline,
            product_count.label("product_count"),
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
        )
        .outerjoin(
            VendorText, (VendorText.vendor_id == Vendor.id) & (VendorText.language == language)
        )
        .outerjoin(Image, Image.id == func.coalesce(Vendor.cover_id, _newest_picture()))
        .where(Vendor.id.in_(chosen.subquery().select()))
        .order_by(Vendor.name, Vendor.id)
    ).all()
    badges = legality.vendor_badges(work, [row.id for row in rows])
    places, today = place_names(work.session), wib_date(work.now)
    return [
        MakerCard(
            slug=row.slug,
            name=row.vendor,
            monogram=monogram(row.vendor),
            place=places.get(row.district_code or row.region_code, ""),
            tagline=row.tagline or "",
            picture=picture_of(row) if row.name else None,
            product_count=row.product_count,
            badges=badges.get(row.id, ()),
            is_paused=is_paused(row.paused_from_on, row.paused_until_on, today),
        )
        for row in rows
    ]
