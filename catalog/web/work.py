"""Builds the unit of work of a request."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g, has_request_context, request

from catalog.db.engine import WRITES
from catalog.db.session import db
from catalog.db.work import Work
from catalog.kernel.actor import ANONYMOUS, OPERATOR, Actor
from catalog.kernel.clock import utc_now


def _work(actor: Actor) -> Work:
    return Work(
        session=db.session(),
        now=utc_now(),
        actor=actor,
        vault=current_app.extensions["catalog_vault"],
        address=(request.remote_addr or "") if has_request_context() else "",
    )


def current_work() -> Work:
    """Return the request's unit of work, for reading, made on first use."""
    if "work" not in g:
        g.work = _work(g.get("actor", ANONYMOUS))
    work: Work = g.work
    return work


def writing_work() -> Work:
    """Return a unit of work that holds the write lock, for a view that will change something.

    Call it after the form and its token are known to be good: strangers must not queue on the
    lock. What was read before is read anew, so that it is still true when it is written.
    """
    session = db.session()
    session.rollback()
    session.connection(execution_options={WRITES: True})
    g.work = _work(g.get("actor", ANONYMOUS))
    work: Work = g.work
    return work


@contextmanager
def operator_work() -> Iterator[Work]:
    """Give a command its own writing unit of work, acting as the operator."""
    session = db.session()
    session.connection(execution_options={WRITES: True})
    try:
        yield _work(OPERATOR)
    finally:
        db.session.remove()
