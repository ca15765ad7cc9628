"""Taking things up, laying them down, and giving them to somebody."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from catalog.accounts.queries import names
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.holds.models import AssignmentRow, HoldRow
from catalog.holds.queries import holders
from catalog.holds.rules import STALE_AFTER, Hold
from catalog.kernel.errors import NotFound


def take(work: Work, kind: str, target_id: UUID) -> Hold:
    """Hold a thing, or give a sign of life; return the hold that stands: one's own or another's.

    A stale hold of somebody else is taken over. Nothing is barred by a hold: what decides is the
    version that was seen.
    """
    person_id = _actor(work)
    given = {"kind": kind, "target_id": target_id, "person_id": person_id}
    _put(work, given | {"since_at": work.now, "seen_at": work.now})
    found = holders(work, kind, [target_id]).get(target_id)
    return found or Hold(person_id, names(work, [person_id]).get(person_id, ""), work.now)


def release(work: Work, kind: str, target_id: UUID) -> None:
    """Lay one's own hold down; somebody else's stays."""
    work.session.execute(
        delete(HoldRow).where(
            HoldRow.kind == kind,
            HoldRow.target_id == target_id,
            HoldRow.person_id == work.actor.user_id,
        )
    )


def assign(work: Work, kind: str, target_id: UUID, person_id: UUID) -> None:
    """Give a thing to somebody; the caller has asked whether they may see to it."""
    row = work.session.get(AssignmentRow, (kind, target_id), with_for_update=True)
    before = {"person": str(row.person_id)} if row else {}
    if row is None:
        row = AssignmentRow(kind=kind, target_id=target_id)
        work.session.add(row)
    row.person_id, row.given_by, row.given_at = person_id, work.actor.user_id, work.now
    record(
        work,
        "holds.assign",
        target=(kind, target_id),
        before=before,
        after={"person": str(person_id)},
    )
    work.session.flush()


def unassign(work: Work, kind: str, target_id: UUID) -> None:
    """Give a thing back to all; given to nobody, nothing happens."""
    row = work.session.get(AssignmentRow, (kind, target_id))
    if row is None:
        return
    record(work, "holds.unassign", target=(kind, target_id), before={"person": str(row.person_id)})
    work.session.delete(row)
    work.session.flush()


def close(work: Work, kind: str, target_id: UUID) -> None:
    """Forget who held a thing and whom it was given to: it has been decided."""
    for table in (HoldRow, AssignmentRow):
        work.session.execute(
            delete(table)
            .where(table.kind == kind, table.target_id == target_id)
            .execution_options(synchronize_session="fetch")
        )


def _put(work: Work, values: dict[str, object]) -> None:
    dialect = work.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(HoldRow).values(values)
    is_own = HoldRow.person_id == statement.excluded.person_id
    is_stale = HoldRow.seen_at <= work.now - STALE_AFTER
    own_again = {"seen_at": statement.excluded.seen_at}
    taken_over = {
        "person_id": statement.excluded.person_id,
        "since_at": statement.excluded.since_at,
        **own_again,
    }
    place = [HoldRow.kind, HoldRow.target_id]
    work.session.execute(
        statement.on_conflict_do_update(index_elements=place, set_=taken_over, where=is_stale)
    )
    work.session.execute(
        insert(HoldRow)
        .values(values)
        .on_conflict_do_update(index_elements=place, set_=own_again, where=is_own)
    )


def _actor(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("nobody is signed in")
    return work.actor.user_id
