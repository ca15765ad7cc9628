"""Keeps an index in step with the database: drains the outbox, rebuilds, compares."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES
from catalog.kernel.clock import utc_now, wib_date
from catalog.search.batch import Batch
from catalog.search.document import Document
from catalog.search.engine import Difference, Engine, IndexBusy, IndexDamaged, IndexMissing, Term
from catalog.search.outbox import ALL, SearchMark

Load = Callable[[Session, Iterable[UUID] | None], Iterable[Document]]
Ids = Callable[[Session], Iterable[UUID]]
Terms = Callable[[Session], Iterable[Term]]
Expand = Callable[[Session, Iterable[UUID]], Iterable[UUID]]
EachDay = Callable[[Session, date], None]
OpenSession = Callable[[], AbstractContextManager[Session]]

BATCH = 1000  # marks taken at once; few wait, unless a list was taken in
POLL = 0.05  # seconds between looks at the outbox
LONGEST_WAIT = 10.0  # seconds between tries while something fails
TERMS_PATIENCE = 60.0  # seconds between refreshes of what is suggested, while watching
_MANY = 500  # numbers in one statement

_log = logging.getLogger(__name__)


class Indexer:
    """Puts what ``sources`` load into ``engine``.

    A source maps a kind of mark to a loader: ``load(session, ids)`` yields the documents of those
    ids that may be seen, ``load(session, None)`` all of them. Marks of other kinds are only
    settled. ``terms`` yields what is suggested besides product names; it is asked again once no
    marks are left. ``owners`` maps a kind (a vendor) to (a source's kind, the ids in it that such a
    thing owns): its change is a change of all of them. ``watch`` calls ``each_day``, which marks
    what a new day (WIB) changes without anyone's doing. ``ids`` gives a kind's ids, to compare.
    """

    def __init__(
        self,
        engine: Engine,
        sources: Mapping[str, Load],
        terms: Terms | None = None,
        owners: Mapping[str, tuple[str, Expand]] | None = None,
        each_day: EachDay | None = None,
        ids: Mapping[str, Ids] | None = None,
    ) -> None:
        self.engine = engine
        self._sources = sources
        self._terms = terms
        self._owners = owners or {}
        self._each_day = each_day
        self._ids = ids or {}
        self._are_terms_old = False
        self._refreshed = -TERMS_PATIENCE  # when the terms were
        self._day: date | None = None
        self._trusts = False  # whether the files were read since the start, or the last error
        self._looked = -LONGEST_WAIT  # when a reader's hint last proved wrong

    def pending(self, session: Session) -> int:
        """Return how many marks wait; all of them when there is no usable index."""
        waiting = select(func.count()).select_from(SearchMark)
        with suppress(IndexDamaged):
            waiting = waiting.where(SearchMark.seq != self.engine.applied())
        return session.scalar(waiting) or 0

    def drain(self, session: Session, batch: int = BATCH) -> int:
        """Apply the oldest marks and settle them; return how many. The caller commits.

        Safe to repeat after any crash: a mark that was applied but not settled is applied again.
        """
        with self.engine.writing():
            taken = self._take(session, batch)
            if taken is None or not self._put(taken):
                waiting = self.pending(session)
                self.rebuild(session)
                return waiting
            self._settle(session, taken.marks, taken.kept)
            return len(taken.marks)

    def rebuild(self, session: Session) -> int:
        """Build a fresh index and swap; return how many documents it has. The caller commits."""
        with self.engine.writing():
            count, marks = self._rebuild(session)
            self._settle(session, marks)
            return count

    def _rebuild(self, session: Session) -> tuple[int, tuple[int, ...]]:
        marks = tuple(session.scalars(select(SearchMark.seq)))
        seen: list[None] = []
        loads = (load(session, None) for load in self._sources.values())
        self.engine.rebuild(
            _counting(chain.from_iterable(loads), seen),
            applied=max(marks, default=0),
            terms=self._all_terms(session),
        )
        self._trusts = True  # what was just written
        self._note_refresh()
        return len(seen), marks

    def check(self, session: Session) -> Difference:
        """Compare the ids of both sides."""
        ids = (self._all_ids(session, kind) for kind in self._sources)
        return self.engine.check(chain.from_iterable(ids))

    def _all_ids(self, session: Session, kind: str) -> Iterable[UUID]:
        if kind in self._ids:
            return self._ids[kind](session)
        return (document.id for document in self._sources[kind](session, None))

    def step(self, open_session: OpenSession, batch: int = BATCH, patience: float = 0) -> int:
        """Drain once in transactions of its own, none of which waits for the index.

        What is suggested is refreshed when no marks are left, ``patience`` seconds after the last.
        """
        with self.engine.writing():
            # Opened under the lock: an older snapshot could undo another process's work.
            with open_session() as session:
                taken = self._take(session, batch, patience)
            if taken is None or not self._put(taken):
                return self.rebuild_step(open_session)
            if taken.marks:
                self._settle_alone(open_session, taken.marks, taken.kept)
            return len(taken.marks)

    def rebuild_step(self, open_session: OpenSession) -> int:
        """Rebuild in transactions of its own; return the number of documents."""
        with self.engine.writing():
            with open_session() as session:
                count, marks = self._rebuild(session)
            self._settle_alone(open_session, marks)
            return count

    def _settle_alone(
        self, open_session: OpenSession, marks: tuple[int, ...], kept: int = 0
    ) -> None:
        with open_session() as session:
            session.connection(execution_options={WRITES: True})
            self._settle(session, marks, kept)
            session.commit()

    def watch(self, open_session: OpenSession, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Drain for ever; whatever fails is logged and tried again, ever more slowly."""
        wait = POLL
        self._are_terms_old = True  # perhaps: another process may have ended before it knew
        while not stop():
            try:
                self._begin_day(open_session)
                done = self.step(open_session, patience=TERMS_PATIENCE)
            except IndexBusy:
                done, wait = 0, POLL
            except Exception:  # noqa: BLE001  # must not die
                _log.exception("the index could not be brought up to date; trying again")
                self._trusts = False
                done, wait = 0, min(max(wait * 2, 0.2), LONGEST_WAIT)
            else:
                wait = POLL
            if not done:
                time.sleep(wait)

    def _begin_day(self, open_session: OpenSession) -> None:
        """Let what ends with a date (a permit) be marked, at the start and after each midnight."""
        today = wib_date(utc_now())
        if self._each_day is None or today == self._day:
            return
        with open_session() as session:
            session.connection(execution_options={WRITES: True})
            self._each_day(session, today)
            session.commit()
        self._day = today

    def _take(self, session: Session, batch: int, patience: float = 0) -> Batch | None:
        """Load what the oldest marks ask for; None when only a rebuild can help."""
        try:
            self._look()
            applied = self.engine.applied()
        except IndexMissing:
            return None
        except IndexDamaged as error:
            _log.warning("the index is damaged and is built anew: %s", error)
            return None
        newest = session.scalar(select(func.max(SearchMark.seq))) or 0
        if newest < applied:  # another database, or an older one
            return None
        # Any row but the kept one: numbers may become visible out of order on PostgreSQL.
        rows = session.execute(
            select(SearchMark.seq, SearchMark.kind, SearchMark.target_id)
            .where(SearchMark.seq != applied)
            .order_by(SearchMark.seq)
            .limit(batch)
        ).all()
        wanted: dict[str, dict[UUID, None]] = {}
        for _, kind, target in rows:
            wanted.setdefault(kind, {})[target] = None
        if any(ALL in wanted.get(kind, ()) for kind in (*self._sources, *self._owners)):
            return None
        for owner, (kind, owned) in self._owners.items():
            if owner in wanted:
                ids = owned(session, list(wanted[owner]))
                wanted.setdefault(kind, {}).update(dict.fromkeys(ids))
        self._are_terms_old |= bool(rows)
        terms = self._due_terms(session, patience, is_last=len(rows) < batch)
        return self._load(session, wanted, tuple(row.seq for row in rows), applied, terms)

    def _due_terms(
        self, session: Session, patience: float, *, is_last: bool
    ) -> tuple[Term, ...] | None:
        is_due = is_last and time.monotonic() - self._refreshed >= patience
        return self._all_terms(session) if self._terms and self._are_terms_old and is_due else None

    def _look(self) -> None:
        """Read the index as its readers do: once, and again when one of them met damage."""
        hinted = self.engine.doubted() and time.monotonic() - self._looked >= LONGEST_WAIT
        if self._trusts and not hinted:
            return
        self._trusts = False
        self.engine.verify(anew=True)
        self._trusts = True
        if hinted:  # a reader that is wrong again and again costs little
            self._looked = time.monotonic()

    def _load(
        self,
        session: Session,
        wanted: Mapping[str, dict[UUID, None]],
        marks: tuple[int, ...],
        applied: int,
        terms: tuple[Term, ...] | None,
    ) -> Batch:
        documents: list[Document] = []
        stale: list[UUID] = []
        for kind, load in self._sources.items():
            if kind in wanted:
                found = list(load(session, list(wanted[kind])))
                documents += found
                stale += wanted[kind].keys() - {document.id for document in found}
        return Batch(
            documents=tuple(documents),
            stale=tuple(stale),
            terms=terms,
            marks=marks,
            applied=max([applied, *marks]),
            kept=applied,
        )

    def _put(self, taken: Batch) -> bool:
        """Apply what was taken; False when the index is too damaged to be changed."""
        if not taken.marks and taken.terms is None:
            return True
        try:
            self.engine.apply(
                taken.documents, taken.stale, applied=taken.applied, terms=taken.terms
            )
        except IndexDamaged as error:
            _log.warning("the index is damaged and is built anew: %s", error)
            return False
        if taken.terms is not None:
            self._note_refresh()
        return True

    def _note_refresh(self) -> None:
        self._are_terms_old, self._refreshed = False, time.monotonic()

    def _settle(self, session: Session, marks: tuple[int, ...], kept: int = 0) -> None:
        """Delete applied marks and the one ``kept`` so far, but not the newest row of all.

        Its number is the catalogue's public version.
        """
        if not marks:
            return
        newest = session.scalar(select(func.max(SearchMark.seq))) or 0
        done = sorted({*marks, kept} - {newest})
        for start in range(0, len(done), _MANY):
            chunk = done[start : start + _MANY]
            session.execute(delete(SearchMark).where(SearchMark.seq.in_(chunk)))

    def _all_terms(self, session: Session) -> tuple[Term, ...]:
        return tuple(self._terms(session)) if self._terms else ()


def _counting(documents: Iterable[Document], seen: list[None]) -> Iterator[Document]:
    for document in documents:
        seen.append(None)
        yield document
