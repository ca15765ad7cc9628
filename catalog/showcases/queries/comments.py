"""What curators and outside reviewers say about a showcase."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from catalog.accounts.queries import names, staff_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound
from catalog.showcases.models import ShowcaseComment


@dataclass(frozen=True, slots=True)
class Said:
    """One remark. ``is_outside``: it came through a preview link, under a name given there."""

    id: UUID
    who: str
    text: str
    created_at: datetime
    is_outside: bool
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers. ``block_id`` None is the showcase as a whole."""

    first: Said
    answers: tuple[Said, ...]
    block_id: UUID | None
    resolved_at: datetime | None
    resolved_by: str

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to do something."""
        return self.resolved_at is None


def threads(work: Work, showcase_id: UUID) -> list[Thread]:
    """Return all that was said, what is open first, the newest first; two statements."""
    rows = work.session.scalars(
        select(ShowcaseComment)
        .where(ShowcaseComment.showcase_id == showcase_id)
        .order_by(ShowcaseComment.created_at, ShowcaseComment.id)
    ).all()
    people = {key for row in rows for key in (row.author_id, row.resolved_by) if key}
    people |= {UUID(key) for row in rows for key in row.mentions}
    known = names(work, people)
    answers: dict[UUID, list[Said]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            answers[row.parent_id].append(_said(row, known))
    found = [
        Thread(
            first=_said(row, known),
            answers=tuple(answers[row.id]),
            block_id=row.block_id,
            resolved_at=row.resolved_at,
            resolved_by=known.get(row.resolved_by, "") if row.resolved_by else "",
        )
        for row in reversed(rows)
        if row.parent_id is None
    ]
    return sorted(found, key=lambda thread: not thread.is_open)


def open_counts(work: Work, showcase_id: UUID) -> Counter[UUID | None]:
    """Return how many remarks are open, by block; None counts those on the whole showcase."""
    rows = work.session.execute(
        select(ShowcaseComment.block_id, func.count())
        .where(
            ShowcaseComment.showcase_id == showcase_id,
            ShowcaseComment.parent_id.is_(None),
            ShowcaseComment.resolved_at.is_(None),
        )
        .group_by(ShowcaseComment.block_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def open_totals(work: Work, showcase_ids: Collection[UUID]) -> Counter[UUID]:
    """Return how many remarks are open in each of these showcases."""
    rows = work.session.execute(
        select(ShowcaseComment.showcase_id, func.count())
        .where(
            ShowcaseComment.showcase_id.in_(showcase_ids),
            ShowcaseComment.parent_id.is_(None),
            ShowcaseComment.resolved_at.is_(None),
        )
        .group_by(ShowcaseComment.showcase_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def colleagues(work: Work, gallery_id: UUID) -> dict[UUID, str]:
    """Return whom a remark can be meant for: the gallery's curators and the administrators."""
    people = [
        *staff_ids(work, Role.CURATOR, gallery_id=gallery_id),
        *staff_ids(work, Role.ADMIN),
    ]
    others = [key for key in dict.fromkeys(people) if key != work.actor.user_id]
    known = names(work, others)
    return dict(sorted(known.items(), key=lambda pair: (pair[1], str(pair[0]))))


def get_comment(work: Work, showcase_id: UUID, comment_id: UUID) -> ShowcaseComment:
    """Return a remark of this showcase that begins a thread; NotFound for anything else."""
    row = work.session.get(ShowcaseComment, comment_id)
    if row is None or row.showcase_id != showcase_id or row.parent_id is not None:
        raise NotFound(f"comment {comment_id}")
    return row


def _said(row: ShowcaseComment, known: dict[UUID, str]) -> Said:
    is_outside = row.preview_id is not None
    who = row.name if is_outside else known.get(row.author_id, "") if row.author_id else ""
    meant = tuple(name for key in row.mentions if (name := known.get(UUID(key))))
    return Said(row.id, who, row.text, row.created_at, is_outside, meant)
