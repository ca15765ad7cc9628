"""What the worker does with vendors' data: puts exports together, deletes what is due."""

from uuid import UUID

from flask import current_app

from catalog.dashboard.services import erasing, exporting
from catalog.db.work import Work
from catalog.jobs.rules import slow
from catalog.jobs.services import enqueue, step
from catalog.media.store import Store
from catalog.vendors.services import lists


@slow
def export(work: Work, export_id: UUID) -> None:
    """Put an export together."""
    exporting.build(work, export_id, store=_store())


def erase(work: Work) -> None:
    """Have every vendor deleted whose owner asked for it two weeks ago."""
    for closing_id in erasing.due(work):
        enqueue(work, "dashboard.erase_one", closing_id=closing_id)
    erasing.forget_proofs(work)


@slow
def erase_one(work: Work, closing_id: UUID) -> None:
    """Delete a vendor: its rows in one transaction, then its files, then the log of both."""
    with step(work):
        leftovers = erasing.erase(work, closing_id)
    if leftovers is not None:
        erasing.delete_files(work, leftovers, store=_store())
        work.session.rollback()
        _empty_log(work)


def tidy(work: Work) -> None:
    """Delete exports whose week is over, and what officers' lists of last month still hold."""
    exporting.tidy(work, store=_store())
    lists.tidy(work)


def _empty_log(work: Work) -> None:
    """Let SQLite's write-ahead log forget the pages as they were; readers may delay it.

    ``secure_delete`` has overwritten them in the database itself. PostgreSQL's own cleaning
    (autovacuum) does without us.
    """
    engine = work.session.get_bind().engine
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _store() -> Store:
    found: Store = current_app.extensions["catalog_store"]
    return found
