"""What the worker does about products."""

from uuid import UUID

from flask import current_app

from catalog.db.work import Work
from catalog.jobs.rules import slow
from catalog.media.store import Store
from catalog.products.services.bulk import checking, running, tidying


@slow
def bulk(work: Work, *, run_id: UUID) -> None:
    """Check a sheet that was sent, or take an accepted one in: whatever its run waits for."""
    store: Store = current_app.extensions["catalog_store"]
    checking.check(work, run_id, store=store)
    running.run(work, run_id, store=store)


def tidy_bulk(work: Work) -> None:
    """Remove old sheets and what interrupted imports left in the store."""
    tidying.tidy(work, store=current_app.extensions["catalog_store"])
