"""The list of showcases for those who build, check or audit them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, false, func, or_, select, true

from catalog.accounts.models import Person
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.actor import Role
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.showcases import policy
from catalog.showcases.models import (
    Showcase,
    ShowcaseDraft,
    ShowcaseItem,
    ShowcaseSection,
    ShowcaseVersion,
)
from catalog.showcases.queries.teasers import IMAGE, is_public
from catalog.showcases.rules import Phase, ShowcaseKind, phase
from catalog.showcases.rules.checking import lacks
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.keeping import from_json
from catalog.taxonomy.models import Market

LISTED = 200
WHOSE = ("mine", "gallery", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A showcase in the list; ``may_edit`` is False for what may only be read."""

    id: UUID
    slug: str
    title: LocalText
    kind: ShowcaseKind
    market: LocalText | None
    gallery: str
    phase: Phase
    cover: Picture | None
    piece_count: int
    lack_count: int
    is_unpublished: bool
    may_edit: bool
    may_look: bool
    saved_at: datetime | None
    saved_by: str
    starts_at: datetime | None
    ends_at: datetime | None


def list_showcases(work: Work, whose: str) -> list[Line]:
    """Return what this person may see: ``mine``, those of their ``gallery``, or ``all``.

    Drafts of other galleries are not among them; what is published of theirs is.
    """
    rows = work.session.execute(
        select(
            Showcase,
            Gallery.name.label("gallery"),
            Gallery.region_code,
            ShowcaseDraft,
            Person.name.label("saver"),
            Market.name.label("market"),
        )
        .join(Gallery, Gallery.id == Showcase.gallery_id)
        .outerjoin(ShowcaseDraft, ShowcaseDraft.showcase_id == Showcase.id)
        .outerjoin(Person, Person.id == ShowcaseDraft.saved_by)
        .outerjoin(Market, Market.code == Showcase.market_code)
        .where(or_(_readable(work), is_public(work.now)), _of(work, whose))
        .order_by(func.coalesce(ShowcaseDraft.saved_at, Showcase.updated_at).desc(), Showcase.slug)
        .limit(LISTED)
    ).all()
    contents = {
        row.Showcase.id: from_json(row.ShowcaseDraft.content) for row in rows if row.ShowcaseDraft
    }
    counts = _counts(work, [row.Showcase.id for row in rows])
    shown = [_shown(row.Showcase, contents) for row in rows]
    covers = _covers(work, {cover for cover, _ in shown if cover is not None})
    return [
        _line(work, row, contents.get(row.Showcase.id), covers, counts.get(row.Showcase.id, 0))
        for row in rows
    ]


def markets(work: Work) -> list[tuple[str, LocalText]]:
    """Return (code, name) of the markets that a showcase can promise goods for."""
    rows = work.session.execute(
        select(Market.code, Market.name).order_by(Market.position, Market.code)
    )
    return [(row.code, row.name) for row in rows]


def _shown(showcase: Showcase, contents: Mapping[UUID, Content]) -> tuple[UUID | None, LocalText]:
    content = contents.get(showcase.id)
    if content is None:
        return showcase.cover_id, showcase.title
    return content.cover_id, content.title


def _line(
    work: Work,
    row: Row[*tuple[Any, ...]],
    content: Content | None,
    covers: Mapping[UUID, Picture],
    count: int,
) -> Line:
    showcase: Showcase = row.Showcase
    draft: ShowcaseDraft | None = row.ShowcaseDraft
    gallery_id, region = showcase.gallery_id, row.region_code
    may_look = policy.can_read_draft(work.actor, gallery_id=gallery_id, region_code=region)
    # Those who may not see the draft read here what the public reads.
    content = content if may_look else None
    cover_id = content.cover_id if content else showcase.cover_id
    return Line(
        id=showcase.id,
        slug=showcase.slug,
        title=content.title if content else showcase.title,
        kind=showcase.kind,
        market=row.market,
        gallery=row.gallery,
        phase=phase(showcase.facts(), work.now),
        cover=covers.get(cover_id) if cover_id else None,
        piece_count=len(content.product_ids) if content else count,
        lack_count=len(lacks(content, showcase.kind)) if content else 0,
        is_unpublished=may_look
        and draft is not None
        and draft.revision != draft.published_revision,
        may_edit=policy.can_edit(work.actor, gallery_id=gallery_id),
        may_look=may_look,
        saved_at=draft.saved_at if draft and may_look else None,
        saved_by=(row.saver or "") if may_look else "",
        starts_at=showcase.starts_at,
        ends_at=showcase.ends_at,
    )


def _readable(work: Work) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can_read_draft``."""
    actor = work.actor
    if actor.has(Role.ADMIN, Role.AUDITOR):
        return true()
    clauses: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.CURATOR):
        clauses.append(Showcase.gallery_id.in_(actor.curated_ids))
    if actor.has(Role.DINAS):
        for code in sorted(actor.region_codes):
            clauses.append(Gallery.region_code == code)
            clauses.append(Gallery.region_code.startswith(f"{code}.", autoescape=True))
    return or_(*clauses)


def _of(work: Work, whose: str) -> ColumnElement[bool]:
    actor = work.actor
    if whose == "gallery":
        return Showcase.gallery_id.in_(actor.curated_ids or actor.gallery_ids)
    if whose == "mine":
        wrote = exists().where(
            ShowcaseVersion.showcase_id == Showcase.id, ShowcaseVersion.made_by == actor.user_id
        )
        return or_(ShowcaseDraft.saved_by == actor.user_id, wrote)
    return true()


def _covers(work: Work, ids: Collection[UUID]) -> dict[UUID, Picture]:
    if not ids:
        return {}
    rows = work.session.execute(select(Image.id, *IMAGE).where(Image.id.in_(ids)))
    return {row.id: picture_of(row) for row in rows}


def _counts(work: Work, ids: Collection[UUID]) -> dict[UUID, int]:
    if not ids:
        return {}
    rows = work.session.execute(
        select(
            ShowcaseSection.showcase_id,
            func.count(ShowcaseItem.product_id.distinct()).label("pieces"),
        )
        .join(ShowcaseItem, ShowcaseItem.section_id == ShowcaseSection.id)
        .where(ShowcaseSection.showcase_id.in_(ids), ShowcaseItem.is_hidden.is_(False))
        .group_by(ShowcaseSection.showcase_id)
    )
    return {row.showcase_id: row.pieces for row in rows}
