"""Sees what a request writes: the statements it sends, and how the database stands afterwards."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from catalog.db.base import Base
from tests.databases import opened

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|DROP|ALTER)\b", re.IGNORECASE)
# Openings of pages and fruitless searches are counted, in a transaction of their own (V11, B2).
_COUNTED = re.compile(r"\s*(INSERT INTO|UPDATE) (visit_count|search_miss)\b", re.IGNORECASE)
COUNTS = frozenset({"visit_count", "search_miss"})
_LONG = 2_000  # rows of reference data are counted, not compared


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the statements that change something, those that count readers apart."""
    found: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if _WRITES.match(statement) and not _COUNTED.match(statement):
            found.append(" ".join(statement.split())[:100])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def standing(url: str) -> dict[str, str]:
    """Return how every table stands: its number of rows, and a digest of them."""
    with opened(url) as engine, Session(engine) as session:
        return {
            table.name: _digest(session, table)
            for table in Base.metadata.sorted_tables
            if table.name not in COUNTS
        }


def _digest(session: Session, table: object) -> str:
    count = session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # a table
    if count > _LONG:
        return str(count)
    rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))  # type: ignore[call-overload]  # as above
    return f"{count}:{hashlib.sha256(''.join(rows).encode()).hexdigest()[:16]}"
