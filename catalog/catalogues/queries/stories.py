"""What is printed: chapters and pieces of a showcase, a vendor's goods, a gallery's shelf.

Only what the public may see today is in it, whoever asks.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from catalog.catalogues.rules.files import Options, Scope
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality import queries as legality
from catalog.products.models import Product, ProductDisplay, ProductMarket, ProductText
from catalog.products.queries.visible import public
from catalog.showcases.models import Showcase
from catalog.showcases.queries import eligibility
from catalog.showcases.queries.drafts import content_of_rows, get_draft
from catalog.showcases.rules import ShowcaseStatus
from catalog.showcases.rules.content import Content
from catalog.vendors.models import Vendor

HALF_MARK = 32  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A product with the curator's sentence about it."""

    product_id: UUID
    note: LocalText = field(default_factory=LocalText)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Words, a picture and pieces in their order."""

    title: LocalText = field(default_factory=LocalText)
    text: LocalText = field(default_factory=LocalText)
    image_id: UUID | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is printed, but the products themselves; each product stands in it once."""

    title: LocalText
    slug: str
    chapters: tuple[Chapter, ...]
    lead: LocalText = field(default_factory=LocalText)
    note: LocalText = field(default_factory=LocalText)
    curator: str = ""
    gallery_id: UUID | None = None
    cover_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def product_ids(self) -> tuple[UUID, ...]:
        """Return the products in their order."""
        return tuple(piece.product_id for chapter in self.chapters for piece in chapter.pieces)


def story_of(work: Work, scope: tuple[Scope, UUID], options: Options) -> Story:
    """Return what would be printed today; raise NotFound when there is no such thing."""
    kind, key = scope
    story = _READERS[kind](work, key, options)
    chosen = set(options.product_ids) or set(story.product_ids)
    allowed = _shown(work, scope, story.product_ids) & chosen
    seen: set[UUID] = set()
    chapters = []
    for chapter in story.chapters:
        pieces = []
        for piece in chapter.pieces:
            if piece.product_id in allowed and piece.product_id not in seen:
                seen.add(piece.product_id)
                pieces.append(piece)
        chapters.append(replace(chapter, pieces=tuple(pieces)))
    told = [each for each in chapters if each.pieces or each.text]
    return replace(story, chapters=tuple(told))


def mark_of(work: Work, story: Story) -> str:
    """Return how this stands now: the same as long as nothing that is printed changes.

    It ends with ``vouched_for``.
    """
    versions = work.session.execute(
        select(Product.id, Product.version, Product.updated_at, Vendor.name)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id.in_(story.product_ids))
        .order_by(Product.id)
    )
    told = [
        story.title,
        story.lead,
        story.note,
        story.curator,
        str(story.cover_id),
        str(story.ends_at),
        [
            [each.title, each.text, [[str(one.product_id), one.note] for one in each.pieces]]
            for each in story.chapters
        ],
        [[str(row.id), row.version, row.updated_at.isoformat(), row.name] for row in versions],
    ]
    return _digest(told) + vouched_for(work, story.product_ids)


def vouched_for(work: Work, product_ids: Iterable[UUID]) -> str:
    """Return which permits and markets paper may name today; a file's mark ends with it."""
    ids = list(product_ids)
    keys = work.session.execute(
        select(Product.id, Product.vendor_id, Product.category_id)
        .where(Product.id.in_(ids))
        .order_by(Product.id)
    ).all()
    badges = legality.badges(work, [(row[0], row[1], row[2]) for row in keys])
    markets = work.session.execute(
        select(ProductMarket.product_id, ProductMarket.market_code)
        .where(
            ProductMarket.product_id.in_(ids),
            or_(
                ProductMarket.valid_until.is_(None),
                ProductMarket.valid_until >= wib_date(work.now),
            ),
        )
        .order_by(ProductMarket.product_id, ProductMarket.market_code)
    )
    return _digest(
        [
            [[str(key), earned] for key, earned in badges.items() if earned],
            [[str(row.product_id), row.market_code] for row in markets],
        ]
    )


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:HALF_MARK]


def all_shown(work: Work, showcase_id: UUID, product_ids: Iterable[UUID]) -> bool:
    """Return whether a showcase may still show every one of these products."""
    wanted = set(product_ids)
    return wanted <= _shown(work, (Scope.SHOWCASE, showcase_id), tuple(wanted))


def shelves(work: Work, gallery_id: UUID) -> list[str]:
    """Return the names of a gallery's shelves."""
    rows = work.session.scalars(
        select(ProductDisplay.shelf)
        .where(ProductDisplay.gallery_id == gallery_id, ProductDisplay.shelf != "")
        .distinct()
        .order_by(ProductDisplay.shelf)
    )
    return list(rows)


def names(work: Work, ids: Sequence[UUID], language: str) -> dict[UUID, str]:
    """Return what products are called."""
    rows = work.session.execute(
        select(ProductText.product_id, ProductText.language, ProductText.name).where(
            ProductText.product_id.in_(ids)
        )
    )
    texts: dict[UUID, LocalText] = {}
    for row in rows:
        texts.setdefault(row.product_id, LocalText())[row.language] = row.name
    return {key: text.best(language) for key, text in texts.items()}


def _of_showcase(work: Work, showcase_id: UUID, _options: Options) -> Story:
    showcase = work.session.get(Showcase, showcase_id)
    if showcase is None:
        raise NotFound("showcase")
    # What is published is printed as it was published; before that, the working copy.
    is_published = showcase.status is ShowcaseStatus.PUBLISHED
    content = (
        content_of_rows(work, showcase) if is_published else get_draft(work, showcase_id).content
    )
    return Story(
        title=content.title,
        slug=showcase.slug,
        lead=content.lead,
        note=content.note,
        curator=content.curator_name,
        gallery_id=showcase.gallery_id,
        cover_id=content.cover_id,
        starts_at=showcase.starts_at,
        ends_at=showcase.ends_at,
        chapters=_chapters(content),
    )


def _chapters(content: Content) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            title=block.title,
            text=block.text,
            image_id=block.image_id,
            pieces=tuple(
                Piece(item.product_id, item.note) for item in block.items if not item.is_hidden
            ),
        )
        for block in content.blocks
    )


def _of_vendor(work: Work, vendor_id: UUID, _options: Options) -> Story:
    vendor = work.session.get(Vendor, vendor_id)
    if vendor is None:
        raise NotFound("vendor")
    ids = work.session.scalars(
        select(Product.id)
        .join(ProductText, (ProductText.product_id == Product.id) & (ProductText.language == "id"))
        .where(Product.vendor_id == vendor_id)
        .order_by(ProductText.name, Product.id)
    )
    return Story(title=LocalText(id=vendor.name), slug=vendor.slug, chapters=(_one(ids),))


def _of_gallery(work: Work, gallery_id: UUID, options: Options) -> Story:
    gallery = work.session.get(Gallery, gallery_id)
    if gallery is None:
        raise NotFound("gallery")
    chosen = (
        select(ProductDisplay.product_id)
        .join(Product, Product.id == ProductDisplay.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(ProductDisplay.gallery_id == gallery_id)
        .order_by(ProductDisplay.shelf, Vendor.name, Product.slug)
    )
    if options.shelf:
        chosen = chosen.where(ProductDisplay.shelf == options.shelf)
    ids = work.session.scalars(chosen)
    return Story(
        title=LocalText(id=gallery.name),
        slug=gallery.slug,
        gallery_id=gallery.id,
        chapters=(_one(ids),),
    )


def _one(ids: Iterable[UUID]) -> Chapter:
    return Chapter(pieces=tuple(Piece(product_id) for product_id in ids))


_READERS = {
    Scope.SHOWCASE: _of_showcase,
    Scope.VENDOR: _of_vendor,
    Scope.GALLERY: _of_gallery,
}


def _shown(work: Work, scope: tuple[Scope, UUID], ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these products may be shown today: as the showcase's own page decides."""
    if scope[0] is Scope.SHOWCASE:
        showcase = work.session.get(Showcase, scope[1])
        if showcase is None:
            return set()
        promise = eligibility.Promise(showcase.kind, showcase.market_code)
        return set(eligibility.shown(work, showcase.id, promise, ids))
    rows = work.session.scalars(
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id.in_(ids), public())
    )
    return set(rows)
