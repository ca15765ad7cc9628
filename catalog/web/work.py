"""Builds the unit of work of a request."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g, request
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES
from catalog.db.session import db
from catalog.db.work import Work
from catalog.kernel.actor import ANONYMOUS, OPERATOR
from catalog.kernel.clock import utc_now

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def request_session() -> Session:
    """Return the request's database session, opened for writing when the method may write."""
    session = db.session()
    if "session_open" not in g:
        g.session_open = True
        if request.method not in _READING:
            # A writer takes the lock at once, so that what it read is still true when it writes.
            session.connection(execution_options={WRITES: True})
    return session


def current_work() -> Work:
    """Return the request's unit of work, made on first use."""
    if "work" not in g:
        session = request_session()
        g.work = Work(session=session, now=utc_now(), actor=g.get("actor", ANONYMOUS))
    work: Work = g.work
    return work


@contextmanager
def operator_work() -> Iterator[Work]:
    """Give a command its own writing unit of work, acting as the operator."""
    session = db.session()
    session.connection(execution_options={WRITES: True})
    try:
        yield Work(session=session, now=utc_now(), actor=OPERATOR)
    finally:
        db.session.remove()
