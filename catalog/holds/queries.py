"""Reads of holds and assignments; one statement and the names, however many things."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.holds.models import AssignmentRow, HoldRow
from catalog.holds.rules import STALE_AFTER, Assignment, Hold


def holders(work: Work, kind: str, ids: Collection[UUID]) -> dict[UUID, Hold]:
    """Return who has each of these things open just now; stale holds are left out."""
    if not ids:
        return {}
    rows = work.session.scalars(
        select(HoldRow).where(
            HoldRow.kind == kind,
            HoldRow.target_id.in_(ids),
            HoldRow.seen_at > work.now - STALE_AFTER,
        )
    ).all()
    known = names(work, [row.person_id for row in rows])
    return {
        row.target_id: Hold(row.person_id, known.get(row.person_id, ""), row.since_at)
        for row in rows
    }


def assignees(work: Work, kind: str, ids: Collection[UUID]) -> dict[UUID, Assignment]:
    """Return whom each of these things was given to."""
    if not ids:
        return {}
    rows = work.session.scalars(
        select(AssignmentRow).where(AssignmentRow.kind == kind, AssignmentRow.target_id.in_(ids))
    ).all()
    known = names(work, [row.person_id for row in rows])
    return {
        row.target_id: Assignment(row.person_id, known.get(row.person_id, ""), row.given_at)
        for row in rows
    }
