"""Marks what changed, in the same transaction as the change itself.

The highest ``seq`` that was ever written doubles as the catalogue's public version: page caches
compare it, so the indexer keeps the newest row when it deletes the marks that it has applied.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, ClassVar, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import String, event, func, insert, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from catalog.db.base import Base

T = TypeVar("T")
_VERSION = "catalog_public_version"
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
    # AUTOINCREMENT: SQLite must never give a number twice.
    __table_args__ = {"sqlite_autoincrement": True}

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[UUID]


def mark_all(session: Session, kind: str) -> None:
    """Mark every entry of a kind; bulk statements bypass the hook, so they end with this."""
    session.info.pop(_VERSION, None)
    session.execute(insert(SearchMark), [{"kind": kind, "target_id": ALL}])


def mark_ids(session: Session, kind: str, ids: Iterable[UUID]) -> None:
    """Mark these entries; for bulk statements, which bypass the hook."""
    rows = [{"kind": kind, "target_id": target} for target in ids]
    if rows:
        session.info.pop(_VERSION, None)
        session.execute(insert(SearchMark), rows)


def public_version(session: Session) -> int:
    """Return a number that grows with every public change; asked once per transaction."""
    known = session.info.get(_VERSION)
    if known is None:
        known = session.info[_VERSION] = session.scalar(select(func.max(SearchMark.seq))) or 0
    return int(known)


def versioned(load: Callable[[Session], T]) -> Callable[[Session], T]:
    """Keep what ``load`` gave, per database, until something public changes.

    For small reference data that every page needs; ``load`` must return plain values, not rows.
    """
    kept: WeakKeyDictionary[object, tuple[int, T]] = WeakKeyDictionary()

    @wraps(load)
    def ask(session: Session) -> T:
        version = public_version(session)
        bind = session.get_bind()
        found = kept.get(bind)
        if found is None or found[0] != version:
            found = kept[bind] = (version, load(session))
        return found[1]

    return ask


@event.listens_for(Session, "after_flush")
def _mark(session: Session, _context: UOWTransaction) -> None:
    touched = [
        thing
        for thing in [*session.new, *session.dirty, *session.deleted]
        if isinstance(thing, Searchable)
    ]
    marks = dict.fromkeys(mark for thing in touched for mark in thing.search_marks())
    if marks:
        session.info.pop(_VERSION, None)
        session.execute(
            insert(SearchMark), [{"kind": kind, "target_id": target} for kind, target in marks]
        )


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop(_VERSION, None)
