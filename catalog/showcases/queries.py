"""Reads of showcases: who may read which, and their pages in the curator's order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, distinct, func, or_, select
from sqlalchemy.orm import aliased

from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Cut, Picture, cut_of, picture_of
from catalog.products.models import Product
from catalog.products.queries import cards
from catalog.products.queries.visible import public
from catalog.showcases.models import Showcase, ShowcaseItem, ShowcaseSection
from catalog.showcases.rules import Layout, Phase, ShowcaseFacts, ShowcaseStatus, phase
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
    is_export: bool
    cover: Cover | None
    phase: Phase
    starts_at: datetime | None
    ends_at: datetime | None
    updated_at: datetime
    piece_count: int
    maker_count: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A product in a showcase, with the curator's sentence about it."""

    card: cards.Card
    note: LocalText


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with the pieces that a visitor can see, in the curator's order."""

    layout: Layout
    title: LocalText
    text: LocalText
    picture: Picture | None
    pieces: tuple[Piece, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing would stand on the page."""
        return not (self.pieces or self.text or self.picture)


@dataclass(frozen=True, slots=True)
class ShowcasePage:
    """A whole showcase; ``pieces`` are those of all sections, each product once."""

    teaser: Teaser
    sections: tuple[Section, ...]
    pieces: tuple[Piece, ...]


_SEEN = aliased(ShowcaseItem)
_IN = aliased(ShowcaseSection)


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
    return next(iter(_teasers(work, _teaser().where(is_running(work.now)).limit(1))), None)


def list_running(work: Work) -> list[Teaser]:
    """Return the running showcases in the curators' order."""
    return _teasers(work, _teaser().where(is_running(work.now)))


def list_archive(work: Work, *, limit: int = 60) -> list[Teaser]:
    """Return the ended showcases, the latest first."""
    ended = and_(is_public(work.now), Showcase.ends_at <= work.now)
    chosen = _teaser().order_by(None).order_by(Showcase.ends_at.desc(), Showcase.slug)
    return _teasers(work, chosen.where(ended).limit(limit))


def get_page(work: Work, slug: str, language: str) -> ShowcasePage:
    """Return a running or ended showcase; raise NotFound for anything else."""
    teasers = _teasers(work, _teaser().where(Showcase.slug == slug, is_public(work.now)))
    if not teasers:
        raise NotFound
    teaser = teasers[0]
    sections = _sections(work, teaser.id, language)
    once: dict[UUID, Piece] = {}
    for section in sections:
        for piece in section.pieces:
            once.setdefault(piece.card.id, piece)
    shown = tuple(section for section in sections if not section.is_empty)
    return ShowcasePage(teaser, shown, tuple(once.values()))


def _visible_items(counted: Any) -> Any:
    """Return a count over what a visitor can see of the showcase in the outer statement."""
    return (
        select(func.count(distinct(counted)))
        .select_from(_SEEN)
        .join(_IN, _IN.id == _SEEN.section_id)
        .join(Product, Product.id == _SEEN.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(_IN.showcase_id == Showcase.id, _SEEN.is_hidden.is_(False), public())
        .correlate(Showcase)
        .scalar_subquery()
    )


def _teaser() -> Select[Any]:
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
            _visible_items(Product.id).label("piece_count"),
            _visible_items(Product.vendor_id).label("maker_count"),
            *_image_columns(),
            Image.crops,
        )
        .join(Gallery, Gallery.id == Showcase.gallery_id)
        .outerjoin(Image, Image.id == Showcase.cover_id)
        .order_by(Showcase.position, Showcase.starts_at.desc(), Showcase.slug)
    )


def _image_columns() -> tuple[Any, ...]:
    return (
        Image.name,
        Image.widths,
        Image.width,
        Image.height,
        Image.colour,
        Image.focal_x,
        Image.focal_y,
    )


def _teasers(work: Work, chosen: Select[Any]) -> list[Teaser]:
    return [
        Teaser(
            id=row.id,
            slug=row.slug,
            title=row.title,
            lead=row.lead,
            note=row.note,
            curator=row.curator_name,
            gallery=row.gallery,
            gallery_slug=row.gallery_slug,
            is_export=row.is_export,
            cover=_cover(row),
            phase=phase(ShowcaseFacts(row.status, row.starts_at, row.ends_at), work.now),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            updated_at=row.updated_at,
            piece_count=row.piece_count,
            maker_count=row.maker_count,
        )
        for row in work.session.execute(chosen)
    ]


def _cover(row: Row[Any]) -> Cover | None:
    if not row.name:
        return None
    cuts = {kind: cut_of(row.crops, kind) for kind in ("portrait", "landscape", "wide", "share")}
    return Cover(picture_of(row), **cuts)


def _sections(work: Work, showcase_id: UUID, language: str) -> list[Section]:
    items = _items(work, showcase_id)
    shown = {
        card.id: card
        for card in cards.by_ids(
            work, list(dict.fromkeys(row.product_id for row in items)), language
        )
    }
    of_section = {
        section: tuple(Piece(shown[row.product_id], row.note) for row in rows if row.product_id in shown)
        for section, rows in groupby(items, key=lambda row: row.section_id)
    }
    rows = work.session.execute(
        select(
            ShowcaseSection.id,
            ShowcaseSection.layout,
            ShowcaseSection.title,
            ShowcaseSection.text,
            *_image_columns(),
        )
        .outerjoin(Image, Image.id == ShowcaseSection.image_id)
        .where(ShowcaseSection.showcase_id == showcase_id)
        .order_by(ShowcaseSection.position)
    )
    return [
        Section(
            layout=row.layout,
            title=row.title,
            text=row.text,
            picture=picture_of(row) if row.name else None,
            pieces=of_section.get(row.id, ()),
        )
        for row in rows
    ]


def _items(work: Work, showcase_id: UUID) -> Sequence[Row[Any]]:
    return work.session.execute(
        select(ShowcaseItem.section_id, ShowcaseItem.product_id, ShowcaseItem.note)
        .join(ShowcaseSection, ShowcaseSection.id == ShowcaseItem.section_id)
        .where(ShowcaseSection.showcase_id == showcase_id, ShowcaseItem.is_hidden.is_(False))
        .order_by(ShowcaseSection.position, ShowcaseItem.position)
    ).all()
