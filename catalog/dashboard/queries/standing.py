"""Where a vendor stands on its way: what the layers and the next step are decided from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select

from catalog.dashboard.rules import LEAST_PHOTOS, SOON, Named, Standing
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.text import LocalText
from catalog.legality import queries as legality
from catalog.legality.models import Document, DocumentType
from catalog.legality.rules import DocumentState
from catalog.legality.rules.requirements import Purpose
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import (
    PriceTier,
    Product,
    ProductEdit,
    ProductImage,
    ProductMarket,
    ProductText,
    ReviewRound,
)
from catalog.products.queries.exported import stands
from catalog.products.queries.visible import live
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.review import Outcome
from catalog.products.rules.status import Status
from catalog.vendors.models import OnBehalf, Vendor, VendorText
from catalog.vendors.rules import VendorStatus

SHORTEST_STORY = 120
_AT_WORK = (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Good:
    """A product as the home lists it."""

    id: UUID
    name: str
    status: Status
    is_returned: bool
    has_change: bool
    is_withdrawn: bool
    picture: Picture | None
    photos: int


@dataclass(frozen=True, slots=True)
class Home:
    """A vendor's standing with the goods touched last and how many there are by state."""

    standing: Standing
    goods: tuple[Good, ...]
    total: int


def home(work: Work, vendor: Vendor, language: str) -> Home:
    """Return where the vendor stands today (WIB)."""
    goods = _goods(work, vendor.id)
    thin = _without_trade(work, vendor.id)
    papers = legality.assessment(work, vendor.id, Purpose.CATALOGUE)
    at_work = [good for good in goods if good.status in _AT_WORK]
    dark = [good for good in at_work if good.photos < LEAST_PHOTOS]
    standing = Standing(
        is_active=vendor.status is VendorStatus.ACTIVE,
        is_suspended=vendor.status is VendorStatus.SUSPENDED,
        profile_gaps=_profile_gaps(work, vendor),
        products=len(at_work),
        live=sum(good.status is Status.PUBLISHED and not good.is_withdrawn for good in goods),
        in_review=sum(good.status is Status.IN_REVIEW for good in goods),
        few_photos=len(dark),
        papers_missing=papers.missing,
        papers_total=papers.total,
        without_trade=len(thin),
        export_ready=_export_ready(work, vendor.id),
        returned=_named(good for good in goods if good.is_returned),
        drafts=_named(
            good for good in goods if good.status is Status.DRAFT and not good.is_returned
        ),
        expiring=_expiring(work, vendor.id, language),
        thin=_named(good for good in goods if good.id in thin),
        dark=_named(dark),
        unconfirmed=_unconfirmed(work, vendor.id),
        first_live_on=_first_live_on(work, vendor.id),
    )
    return Home(standing, tuple(at_work), len(at_work))


def _named(goods: Iterable[Good]) -> tuple[Named, ...]:
    return tuple(Named(str(good.id), good.name) for good in goods)


def _goods(work: Work, vendor_id: UUID) -> list[Good]:
    """Return all goods, the one touched last first; two statements."""
    returned = exists().where(
        ReviewRound.product_id == Product.id,
        ReviewRound.outcome == Outcome.RETURNED,
        ReviewRound.answered_at.is_(None),
    )
    waiting = exists().where(
        ReviewRound.product_id == Product.id, ReviewRound.outcome == Outcome.WAITING
    )
    touched = func.coalesce(ProductEdit.saved_at, Product.updated_at)
    statement = (
        select(
            Product.id,
            Product.status,
            ProductText.name,
            Image,
            returned,
            waiting,
            Product.withdrawn_at,
        )
        .outerjoin(
            ProductText, and_(ProductText.product_id == Product.id, ProductText.language == "id")
        )
        .outerjoin(ProductEdit, ProductEdit.product_id == Product.id)
        .outerjoin(
            ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0)
        )
        .outerjoin(Image, Image.id == ProductImage.image_id)
        .where(Product.vendor_id == vendor_id)
        .order_by(touched.desc(), Product.id)
    )
    photos = _photos(work, vendor_id)
    return [
        Good(
            id=key,
            name=name or "",
            status=status,
            is_returned=is_returned,
            has_change=is_waiting and status is Status.PUBLISHED,
            is_withdrawn=withdrawn_at is not None,
            picture=None if photos.get(key) is None else picture_of(image),
            photos=photos.get(key, 0),
        )
        for key, status, name, image, is_returned, is_waiting, withdrawn_at in (
            work.session.execute(statement)
        )
    ]


def _photos(work: Work, vendor_id: UUID) -> Mapping[UUID, int]:
    statement = (
        select(ProductImage.product_id, func.count())
        .join(Product, Product.id == ProductImage.product_id)
        .where(Product.vendor_id == vendor_id)
        .group_by(ProductImage.product_id)
    )
    return dict(iter(work.session.execute(statement)))


def _profile_gaps(work: Work, vendor: Vendor) -> int:
    """Return how many of story, sentence, picture and year are missing."""
    text = work.session.get(VendorText, (vendor.id, "id"))
    return sum(
        (
            text is None or len(text.story) < SHORTEST_STORY,
            text is None or not text.tagline,
            vendor.cover_id is None and not vendor.photos,
            vendor.since_year is None,
        )
    )


def _without_trade(work: Work, vendor_id: UUID) -> set[UUID]:
    """Return the live goods that lack a capacity or any wholesale price."""
    wholesale = exists().where(
        PriceTier.product_id == Product.id,
        PriceTier.kind.in_((PriceKind.RESELLER, PriceKind.FOB)),
    )
    statement = select(Product.id).where(
        Product.vendor_id == vendor_id,
        Product.status == Status.PUBLISHED,
        or_(Product.capacity_month.is_(None), ~wholesale),
    )
    return set(work.session.scalars(statement))


def _export_ready(work: Work, vendor_id: UUID) -> int:
    statement = (
        select(func.count(func.distinct(Product.id)))
        .join(ProductMarket, ProductMarket.product_id == Product.id)
        .where(
            Product.vendor_id == vendor_id,
            live(),
            stands(wib_date(work.now)),
        )
    )
    return work.session.scalar(statement) or 0


def _expiring(work: Work, vendor_id: UUID, language: str) -> tuple[Named, ...]:
    """Return verified papers that have run out or will within a month, the nearest first."""
    end = wib_date(work.now) + timedelta(days=SOON)
    statement: Select[UUID, LocalText] = (
        select(Document.id, DocumentType.name)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(
            Document.vendor_id == vendor_id,
            Document.state == DocumentState.VERIFIED,
            Document.valid_until <= end,
        )
        .order_by(Document.valid_until, Document.id)
    )
    return tuple(
        Named(str(key), name.best(language)) for key, name in work.session.execute(statement)
    )


def _unconfirmed(work: Work, vendor_id: UUID) -> int:
    statement = select(func.count()).where(
        OnBehalf.vendor_id == vendor_id, OnBehalf.answered_at.is_(None)
    )
    return work.session.scalar(statement) or 0


def _first_live_on(work: Work, vendor_id: UUID) -> date | None:
    first = work.session.scalar(
        select(func.min(Product.published_at)).where(Product.vendor_id == vendor_id)
    )
    return wib_date(first) if first else None
