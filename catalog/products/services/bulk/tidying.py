"""Keeps what was sent no longer than it is of use."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select, update

from catalog.db.work import Work
from catalog.media.store import Store
from catalog.products.models import BulkItem, BulkRun
from catalog.products.rules.bulk.runs import AT_WORK, OPEN, RunState
from catalog.products.services.bulk.archives import FOLDER

KEPT = timedelta(days=90)  # rows of a sheet; what it came to stays
UNDECIDED = timedelta(days=14)  # then a checked sheet counts as given up
_GRACE = timedelta(days=1)  # a ZIP may be older than its row


def tidy(work: Work, *, store: Store) -> None:
    """Give up what nobody decided on, remove old rows, and ZIP files that no run waits for."""
    work.session.execute(
        update(BulkRun)
        .where(BulkRun.state == RunState.CHECKED, BulkRun.checked_at < work.now - UNDECIDED)
        .values(state=RunState.DROPPED, finished_at=work.now)
    )
    old = select(BulkRun.id).where(
        BulkRun.created_at < work.now - KEPT, BulkRun.state.not_in(AT_WORK)
    )
    work.session.execute(delete(BulkItem).where(BulkItem.run_id.in_(old)))
    waiting = {
        str(run_id)
        for run_id in work.session.scalars(select(BulkRun.id).where(BulkRun.state.in_(OPEN)))
    }
    for stored in store.list(FOLDER):
        owner = _owner(stored.key)
        if owner not in waiting and stored.modified_at < work.now - _GRACE:
            work.later(partial(store.delete, stored.key))


def _owner(key: str) -> str:
    name = key.removeprefix(FOLDER).partition("/")[0]
    try:
        return str(UUID(name))
    except ValueError:
        return ""
