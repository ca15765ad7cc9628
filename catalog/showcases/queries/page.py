"""A showcase's page: its chapters and pieces in the curator's order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.queries import cards
from catalog.showcases.models import Showcase, ShowcaseItem, ShowcaseSection
from catalog.showcases.queries.teasers import IMAGE, Teaser, is_public, teaser, teasers
from catalog.showcases.rules import Layout


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


def get_page(work: Work, slug: str, language: str) -> ShowcasePage:
    """Return a running or ended showcase; raise NotFound for anything else."""
    found = teasers(work, teaser().where(Showcase.slug == slug, is_public(work.now)))
    if not found:
        raise NotFound
    sections = _sections(work, found[0].id, language)
    once: dict[UUID, Piece] = {}
    for section in sections:
        for piece in section.pieces:
            once.setdefault(piece.card.id, piece)
    shown = tuple(section for section in sections if not section.is_empty)
    return ShowcasePage(found[0], shown, tuple(once.values()))


def _sections(work: Work, showcase_id: UUID, language: str) -> list[Section]:
    items = _items(work, showcase_id)
    shown = {
        card.id: card
        for card in cards.by_ids(
            work, list(dict.fromkeys(row.product_id for row in items)), language
        )
    }
    of_section = {
        section: tuple(
            Piece(shown[row.product_id], row.note) for row in rows if row.product_id in shown
        )
        for section, rows in groupby(items, key=lambda row: row.section_id)
    }
    rows = work.session.execute(
        select(
            ShowcaseSection.id,
            ShowcaseSection.layout,
            ShowcaseSection.title,
            ShowcaseSection.text,
            *IMAGE,
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


def _items(work: Work, showcase_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    return work.session.execute(
        select(ShowcaseItem.section_id, ShowcaseItem.product_id, ShowcaseItem.note)
        .join(ShowcaseSection, ShowcaseSection.id == ShowcaseItem.section_id)
        .where(ShowcaseSection.showcase_id == showcase_id, ShowcaseItem.is_hidden.is_(False))
        .order_by(ShowcaseSection.position, ShowcaseItem.position)
    ).all()
