"""Reads of notices and of how people want to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.notices.models import NoticeRow, NoticeSettings
from catalog.notices.rules import (
    DIGEST_LOOKS_BACK,
    MOST_TOLD,
    PAGE,
    Group,
    Wish,
    group_of,
    wish_for,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be told."""

    by_group: dict[str, str] = field(default_factory=dict)
    digest_on: date | None = None
    weekly_on: date | None = None

    def of(self, group: Group) -> Wish:
        """Return the wish for a group, said or by default."""
        return wish_for(group, self.by_group)

    def about(self, row: NoticeRow) -> Wish:
        """Return the wish for a notice."""
        return self.of(group_of(row.kind, row.deadline_on))


def count_unread(work: Work, person_id: UUID) -> int:
    """Return how many notices wait, up to one more than the bell counts; one small statement."""
    waiting = (
        select(NoticeRow.id)
        .where(NoticeRow.person_id == person_id, NoticeRow.read_at.is_(None))
        .limit(MOST_TOLD + 1)
    )
    return work.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def list_of(work: Work, person_id: UUID, page: int) -> tuple[Sequence[NoticeRow], int]:
    """Return a page of a person's notices, unread ones first, and how many there are in all."""
    own = NoticeRow.person_id == person_id
    rows = work.session.scalars(
        select(NoticeRow)
        .where(own)
        .order_by(NoticeRow.read_at.is_not(None), NoticeRow.created_at.desc(), NoticeRow.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    total = work.session.scalar(select(func.count()).select_from(NoticeRow).where(own)) or 0
    return rows, total


def get_own(work: Work, person_id: UUID, notice_id: UUID) -> NoticeRow:
    """Return a person's notice; another's is not found."""
    row = work.session.scalar(
        select(NoticeRow).where(NoticeRow.id == notice_id, NoticeRow.person_id == person_id)
    )
    if row is None:
        raise NotFound
    return row


def wishes_of(work: Work, person_ids: Iterable[UUID]) -> dict[UUID, Wishes]:
    """Return the wishes of each of these people."""
    ids = set(person_ids)
    rows = work.session.scalars(select(NoticeSettings).where(NoticeSettings.person_id.in_(ids)))
    said = {row.person_id: Wishes(dict(row.wishes), row.digest_on, row.weekly_on) for row in rows}
    return {person_id: said.get(person_id, Wishes()) for person_id in ids}


def unmailed(work: Work, person_id: UUID) -> Sequence[NoticeRow]:
    """Return what a person has neither read nor been mailed, the oldest first."""
    return work.session.scalars(
        select(NoticeRow)
        .where(NoticeRow.person_id == person_id, *_for_digest(work))
        .order_by(NoticeRow.created_at, NoticeRow.id)
    ).all()


def people_with_news(work: Work) -> Sequence[UUID]:
    """Return everyone for whom a digest may hold something."""
    return work.session.scalars(
        select(NoticeRow.person_id)
        .where(*_for_digest(work))
        .distinct()
        .order_by(NoticeRow.person_id)
    ).all()


def _for_digest(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (
        NoticeRow.read_at.is_(None),
        NoticeRow.mailed_at.is_(None),
        NoticeRow.created_at > work.now - DIGEST_LOOKS_BACK,
    )
