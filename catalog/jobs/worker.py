"""Does the jobs: claims a row, calls its handler, writes down how it went."""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Update, select, update
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.jobs.rules import (
    LEASE,
    Daily,
    GiveUp,
    Handler,
    JobState,
    Trouble,
    is_slow,
    most_tries,
    pause_after,
    unpack,
)
from catalog.jobs.services import RENEW, enqueue_due
from catalog.kernel.actor import OPERATOR
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.kernel.vault import Vault

LOST = N_("The worker was ended while it did this.")
BATCH = 100  # jobs that one look at the table takes up
_LONGEST = 300  # characters of an error that are kept

_log = logging.getLogger(__name__)


class _Claim(NamedTuple):
    """A job that is ours until the lease runs out."""

    id: UUID
    name: str
    arguments: dict[str, Any]
    tries: int


class LostClaim(Exception):
    """Someone else took the job up: this worker was silent for too long."""


@dataclass(slots=True, kw_only=True)
class Worker:
    """Does jobs, in as many threads or processes as one likes: a row is claimed by one of them."""

    handlers: Mapping[str, Handler]
    schedule: Iterable[Daily]
    open_session: Callable[[], AbstractContextManager[Session]]
    vault: Vault
    name: str  # of this worker; no two that live at once share it
    clock: Callable[[], datetime] = utc_now
    is_stopping: Callable[[], bool] = lambda: False

    def run(self, job_id: UUID) -> bool:
        """Do one job, if it waits and is due; return whether it was done well."""
        with self.open_session() as session:
            claim = self._claim(session, job_id)
            if claim is None:
                return False
            try:
                self._do(session, claim)
            except LostClaim:
                session.rollback()
                _log.warning("job %s %s was taken up by another worker", claim.name, claim.id)
            except Exception as error:  # noqa: BLE001  # whatever a handler raises
                session.rollback()
                self._note_failure(session, claim, error)
            else:
                return True
            return False

    def sweep(self) -> int:
        """Take lost jobs back, make those that schedules ask for, do all that are due."""
        with self.open_session() as session:
            session.connection(execution_options={WRITES: True})
            with committed(self._work(session)) as work:
                session.execute(_given_back(work.now, Job.lease_until < work.now))
                session.execute(_given_up(work.now, Job.lease_until < work.now))
                enqueue_due(work, self.schedule)
        done, seen = 0, set[UUID]()
        while (batch := [each for each in self._due() if each not in seen]) and not (
            self.is_stopping()
        ):
            for job_id in batch:
                if self.is_stopping():
                    break
                seen.add(job_id)
                done += self.run(job_id)
        return done

    def take_back_own(self) -> None:
        """Give back at once what a worker of this name left when it was killed.

        Only for a worker that knows, by a lock, that it is the only living one of its name.
        """
        with self.open_session() as session:
            session.connection(execution_options={WRITES: True})
            with committed(self._work(session)) as work:
                session.execute(_given_back(work.now, Job.worker == self.name))
                session.execute(_given_up(work.now, Job.worker == self.name))

    def _due(self) -> list[UUID]:
        with self.open_session() as session:
            waiting = (
                select(Job.id)
                .where(Job.state == JobState.WAITING, Job.run_after <= self.clock())
                .order_by(Job.run_after, Job.created_at, Job.id)
                .limit(BATCH)
            )
            return list(session.scalars(waiting))

    def _work(self, session: Session) -> Work:
        return Work(session=session, now=self.clock(), actor=OPERATOR, vault=self.vault)

    def _claim(self, session: Session, job_id: UUID) -> _Claim | None:
        """Make the job ours, for no longer than a lease."""
        now = self.clock()
        session.connection(execution_options={WRITES: True})
        ours = (
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.WAITING, Job.run_after <= now)
            .values(
                state=JobState.RUNNING,
                tries=Job.tries + 1,
                started_at=now,
                lease_until=now + LEASE,
                worker=self.name,
            )
        )
        if not _changed(session, ours):
            session.rollback()
            return None
        columns = select(Job.id, Job.name, Job.arguments, Job.tries).where(Job.id == job_id)
        claim = _Claim(*session.execute(columns).one())
        session.commit()
        return claim

    def _do(self, session: Session, claim: _Claim) -> None:
        handler = self.handlers.get(claim.name)
        if handler is None:
            raise GiveUp(N_("No part of this version does such a job."))
        arguments = unpack(claim.arguments)
        work = self._work(session)
        if is_slow(handler):
            session.info[RENEW] = lambda: self._renew(session, claim)
            try:
                handler(work, **arguments)
            finally:
                session.info.pop(RENEW, None)
            session.rollback()
        session.connection(execution_options={WRITES: True})
        with committed(work):
            if not is_slow(handler):
                handler(work, **arguments)
                session.flush()
            self._settle(session, claim, state=JobState.DONE, last_error="")

    def _renew(self, session: Session, claim: _Claim) -> None:
        """Keep the job for another lease; LostClaim when it is somebody else's by now."""
        later = update(Job).where(*self._held(claim)).values(lease_until=self.clock() + LEASE)
        if not _changed(session, later):
            raise LostClaim(claim.name)

    def _held(self, claim: _Claim) -> tuple[ColumnElement[bool], ...]:
        return (
            Job.id == claim.id,
            Job.state == JobState.RUNNING,
            Job.tries == claim.tries,
            Job.worker == self.name,
        )

    def _note_failure(self, session: Session, claim: _Claim, error: Exception) -> None:
        reason = describe(error)
        pause = None if isinstance(error, GiveUp) else pause_after(claim.tries)
        _log.warning("job %s %s, try %d: %s", claim.name, claim.id, claim.tries, reason)
        session.connection(execution_options={WRITES: True})
        try:
            if pause is None:
                self._settle(session, claim, state=JobState.FAILED, last_error=reason)
            else:
                again = self.clock() + pause
                self._settle(
                    session, claim, state=JobState.WAITING, last_error=reason, run_after=again
                )
            session.commit()
        except LostClaim:
            session.rollback()

    def _settle(self, session: Session, claim: _Claim, **values: Any) -> None:  # noqa: ANN401  # columns
        is_over = values["state"] is not JobState.WAITING
        ours = (
            update(Job)
            .where(*self._held(claim))
            .values(lease_until=None, finished_at=self.clock() if is_over else None, **values)
        )
        if not _changed(session, ours):
            raise LostClaim(claim.name)


def _changed(session: Session, statement: Update) -> bool:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount > 0


def _given_back(now: datetime, is_lost: Any) -> Update:  # noqa: ANN401  # an SQL condition
    return (
        update(Job)
        .where(Job.state == JobState.RUNNING, is_lost, Job.tries < most_tries())
        .values(state=JobState.WAITING, run_after=now, lease_until=None, last_error=LOST)
    )


def _given_up(now: datetime, is_lost: Any) -> Update:  # noqa: ANN401  # an SQL condition
    """Fail what ended its worker too often: it would do so for ever."""
    return (
        update(Job)
        .where(Job.state == JobState.RUNNING, is_lost, Job.tries >= most_tries())
        .values(state=JobState.FAILED, finished_at=now, lease_until=None, last_error=LOST)
    )


def describe(error: Exception) -> str:
    """Return what went wrong without what it went wrong with: messages may hold personal data."""
    if isinstance(error, Trouble):
        return str(error)[:_LONGEST]
    if isinstance(error, RuleBroken):
        return error.message[:_LONGEST]  # the msgid; its values stay out
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/catalog/" in frame.filename] or frames
    place = ours[-1].filename.rpartition("/catalog/")[2] if ours else "?"
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__} in {place}:{ours[-1].lineno}"[:_LONGEST]
