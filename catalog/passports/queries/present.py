"""A product behind its permanent code: what is true of it at the moment of asking."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.export.queries import verdicts_by_market
from catalog.export.rules import Standing as Ready
from catalog.kernel.errors import NotFound
from catalog.kernel.text import Language, LocalText
from catalog.legality.queries import Permit, ProductKey
from catalog.legality.rules import Standing as PaperStanding
from catalog.passports.rules import Standing, spellings, standing
from catalog.products.models import Product
from catalog.products.queries.page import ProductPage, Words, build, words_of
from catalog.products.queries.row import Line, find_row_of
from catalog.products.rules.status import Status
from catalog.showcases.queries import Named, list_of_product
from catalog.taxonomy.models import Market
from catalog.taxonomy.queries import place_names
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus


@dataclass(frozen=True, slots=True)
class Found:
    """A product that the public may hear of, by its code."""

    product_id: UUID
    code: str
    standing: Standing
    published_at: datetime
    archived_at: datetime | None
    withdrawn_at: datetime | None
    key: ProductKey


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a product stands for a market today; ``until`` is the last day that this is sure of."""

    code: str
    name: LocalText
    is_ready: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """A product that is not shown now: what may be said all the same."""

    name: str  # empty where even that may not be said
    maker: str
    maker_slug: str
    place: str


@dataclass(frozen=True, slots=True)
class Passport:
    """What a passport shows: either the product as it is, or that it is not shown."""

    found: Found
    page: ProductPage | None
    away: Away | None
    permits: tuple[Permit, ...]  # valid today, no others
    markets: tuple[Readiness, ...]
    showcases: tuple[Named, ...]
    grade: str
    texts: dict[str, Words] = field(default_factory=dict)  # by language, those that are whole

    @property
    def ready(self) -> tuple[Readiness, ...]:
        """Return the markets that it is ready for today."""
        return tuple(market for market in self.markets if market.is_ready)


def find(work: Work, code: str) -> Found:
    """Return where the product of this code stands; NotFound unless it once was public."""
    row = work.session.execute(
        select(Product, Vendor.status)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.code.in_(spellings(code)), Product.published_at.is_not(None))
        .order_by(Product.code != code)  # as it was typed, before any other reading of it
        .limit(1)
    ).one_or_none()
    if row is None or row.Product.published_at is None:
        raise NotFound("passport")
    product: Product = row.Product
    return Found(
        product_id=product.id,
        code=product.code,
        standing=standing(
            is_published=product.status is Status.PUBLISHED,
            is_archived=product.status is Status.ARCHIVED,
            is_vendor_active=row.status is VendorStatus.ACTIVE,
            is_withdrawn=product.withdrawn_at is not None,
        ),
        published_at=row.Product.published_at,
        archived_at=product.archived_at,
        withdrawn_at=product.withdrawn_at,
        key=ProductKey(product.id, product.vendor_id, product.category_id),
    )


def get_passport(work: Work, code: str, language: Language) -> Passport:
    """Return the passport of a code; raise NotFound."""
    found = find(work, code)
    row = find_row_of(work, found.product_id)
    if row is None:
        raise NotFound("passport")
    if found.standing is not Standing.LIVE:
        return Passport(found, None, _away(work, found, row, language), (), (), (), "")
    page = build(work, row, language)
    valid = [each for each in page.permits if each.standing is PaperStanding.VALID]
    return Passport(
        found=found,
        page=replace(page, permits=valid),
        away=None,
        permits=tuple(valid),
        markets=_markets(work, found.product_id),
        showcases=tuple(list_of_product(work, found.product_id)),
        grade=row.Product.grade or "",
        texts={code: words_of(row, code) for code in page.words.offered},
    )


def _away(work: Work, found: Found, row: Line, language: Language) -> Away:
    """Return what may be said of a product that is not shown.

    What hides it may have been followed by changes that nobody has looked at, so of a product that
    is merely away even the name stays unsaid; and of a maker that is away, everything.
    """
    vendor = row.Vendor
    if vendor.status is not VendorStatus.ACTIVE:
        return Away("", "", "", "")
    name = "" if found.standing is Standing.AWAY else words_of(row, language).name
    place = place_names(work.session).get(vendor.district_code or "", "")
    return Away(name, vendor.name, vendor.slug, place)


def _markets(work: Work, product_id: UUID) -> tuple[Readiness, ...]:
    verdicts = verdicts_by_market(work, [product_id]).get(product_id, {})
    rows = work.session.execute(
        select(Market.code, Market.name)
        .where(Market.code.in_(list(verdicts)))
        .order_by(Market.position, Market.code)
    )
    return tuple(
        Readiness(
            code=row.code,
            name=row.name,
            is_ready=verdicts[row.code].standing is Ready.READY,
            until=verdicts[row.code].valid_until,
        )
        for row in rows
    )
