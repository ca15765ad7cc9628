"""The working copies of showcases, for those who may see them; others find nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.models import Person
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.errors import NotFound
from catalog.showcases import policy
from catalog.showcases.models import Showcase, ShowcaseDraft
from catalog.showcases.queries.rows import blocks_of
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.keeping import from_json


@dataclass(frozen=True, slots=True)
class Draft:
    """What a curator works on; revision 0 has never been saved and equals the public page.

    ``stamps`` tell who changed which part last, see ``ShowcaseDraft``.
    """

    showcase: Showcase
    content: Content
    revision: int
    published_revision: int | None
    saved_at: datetime | None
    saved_by: UUID | None
    stamps: Mapping[str, Any]

    @property
    def is_unpublished(self) -> bool:
        """Return whether visitors read something else than this."""
        return self.revision != (self.published_revision or 0)


def get_editable(work: Work, showcase_id: UUID, *, lock: bool = False) -> Draft:
    """Return the working copy for somebody who may change it; raise NotFound for others."""
    showcase = _showcase(work, showcase_id, lock=lock)
    if not policy.can_edit(work.actor, gallery_id=showcase.gallery_id):
        raise NotFound
    return _draft(work, showcase)


def get_readable(work: Work, showcase_id: UUID) -> Draft:
    """Return the working copy for somebody who may read it; raise NotFound for others."""
    showcase = _showcase(work, showcase_id)
    region = work.session.scalar(
        select(Gallery.region_code).where(Gallery.id == showcase.gallery_id)
    )
    if not policy.can_read_draft(
        work.actor, gallery_id=showcase.gallery_id, region_code=region or ""
    ):
        raise NotFound
    return _draft(work, showcase)


def get_draft(work: Work, showcase_id: UUID) -> Draft:
    """Return the working copy for jobs and for pages that have asked a policy of their own."""
    return _draft(work, _showcase(work, showcase_id))


def content_of_rows(work: Work, showcase: Showcase) -> Content:
    """Return the content that the public rows were written from; ids are those of the rows."""
    return Content(
        title=showcase.title,
        lead=showcase.lead,
        note=showcase.note,
        curator_name=showcase.curator_name,
        cover_id=showcase.cover_id,
        blocks=blocks_of(work, showcase.id),
    )


def names_of(work: Work, person_ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of officers, for "who and when"."""
    if not person_ids:
        return {}
    rows = work.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def _showcase(work: Work, showcase_id: UUID, *, lock: bool = False) -> Showcase:
    chosen = select(Showcase).where(Showcase.id == showcase_id)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def _draft(work: Work, showcase: Showcase) -> Draft:
    row = work.session.get(ShowcaseDraft, showcase.id)
    if row is None:
        content = content_of_rows(work, showcase)
        return Draft(showcase, content, 0, 0, None, None, {})
    return Draft(
        showcase=showcase,
        content=from_json(row.content),
        revision=row.revision,
        published_revision=row.published_revision,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        stamps=row.stamps,
    )
