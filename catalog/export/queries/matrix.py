"""Products × markets for officers: filtered, paged, judged at the moment of asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from catalog.db.work import Work
from catalog.export.models import ExportConfirmation, ExportTurn
from catalog.export.queries import verdicts_by_market
from catalog.export.queries.candidates import judged_before
from catalog.export.rules import Fact, Standing, Verdict
from catalog.export.rules.confirming import ConfirmState
from catalog.galleries.models import GalleryVendor
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductText
from catalog.products.queries.reviews import in_charge
from catalog.products.queries.visible import public
from catalog.taxonomy.queries import category_tree
from catalog.vendors.models import Vendor

PER_PAGE = 25
MOST_EXPORTED = 2000
MOST_CLAIMS = 30
MOST_OWN = 200  # products of one maker on a page


@dataclass(frozen=True, slots=True)
class Filters:
    """What the matrix shows; empty: all. ``market_code`` narrows ``standing`` to one market."""

    gallery_id: UUID | None = None
    category: str = ""
    vendor_id: UUID | None = None
    market_code: str = ""
    standing: Standing | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A product with its verdicts by market."""

    product_id: UUID
    vendor_id: UUID
    name: LocalText
    vendor: str
    hs_code: str
    verdicts: dict[str, Verdict]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a maker says is done, before an officer has looked."""

    product_id: UUID
    name: LocalText
    vendor: str
    fact: Fact
    market_code: str


def sees(work: Work) -> ColumnElement[bool]:
    """Return the clause of the vendors whose readiness this officer reads."""
    return true() if work.actor.has(Role.ADMIN, Role.AUDITOR) else in_charge(work.actor)


def matrix(work: Work, filters: Filters) -> tuple[list[Entry], int]:
    """Return a page of the matrix and the number of all products; a few statements."""
    where = _where(work, filters)
    counted = select(func.count()).select_from(Product).join(Product.vendor).where(*where)
    total = work.session.scalar(counted) or 0
    start = (filters.page - 1) * PER_PAGE
    rows = work.session.execute(_rows(where).limit(PER_PAGE).offset(start))
    return _entries(work, rows.all()), total


def everything(work: Work, filters: Filters) -> list[Entry]:
    """Return all that the filters leave, for a file."""
    rows = work.session.execute(_rows(_where(work, filters)).limit(MOST_EXPORTED))
    return _entries(work, rows.all())


def of_vendor(work: Work, vendor_id: UUID) -> list[Entry]:
    """Return a vendor's own products that are not put away, drafts too, by name."""
    where = (Product.vendor_id == vendor_id, Product.archived_at.is_(None))
    rows = work.session.execute(_rows(where).limit(MOST_OWN))
    return _entries(work, rows.all())


def _rows(where: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    indonesian = and_(ProductText.product_id == Product.id, ProductText.language == "id")
    return (
        select(Product.id, Product.vendor_id, Product.hs_code, Vendor.name.label("vendor"))
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, indonesian)
        .where(*where)
        .order_by(Vendor.name, ProductText.name, Product.id)
    )


def _entries(work: Work, rows: Sequence[Any]) -> list[Entry]:
    ids = [row.id for row in rows]
    verdicts, names = verdicts_by_market(work, ids), names_of(work, ids)
    return [
        Entry(
            product_id=row.id,
            vendor_id=row.vendor_id,
            name=names.get(row.id, LocalText()),
            vendor=row.vendor,
            hs_code=row.hs_code or "",
            verdicts=verdicts.get(row.id, {}),
        )
        for row in rows
    ]


def _where(work: Work, filters: Filters) -> list[ColumnElement[bool]]:
    where = [public(), sees(work)]
    if filters.gallery_id is not None:
        of_gallery = select(GalleryVendor.vendor_id).where(
            GalleryVendor.gallery_id == filters.gallery_id
        )
        where.append(Product.vendor_id.in_(of_gallery))
    if filters.vendor_id is not None:
        where.append(Product.vendor_id == filters.vendor_id)
    if filters.category:
        tree = category_tree(work.session)
        top = tree.by_slug.get(filters.category)
        below = [node.id for node in tree.by_id.values() if top and top.id in node.path]
        where.append(Product.category_id.in_(below))
    if filters.standing is not None:
        where.append(_stands(filters.standing, filters.market_code))
    return where


def _stands(standing: Standing, market_code: str) -> ColumnElement[bool]:
    stands = [
        ExportTurn.product_id == Product.id,
        ExportTurn.ended_at.is_(None),
        ExportTurn.standing == standing,
    ]
    if market_code:
        stands.append(ExportTurn.market_code == market_code)
    found = exists().where(*stands)
    # What was never worked out has no HS code, which blocks everywhere.
    return or_(found, ~judged_before()) if standing is Standing.BLOCKED else found


def names_of(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, LocalText]:
    """Return the names of products."""
    statement = select(ProductText.product_id, ProductText.language, ProductText.name).where(
        ProductText.product_id.in_(product_ids)
    )
    found: dict[UUID, LocalText] = {}
    for row in work.session.execute(statement):
        found.setdefault(row.product_id, LocalText())[row.language] = row.name
    return found


def vendor_choices(work: Work) -> list[tuple[UUID, str]]:
    """Return the vendors with products in the matrix, by name."""
    statement = (
        select(Vendor.id, Vendor.name)
        .join(Product, Product.vendor_id == Vendor.id)
        .where(public(), sees(work))
        .distinct()
        .order_by(Vendor.name, Vendor.id)
    )
    return [(row.id, row.name) for row in work.session.execute(statement)]


def claims(work: Work) -> tuple[list[Claim], int]:
    """Return the oldest of what makers say is done, and how many there are."""
    which = (ExportConfirmation.state == ConfirmState.CLAIMED, in_charge(work.actor))
    statement = (
        select(ExportConfirmation, Vendor.name.label("vendor"))
        .join(Product, Product.id == ExportConfirmation.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(*which)
        .order_by(ExportConfirmation.claimed_at, ExportConfirmation.id)
        .limit(MOST_CLAIMS)
    )
    rows = work.session.execute(statement).all()
    names = names_of(work, [row.ExportConfirmation.product_id for row in rows])
    found = [
        Claim(
            product_id=(row_id := row.ExportConfirmation.product_id),
            name=names.get(row_id, LocalText()),
            vendor=row.vendor,
            fact=row.ExportConfirmation.fact,
            market_code=row.ExportConfirmation.market_code,
        )
        for row in rows
    ]
    return found, count_claims(work) if len(found) == MOST_CLAIMS else len(found)


def count_claims(work: Work) -> int:
    """Return how many claims wait for this officer."""
    statement = (
        select(func.count())
        .select_from(ExportConfirmation)
        .join(Product, Product.id == ExportConfirmation.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(ExportConfirmation.state == ConfirmState.CLAIMED, in_charge(work.actor))
    )
    return work.session.scalar(statement) or 0


def get_charged(work: Work, product_id: UUID) -> Product:
    """Return a product whose vendor this officer decides about, else raise NotFound."""
    found = work.session.scalar(
        select(Product).join(Product.vendor).where(Product.id == product_id, in_charge(work.actor))
    )
    if found is None:
        raise NotFound("product")
    return found
