"""A showcase's page: its chapters and pieces in the curator's order, without holes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from catalog.db.work import Work
from catalog.kernel.chart import Chart
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, focal_class, picture_of
from catalog.products.queries import cards
from catalog.showcases.models import Showcase
from catalog.showcases.queries.drafts import Draft
from catalog.showcases.queries.eligibility import shown as shown_of
from catalog.showcases.queries.makers import Maker, makers, map_of
from catalog.showcases.queries.rows import blocks_of
from catalog.showcases.queries.searching import NO_SEARCH, SavedSearch
from catalog.showcases.queries.teasers import (
    IMAGE,
    Teaser,
    cover_of,
    is_public,
    teaser,
    teasers,
)
from catalog.showcases.rules import Layout
from catalog.showcases.rules.content import Block
from catalog.showcases.rules.video import Film, film

_CHAPTERS = 3  # fewer need no contents
_COLOURS = 7  # as the cloud of Cirebon has layers


@dataclass(frozen=True, slots=True)
class Piece:
    """A product in a showcase, with the curator's sentence about it."""

    card: cards.Card
    note: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter with the pieces that a visitor can see, in the curator's order."""

    id: UUID
    layout: Layout
    title: LocalText
    text: LocalText
    picture: Picture | None = None
    alt: LocalText = field(default_factory=LocalText)
    pieces: tuple[Piece, ...] = ()
    columns: int = 3
    shows_price: bool = True
    query: str = ""  # of a live search: where all that it finds is listed
    maker: Maker | None = None
    makers: tuple[Maker, ...] = ()
    chart: Chart | None = None
    film: Film | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing would stand on the page."""
        needed: dict[Layout, object] = {
            Layout.CALL: True,
            Layout.CAROUSEL: self.pieces,
            Layout.MAP: self.makers,
            Layout.SEARCH: self.pieces,
            Layout.VENDOR: self.maker,
            Layout.VIDEO: self.film,
        }
        return not needed.get(self.layout, self.pieces or self.text or self.picture)


@dataclass(frozen=True, slots=True)
class ShowcasePage:
    """A whole showcase; ``pieces`` are those of all sections, each product once."""

    teaser: Teaser
    sections: tuple[Section, ...]
    pieces: tuple[Piece, ...]

    @property
    def chapters(self) -> tuple[Section, ...]:
        """Return the parts that the contents name; a short page needs none."""
        named = tuple(
            each for each in self.sections if each.title and each.layout is not Layout.QUOTE
        )
        return named if len(named) >= _CHAPTERS else ()

    @property
    def colours(self) -> tuple[Piece, ...]:
        """Return up to seven pieces from the darkest picture to the lightest, one of a colour."""
        by_colour = {
            piece.card.picture.colour: piece
            for piece in reversed(self.pieces)
            if piece.card.picture
        }
        if len(by_colour) < _COLOURS:
            return ()
        ranked = sorted(by_colour, key=_light)
        last = _COLOURS - 1
        chosen = [ranked[round(step * (len(ranked) - 1) / last)] for step in range(_COLOURS)]
        return tuple(by_colour[colour] for colour in chosen)


def get_page(
    work: Work, slug: str, language: str, *, search: SavedSearch = NO_SEARCH
) -> ShowcasePage:
    """Return a running or ended showcase; raise NotFound for anything else."""
    chosen = teaser().where(Showcase.slug == slug, is_public(work.now))
    found = teasers(work, chosen, is_counted=False)
    if not found:
        raise NotFound
    blocks = blocks_of(work, found[0].id)
    return _build(_Asked(work, language, search), found[0], blocks)


def get_preview(
    work: Work, draft: Draft, language: str, *, search: SavedSearch = NO_SEARCH
) -> ShowcasePage:
    """Return the page that publishing this working copy would give."""
    chosen = teaser().where(Showcase.id == draft.showcase.id)
    found = teasers(work, chosen, is_counted=False)
    if not found:
        raise NotFound
    content = draft.content
    cover = _images(work, [content.cover_id] if content.cover_id else [])
    told = replace(
        found[0],
        title=content.title,
        lead=content.lead,
        note=content.note,
        curator=content.curator_name,
        cover=cover_of(cover[content.cover_id]) if content.cover_id in cover else None,
    )
    return _build(_Asked(work, language, search), told, content.blocks)


@dataclass(frozen=True, slots=True)
class _Asked:
    work: Work
    language: str
    search: SavedSearch


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that the blocks name, each kind of it by one statement."""

    shown: Mapping[UUID, cards.Card]
    answers: Mapping[UUID, Sequence[UUID]]  # of live searches, by block
    images: Mapping[UUID, Picture]
    makers: Mapping[UUID, Maker]


def _build(asked: _Asked, told: Teaser, blocks: Sequence[Block]) -> ShowcasePage:
    found = _find(asked, told, blocks)
    made = [(block, _section(asked, found, block)) for block in blocks]
    # Words about a piece that may not show would tell of it all the same.
    sections = [each for block, each in made if each.pieces or not _speaks_of_pieces(block)]
    once: dict[UUID, Piece] = {}
    for section in sections:
        for piece in section.pieces:
            once.setdefault(piece.card.id, piece)
    houses = {(piece.card.vendor, piece.card.place) for piece in once.values()}
    told = replace(told, piece_count=len(once), maker_count=len(houses))
    kept = tuple(section for section in sections if not section.is_empty)
    return ShowcasePage(told, kept, tuple(once.values()))


def _speaks_of_pieces(block: Block) -> bool:
    return bool(block.items) and block.kind in {Layout.FEATURE, Layout.GRID, Layout.QUOTE}


def _find(asked: _Asked, told: Teaser, blocks: Sequence[Block]) -> _Found:
    work, language = asked.work, asked.language
    answers = {
        block.id: asked.search.find(work, block.settings.query, block.settings.limit, language)
        for block in blocks
        if block.settings.is_live and block.settings.query and block.kind is Layout.SEARCH
    }
    wanted = dict.fromkeys(key for block in blocks for key in _wanted(block, answers))
    kept = shown_of(work, told.id, told.promise, wanted)
    chosen = [key for key in wanted if key in kept]
    shown = {card.id: card for card in cards.by_ids(work, chosen, language)}
    images = [block.image_id for block in blocks if block.image_id is not None]
    return _Found(
        shown=shown,
        answers=answers,
        images={key: picture_of(row) for key, row in _images(work, images).items()},
        makers=_makers(asked, blocks, shown),
    )


def _wanted(block: Block, answers: Mapping[UUID, Sequence[UUID]]) -> Sequence[UUID]:
    """Return the products of a block that its curator does not hide."""
    if block.id not in answers:
        return [item.product_id for item in block.items if not item.is_hidden]
    hidden = {item.product_id for item in block.items if item.is_hidden}
    return [key for key in answers[block.id] if key not in hidden]


def _makers(
    asked: _Asked, blocks: Sequence[Block], shown: Collection[UUID]
) -> Mapping[UUID, Maker]:
    named = {
        block.settings.vendor_id
        for block in blocks
        if block.kind is Layout.VENDOR and block.settings.vendor_id is not None
    }
    has_map = any(block.kind is Layout.MAP for block in blocks)
    return makers(asked.work, named, shown if has_map else (), asked.language)


def _section(asked: _Asked, found: _Found, block: Block) -> Section:
    notes = {item.product_id: item.note for item in block.items}
    pieces = tuple(
        Piece(found.shown[key], notes.get(key, LocalText()))
        for key in _wanted(block, found.answers)
        if key in found.shown
    )
    is_map = block.kind is Layout.MAP
    everyone = tuple(sorted(found.makers.values(), key=lambda each: (each.name, each.slug)))
    picture = found.images.get(block.image_id) if block.image_id else None
    if picture is not None and block.focal is not None:
        picture = replace(picture, focal=focal_class(*block.focal))
    settings = block.settings
    return Section(
        id=block.id,
        layout=block.kind,
        title=block.title,
        text=block.text,
        picture=picture,
        alt=block.alt,
        pieces=pieces,
        columns=settings.columns,
        shows_price=settings.shows_price,
        query=settings.query if block.id in found.answers else "",
        maker=found.makers.get(settings.vendor_id) if settings.vendor_id else None,
        makers=everyone if is_map else (),
        chart=map_of(asked.work, everyone) if is_map else None,
        film=film(settings.url) if block.kind is Layout.VIDEO else None,
    )


def _images(work: Work, ids: Sequence[UUID]) -> dict[UUID, Row[*tuple[Any, ...]]]:
    if not ids:
        return {}
    chosen = select(Image.id, *IMAGE, Image.crops).where(Image.id.in_(ids))
    return {row.id: row for row in work.session.execute(chosen)}


def _light(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (ITU-R BT.709), from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
