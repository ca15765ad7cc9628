"""Searching the trail."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.audit.models import AuditEntry
from catalog.audit.services import bound_to
from catalog.db.work import Work
from catalog.desk.rules import Asked, Change, changes, hidden
from catalog.kernel.vault import VaultError
from catalog.vendors.models import Vendor

PAGE = 50
_CHUNK = 500  # rows that an export holds in memory
_ESCAPE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


class Line(NamedTuple):
    """An entry with the names of those it speaks of; empty when they are gone."""

    entry: AuditEntry
    person: str
    vendor: str
    changes: list[Change]
    target: str = ""  # the name of the person that something was done to; not in an export
    address: str = ""  # where it came from; not in an export

    @property
    def thing(self) -> str:
        """Return the id of what something was done to."""
        return hidden(self.entry.target_id)


class Page(NamedTuple):
    """One page of the trail; ``older`` is the id to go on from, None at the end."""

    lines: list[Line]
    older: UUID | None


def trail(work: Work, asked: Asked, *, after: UUID | None = None) -> Page:
    """Return the newest entries that were asked for, or those before the entry ``after``."""
    statement = _asked(asked)
    if after is not None:
        at = select(AuditEntry.happened_at, AuditEntry.id).where(AuditEntry.id == after)
        mark = work.session.execute(at).one_or_none()
        if mark is not None:
            columns = (AuditEntry.happened_at, AuditEntry.id)
            there = (
                literal(value, column.type) for value, column in zip(mark, columns, strict=True)
            )
            statement = statement.where(tuple_(*columns) < tuple_(*there))
    rows = work.session.execute(statement.limit(PAGE + 1)).all()
    names = _names(work.session, [row[0] for row in rows])
    lines = [
        _line(row)._replace(target=names.get(row[0].target_id, ""), address=_address(work, row[0]))
        for row in rows[:PAGE]
    ]
    return Page(lines, lines[-1].entry.id if len(rows) > PAGE else None)


def _names(session: Session, entries: list[AuditEntry]) -> dict[str, str]:
    """Return the names of the persons that something was done to, by the ids that entries hold."""
    keys = {key for entry in entries if entry.kind == "person" and (key := _key(entry.target_id))}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {str(row.id): row.name for row in rows}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(work: Work, entry: AuditEntry) -> str:
    with suppress(VaultError):
        return work.vault.open_text(entry.address, bound_to=bound_to(entry.id))
    return ""


def every_line(session: Session, asked: Asked) -> Iterator[Line]:
    """Yield all entries that were asked for, newest first, a few at a time."""
    statement = _asked(asked).execution_options(yield_per=_CHUNK)
    with session.execute(statement) as rows:  # closed too when the reader goes away
        for row in rows:
            yield _line(row)


def count_lines(session: Session, asked: Asked) -> int:
    """Return how many entries were asked for."""
    wanted = _asked(asked).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def actions(session: Session) -> list[str]:
    """Return what was ever done, sorted."""
    return list(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def kinds(session: Session) -> list[str]:
    """Return the kinds of things that something was ever done to, sorted."""
    return list(session.scalars(select(AuditEntry.kind).distinct().order_by(AuditEntry.kind)))


def _line(row: Any) -> Line:  # noqa: ANN401  # a row
    entry, person, vendor = row
    return Line(entry, person or "", vendor or "", changes(entry.before, entry.after))


def _asked(asked: Asked) -> Select[AuditEntry, str, str]:
    statement = (
        select(AuditEntry, Person.name, Vendor.name)
        .outerjoin(Person, Person.id == AuditEntry.user_id)
        .outerjoin(Vendor, Vendor.id == AuditEntry.vendor_id)
        .order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    )
    return statement.where(*_conditions(asked))


def _conditions(asked: Asked) -> Iterable[Any]:
    if asked.who:
        yield Person.name.ilike(f"%{asked.who.translate(_ESCAPE)}%", escape="\\")
    if asked.action:
        yield AuditEntry.action.startswith(asked.action, autoescape=True)
    if asked.kind:
        yield AuditEntry.kind == asked.kind
    if asked.about:
        yield _about(asked.about)
    if asked.since_moment:
        yield AuditEntry.happened_at >= asked.since_moment
    if asked.until_moment:
        yield AuditEntry.happened_at < asked.until_moment
    if asked.on_behalf:
        yield AuditEntry.is_on_behalf


def _about(text: str) -> Any:  # noqa: ANN401  # an SQL condition
    same = [AuditEntry.target_id == text]
    key = _key(text)
    if key is not None:
        columns = (AuditEntry.user_id, AuditEntry.vendor_id, AuditEntry.id)
        same += [AuditEntry.target_id == str(key), *(column == key for column in columns)]
    return or_(*same)
