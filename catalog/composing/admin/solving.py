"""Runs the solver for a request: reads, lets go of the database, thinks, then writes."""

import threading
from dataclasses import replace
from time import monotonic
from uuid import UUID

from flask import current_app

from catalog.composing import services
from catalog.composing.queries.lists import gallery_ids
from catalog.composing.queries.pool import pool
from catalog.composing.rules.composing import compose
from catalog.composing.rules.privacy import check_private
from catalog.composing.rules.wishes import Wishes, check
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.search.engine import Engine
from catalog.showcases.queries.drafts import get_editable
from catalog.web.work import current_work, writing_work

BUSY = N_("Another set is being composed right now. Try again in a few seconds.")
# One at a time in each process: the others keep answering pages.
_TURN = threading.BoundedSemaphore(1)
_PATIENCE = 5.0  # seconds


def engine() -> Engine | None:
    """Return the search engine, or None when search is not set up."""
    found: Engine | None = getattr(current_app.extensions.get("catalog_indexer"), "engine", None)
    return found


def solve(showcase_id: UUID, wishes: Wishes) -> UUID:
    """Compose a set for a showcase and keep it; return the proposal. Raises RuleBroken."""
    check(wishes)
    work = current_work()
    showcase = get_editable(work, showcase_id).showcase
    began = monotonic()
    found = pool(work, showcase, wishes, engine())
    check_private(found.candidates, wishes)
    galleries = gallery_ids(work)
    work.session.rollback()  # no reading stays open while the solver thinks
    if not _TURN.acquire(timeout=_PATIENCE):
        raise RuleBroken(BUSY)
    try:
        composed = compose(found.candidates, wishes, galleries)
    finally:
        _TURN.release()
    findings = replace(composed.findings, left_out=found.left_out)
    milliseconds = round((monotonic() - began) * 1000)
    work = writing_work()
    with committed(work):
        kept = services.keep(
            work, showcase_id, replace(composed, findings=findings), milliseconds=milliseconds
        )
    return kept.id
