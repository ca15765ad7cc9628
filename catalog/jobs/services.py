"""Asking for work to be done later, and keeping the list of it in order."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.jobs.models import Job, ScheduleRun
from catalog.jobs.rules import (
    KEPT_DONE,
    KEPT_FAILED,
    KEPT_RUNS,
    Argument,
    Daily,
    JobState,
    check_name,
    pack,
)
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_

RENEW = "catalog_renew"  # in the info of a worker's session: what makes the lease of its job longer
WAKE = "catalog_wake"  # execution option of an engine: what tells the worker of a new job

_log = logging.getLogger(__name__)


def enqueue(work: Work, name: str, **arguments: Argument) -> UUID:
    """Have the handler of this name called with ``arguments`` once this transaction stands.

    Arguments are ids, numbers and short codes, never personal data. The handler may be called more
    than once. Returns the id of the job.
    """
    check_name(name)
    job = Job(
        id=uuid4(),
        name=name,
        arguments=pack(arguments),
        run_after=work.now,
        created_at=work.now,
    )
    work.session.add(job)
    _wake_later(work, job.id)
    return job.id


def _wake_later(work: Work, job_id: UUID) -> None:
    """Tell the worker after the commit; where that fails, its next look finds the row."""
    wake: Callable[[UUID], None] | None
    wake = work.session.get_bind().get_execution_options().get(WAKE)
    if wake is not None:
        work.later(lambda: wake(job_id))


@contextmanager
def step(work: Work) -> Iterator[Work]:
    """Write in one short transaction of a slow handler; rolled back on any error.

    It tells that the worker lives: a job that goes on step by step is taken up by no other one.
    """
    work.session.rollback()
    work.session.connection(execution_options={WRITES: True})
    renew: Callable[[], None] | None = work.session.info.get(RENEW)
    with committed(work):
        if renew is not None:
            renew()
        yield work


def enqueue_due(work: Work, schedule: Iterable[Daily]) -> list[UUID]:
    """Make a job of every schedule that is due and has none yet; return their ids.

    Each moment gives one job, however often this is called and by how many workers.
    """
    # A run that lies ahead was made by a clock that went wrong; it must not stand in the way.
    work.session.execute(delete(ScheduleRun).where(ScheduleRun.due_at > work.now))
    return [job_id for daily in schedule if (job_id := _enqueue_once(work, daily)) is not None]


def _enqueue_once(work: Work, daily: Daily) -> UUID | None:
    due = daily.last_due(work.now)
    known = select(ScheduleRun.id).where(ScheduleRun.name == daily.name, ScheduleRun.due_at == due)
    if work.session.scalar(known) is not None:
        return None
    run = ScheduleRun(name=daily.name, due_at=due, job_id=uuid4(), made_at=work.now)
    try:
        with work.session.begin_nested():
            work.session.add(run)
    except IntegrityError:  # another worker was faster
        return None
    run.job_id = enqueue(work, daily.name)
    return run.job_id


def retry(work: Work, job_id: UUID) -> None:
    """Try a job again now, with as many tries as a new one; RuleBroken when it needs none."""
    if work.session.get(Job, job_id) is None:
        raise NotFound("job")
    again = (
        update(Job)
        .where(
            Job.id == job_id,
            or_(Job.state == JobState.FAILED, (Job.state == JobState.WAITING) & (Job.tries > 0)),
        )
        .values(state=JobState.WAITING, tries=0, run_after=work.now, finished_at=None)
    )
    if cast("CursorResult[Any]", work.session.execute(again)).rowcount == 0:
        raise RuleBroken(N_("This job is running or done by now; there is nothing to try again."))
    _wake_later(work, job_id)


def tidy(work: Work) -> None:
    """Remove what nobody looks up any more: done jobs after a month, failed ones after six."""
    for state, kept in ((JobState.DONE, KEPT_DONE), (JobState.FAILED, KEPT_FAILED)):
        old = delete(Job).where(Job.state == state, Job.finished_at < work.now - kept)
        work.session.execute(old)
    work.session.execute(delete(ScheduleRun).where(ScheduleRun.due_at < work.now - KEPT_RUNS))
