"""Showcases as lists name them, and who may read which."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Cut, Picture, cut_of, picture_of
from catalog.products.models import Product
from catalog.products.queries.visible import public
from catalog.showcases.models import Showcase, ShowcaseRun
from catalog.showcases.queries.eligibility import Held, Promise, visible
from catalog.showcases.rules import Phase, ShowcaseFacts, ShowcaseStatus, phase
from catalog.taxonomy.models import Market
from catalog.vendors.models import Vendor


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover in the cuts that a page chooses from; a cut may not have been made."""

    whole: Picture
    portrait: Cut | None
    landscape: Cut | None
    wide: Cut | None
    share: Cut | None


@dataclass(frozen=True, slots=True)
class Teaser:
    """A showcase as a list names it; counts hold only what a visitor can see."""

    id: UUID
    slug: str
    title: LocalText
    lead: LocalText
    note: LocalText
    curator: str
    gallery: str
    gallery_slug: str
    promise: Promise
    is_export: bool
    market: LocalText  # what its pieces are ready for; empty for a story
    cover: Cover | None
    cover_alt: LocalText  # the cover in words
    closing: LocalText  # what the page says once it has ended
    phase: Phase
    starts_at: datetime | None
    ends_at: datetime | None
    updated_at: datetime
    piece_count: int
    maker_count: int


@dataclass(frozen=True, slots=True)
class Named:
    """A showcase as a link names it."""

    slug: str
    title: LocalText


IMAGE = (
    Image.name,
    Image.widths,
    Image.width,
    Image.height,
    Image.colour,
    Image.focal_x,
    Image.focal_y,
)


def is_public(now: datetime) -> ColumnElement[bool]:
    """Return the SQL twin of ``rules.is_public``."""
    return and_(
        Showcase.status == ShowcaseStatus.PUBLISHED,
        or_(Showcase.starts_at.is_(None), Showcase.starts_at <= now),
    )


def is_running(now: datetime) -> ColumnElement[bool]:
    """Return the SQL twin of ``rules.phase(…) is Phase.RUNNING``."""
    return and_(is_public(now), or_(Showcase.ends_at.is_(None), Showcase.ends_at > now))


def find_running(work: Work) -> Teaser | None:
    """Return the running showcase that stands first, if any."""
    return next(iter(teasers(work, teaser().where(is_running(work.now)).limit(1))), None)


def list_running(work: Work) -> list[Teaser]:
    """Return the running showcases in the curators' order."""
    return teasers(work, teaser().where(is_running(work.now)))


def list_archive(work: Work, *, limit: int = 60) -> list[Teaser]:
    """Return the ended showcases, the latest first."""
    ended = and_(is_public(work.now), Showcase.ends_at <= work.now)
    chosen = teaser().order_by(None).order_by(Showcase.ends_at.desc(), Showcase.slug)
    return teasers(work, chosen.where(ended).limit(limit))


def list_of_product(work: Work, product_id: UUID) -> list[Named]:
    """Return the running showcases that show this product."""
    return _holding(work, Product.id == product_id)


def list_of_vendor(work: Work, vendor_id: UUID) -> list[Named]:
    """Return the running showcases that show a product of this maker."""
    return _holding(work, Product.vendor_id == vendor_id)


def _holding(work: Work, chosen: ColumnElement[bool]) -> list[Named]:
    """Return the running showcases in which one of these products really shows."""
    running = select(Showcase.id).where(is_running(work.now))
    products = select(Product.id).join(Vendor, Vendor.id == Product.vendor_id)
    found = visible(work, running, product_ids=products.where(chosen, public()))
    if not found:
        return []
    rows = work.session.execute(
        select(Showcase.slug, Showcase.title)
        .where(Showcase.id.in_({held.showcase_id for held in found}))
        .order_by(Showcase.position, Showcase.starts_at.desc().nulls_last(), Showcase.slug)
    )
    return [Named(row.slug, row.title) for row in rows]


def teaser() -> Select[*tuple[Any, ...]]:
    """Return the narrow statement of teasers in the curators' order; add who may read them."""
    return (
        select(
            Showcase.id,
            Showcase.slug,
            Showcase.status,
            Showcase.title,
            Showcase.lead,
            Showcase.note,
            Showcase.curator_name,
            Showcase.is_export,
            Showcase.starts_at,
            Showcase.ends_at,
            Showcase.updated_at,
            Gallery.name.label("gallery"),
            Gallery.slug.label("gallery_slug"),
            Showcase.kind,
            Showcase.market_code,
            Market.name.label("market"),
            ShowcaseRun.cover_alt,
            ShowcaseRun.closing,
            *IMAGE,
            Image.crops,
        )
        .join(Gallery, Gallery.id == Showcase.gallery_id)
        .outerjoin(ShowcaseRun, ShowcaseRun.showcase_id == Showcase.id)
        .outerjoin(Image, Image.id == Showcase.cover_id)
        .outerjoin(Market, Market.code == Showcase.market_code)
        .order_by(Showcase.position, Showcase.starts_at.desc().nulls_last(), Showcase.slug)
    )


def teasers(
    work: Work, chosen: Select[*tuple[Any, ...]], *, is_counted: bool = True
) -> list[Teaser]:
    """Return the teasers of a statement made from ``teaser()``.

    The counts are of what visitors see now; they stay 0 for who does not need them.
    """
    found = [_teaser(work, row) for row in work.session.execute(chosen)]
    return counted(work, found) if is_counted else found


def counted(work: Work, found: Sequence[Teaser]) -> list[Teaser]:
    """Return these teasers with the numbers of what visitors see now."""
    seen: dict[UUID, list[Held]] = defaultdict(list)
    for held in visible(work, [each.id for each in found]) if found else ():
        seen[held.showcase_id].append(held)
    return [
        replace(
            each,
            piece_count=len(seen[each.id]),
            maker_count=len({held.vendor_id for held in seen[each.id]}),
        )
        for each in found
    ]


def _teaser(work: Work, row: Row[*tuple[Any, ...]]) -> Teaser:
    return Teaser(
        id=row.id,
        slug=row.slug,
        title=row.title,
        lead=row.lead,
        note=row.note,
        curator=row.curator_name,
        gallery=row.gallery,
        gallery_slug=row.gallery_slug,
        promise=Promise(row.kind, row.market_code),
        market=row.market or LocalText(),
        is_export=row.is_export,
        cover=cover_of(row),
        cover_alt=row.cover_alt or LocalText(),
        closing=row.closing or LocalText(),
        phase=phase(ShowcaseFacts(row.status, row.starts_at, row.ends_at), work.now),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        updated_at=row.updated_at,
        piece_count=0,
        maker_count=0,
    )


def cover_of(row: Row[*tuple[Any, ...]]) -> Cover | None:
    """Return the cover of a row with ``IMAGE`` and the crops, in its cuts."""
    if not row.name:
        return None
    cuts = {kind: cut_of(row.crops, kind) for kind in ("portrait", "landscape", "wide", "share")}
    return Cover(picture_of(row), **cuts)
