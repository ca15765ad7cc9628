"""Telling people, and keeping how they want to be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Update, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalog.accounts import queries as accounts
from catalog.audit.services import record
from catalog.db.base import Base
from catalog.db.work import Work
from catalog.jobs.services import enqueue
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.notices import queries
from catalog.notices.models import NoticeRow, NoticeSettings
from catalog.notices.rules import (
    KEPT,
    KEPT_READ,
    Group,
    Notice,
    Wish,
    check,
    group_of,
    key_of,
    packed,
)

__all__ = [
    "Notice", "choose", "mail_taken", "mark_all_read", "mark_read", "notify", "stop", "tidy",
]  # fmt: skip

JOB_MAIL = "notices.mail"


def notify(work: Work, person_ids: Iterable[UUID], notice: Notice) -> int:
    """Tell people something once this transaction stands; returns how many had not heard it yet.

    It stands on their page of notices, and is mailed at once or with a digest as each wishes.
    """
    check(notice)
    key = key_of(notice)
    people = set(person_ids) - _heard(work, key, work.now - notice.once_in)
    wishes = queries.wishes_of(work, people)
    group = group_of(notice.kind, notice.deadline_on)
    told = 0
    for person_id in sorted(people):
        row_id = _add(work, person_id, notice, key)
        if row_id is None:
            continue
        told += 1
        if wishes[person_id].of(group) is Wish.AT_ONCE:
            enqueue(work, JOB_MAIL, notice_id=row_id)
    return told


def _heard(work: Work, key: str, since: datetime) -> set[UUID]:
    heard = select(NoticeRow.person_id).where(NoticeRow.key == key, NoticeRow.created_at > since)
    return set(work.session.scalars(heard))


def _add(work: Work, person_id: UUID, notice: Notice, key: str) -> UUID | None:
    """Add the row, unless another worker has said the same today."""
    values = {
        "id": uuid4(),
        "person_id": person_id,
        "kind": notice.kind,
        "title": notice.title,
        "text": notice.text,
        "values": packed(notice.values),
        "url": notice.url,
        "next_step": notice.next_step,
        "deadline_on": notice.deadline_on,
        "key": key,
        "said_on": wib_date(work.now),
        "created_at": work.now,
    }
    added = _insert(work, NoticeRow).values(values).on_conflict_do_nothing()
    row_id: UUID | None = work.session.scalar(added.returning(NoticeRow.id))
    return row_id


def mark_read(work: Work, person_id: UUID, notice_id: UUID) -> NoticeRow:
    """Note that a person has read a notice; another's is not found."""
    row = queries.get_own(work, person_id, notice_id)
    if row.read_at is None:
        row.read_at = work.now
    return row


def mark_all_read(work: Work, person_id: UUID, *, until: datetime) -> int:
    """Note that a person has read all that had come by ``until``; returns how many were new."""
    unread = and_(
        NoticeRow.person_id == person_id,
        NoticeRow.read_at.is_(None),
        NoticeRow.created_at <= until,
    )
    return _changed(work, update(NoticeRow).where(unread).values(read_at=work.now))


def choose(work: Work, person_id: UUID, wishes: Mapping[Group, Wish]) -> None:
    """Keep how a person wants to be told."""
    _keep(work, person_id, {str(group): str(wish) for group, wish in wishes.items()})


def stop(work: Work, person_id: UUID, group: Group | None) -> None:
    """End the e-mails of a group, or all of them; the page of notices goes on."""
    accounts.get_person(work, person_id)  # who has left is not found
    ended = {str(each): str(Wish.NEVER) for each in ([group] if group else Group)}
    said = queries.wishes_of(work, [person_id])[person_id].by_group
    _keep(work, person_id, {**said, **ended})


def _keep(work: Work, person_id: UUID, wishes: dict[str, str]) -> None:
    row = settings_row(work, person_id)
    before = dict(row.wishes)
    if before == wishes:
        return
    row.wishes = wishes
    record(work, "notices.choose", target=("person", person_id), before=before, after=dict(wishes))


def settings_row(work: Work, person_id: UUID) -> NoticeSettings:
    """Return a person's row, made where it is missing, whoever else makes it at the same time."""
    fresh = {"person_id": person_id, "wishes": {}}
    work.session.execute(_insert(work, NoticeSettings).values(fresh).on_conflict_do_nothing())
    found = work.session.get(
        NoticeSettings, person_id, with_for_update=True, populate_existing=True
    )
    if found is None:
        raise NotFound
    return found


def mail_taken(work: Work, ids: Iterable[UUID]) -> int:
    """Note that these are mailed now; returns for how many that is new."""
    fresh = and_(NoticeRow.id.in_(list(ids)), NoticeRow.mailed_at.is_(None))
    return _changed(work, update(NoticeRow).where(fresh).values(mailed_at=work.now))


def tidy(work: Work) -> None:
    """Remove what was read long ago, and what is older than a year."""
    old = or_(NoticeRow.read_at < work.now - KEPT_READ, NoticeRow.created_at < work.now - KEPT)
    work.session.execute(delete(NoticeRow).where(old))


def _insert(work: Work, model: type[Base]) -> Any:  # noqa: ANN401  # of either dialect
    is_sqlite = work.session.get_bind().dialect.name == "sqlite"
    return (sqlite.insert if is_sqlite else postgresql.insert)(model)


def _changed(work: Work, statement: Update) -> int:
    return cast("CursorResult[Any]", work.session.execute(statement)).rowcount
