"""Preview links, and the working copy behind one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import digest, names
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.showcases.models import ShowcasePreview
from catalog.showcases.queries.drafts import Draft, get_draft

_MOST_TOKEN = 64  # characters; ours are shorter


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its curators see it; an ended one has no token to copy."""

    id: UUID
    name: str
    token: str
    made_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a link: the working copy, and until when it can be read."""

    link_id: UUID
    name: str
    expires_at: datetime
    draft: Draft


def bound_to(link_id: UUID) -> str:
    """Return what the token of a link is sealed for."""
    return f"showcase_preview.token:{link_id}"


def links(work: Work, showcase_id: UUID) -> list[Link]:
    """Return the links of a showcase, those that hold first, the newest first."""
    rows = work.session.scalars(
        select(ShowcasePreview)
        .where(ShowcasePreview.showcase_id == showcase_id)
        .order_by(ShowcasePreview.created_at.desc(), ShowcasePreview.id)
    ).all()
    known = names(work, {row.created_by for row in rows if row.created_by})
    found = [_link(work, row, known) for row in rows]
    return sorted(found, key=lambda link: not link.holds)


def open_preview(work: Work, token: str) -> Opened:
    """Return what this token opens; NotFound for none, an ended or a revoked one."""
    if not token or len(token) > _MOST_TOKEN:
        raise NotFound
    row = work.session.scalar(
        select(ShowcasePreview).where(
            ShowcasePreview.token_hash == digest(token),
            ShowcasePreview.revoked_at.is_(None),
            ShowcasePreview.expires_at > work.now,
        )
    )
    if row is None:
        raise NotFound
    return Opened(row.id, row.name, row.expires_at, get_draft(work, row.showcase_id))


def _link(work: Work, row: ShowcasePreview, known: dict[UUID, str]) -> Link:
    holds = row.revoked_at is None and row.expires_at > work.now
    token = work.vault.open_text(row.token, bound_to=bound_to(row.id)) if holds else ""
    return Link(
        id=row.id,
        name=row.name,
        token=token,
        made_by=known.get(row.created_by, "") if row.created_by else "",
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        holds=holds,
    )
