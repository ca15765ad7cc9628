"""Marks what changed, in the same transaction as the change itself.

The highest ``seq`` that was ever written doubles as the catalogue's public version: page caches
compare it, so the indexer keeps the newest row when it deletes the marks that it has applied.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, ClassVar, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import String, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from catalog.db.base import Base
from catalog.db.work import forget_marks, note_marks

T = TypeVar("T")
_VERSION = "catalog_public_version"
_OWN = "catalog_own_reading"  # what was loaded after changes that are not committed yet
_TURN = 0x53415255  # a number of our own among PostgreSQL's advisory locks
ALL = UUID(int=0)  # a mark for "every entry of this kind"


class Searchable:
    """Mixin: a change to such a row is marked for the index and ages cached pages."""

    search_kind: ClassVar[str]

    if TYPE_CHECKING:  # the model maps it
        id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give (kind, id) of every entry that this row's change makes stale."""
        yield self.search_kind, self.id


class SearchMark(Base):
    """One thing whose index entry is stale."""

    __tablename__ = "search_mark"
    # AUTOINCREMENT: SQLite never gives the number of a deleted, committed row again.
    __table_args__ = {"sqlite_autoincrement": True}

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[UUID]


def mark_all(session: Session, kind: str) -> None:
    """Mark every entry of a kind; bulk statements bypass the hook, so they end with this."""
    _write(session, [(kind, ALL)])


def mark_ids(session: Session, kind: str, ids: Iterable[UUID]) -> None:
    """Mark these entries; for bulk statements, which bypass the hook."""
    _write(session, [(kind, target) for target in ids])


def public_version(session: Session) -> int:
    """Return a number that grows with every public change; asked once per transaction."""
    known = session.info.get(_VERSION)
    if known is None:
        known = session.info[_VERSION] = session.scalar(select(func.max(SearchMark.seq))) or 0
    return int(known)


def versioned(load: Callable[[Session], T]) -> Callable[[Session], T]:
    """Keep what ``load`` gave, per database, until something public changes.

    For small reference data that every page needs; ``load`` must return plain values, not rows.
    What a session reads after changes of its own is kept for that transaction only: it may yet be
    rolled back, and its number given to another change.
    """
    shared: WeakKeyDictionary[object, tuple[int, T]] = WeakKeyDictionary()

    @wraps(load)
    def ask(session: Session) -> T:
        own: dict[object, T] | None = session.info.get(_OWN)
        if own is not None:
            if load not in own:
                own[load] = load(session)
            return own[load]
        version = public_version(session)
        bind = session.get_bind()
        found = shared.get(bind)
        if found is None or found[0] != version:
            found = shared[bind] = (version, load(session))
        return found[1]

    return ask


def _write(session: Session, marks: Sequence[tuple[str, UUID]]) -> None:
    if marks:
        _take_turn(session)
        note_marks(session, marks)
        session.info.pop(_VERSION, None)
        session.info[_OWN] = {}
        session.execute(
            insert(SearchMark), [{"kind": kind, "target_id": target} for kind, target in marks]
        )


def _take_turn(session: Session) -> None:
    """Let public changes commit in the order of their numbers, so that no reader misses one.

    SQLite has one writer anyway; PostgreSQL would let a lower number commit after a higher one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURN)))


@event.listens_for(Session, "before_flush")
def _begin(session: Session, _context: UOWTransaction, _instances: object) -> None:
    # Before any row is locked: always in this order, two writers cannot wait for each other.
    if any(isinstance(t, Searchable) for t in (*session.new, *session.dirty, *session.deleted)):
        _take_turn(session)


@event.listens_for(Session, "after_flush")
def _mark(session: Session, _context: UOWTransaction) -> None:
    touched = [
        thing
        for thing in [*session.new, *session.dirty, *session.deleted]
        if isinstance(thing, Searchable)
    ]
    _write(session, list(dict.fromkeys(mark for thing in touched for mark in thing.search_marks())))


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    session.info.pop(_VERSION, None)
    if transaction.parent is None:
        forget_marks(session)
        session.info.pop(_OWN, None)
    elif _OWN in session.info:  # a flush or a savepoint ends: what was read before it may be stale
        session.info[_OWN] = {}
