"""Looking at jobs and at the runs of schedules."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from catalog.jobs.models import Job, ScheduleRun
from catalog.jobs.rules import JobState

LATE = timedelta(minutes=5)  # the worker looks every minute
_FIRST = case(
    {JobState.FAILED: 0, JobState.RUNNING: 1, JobState.WAITING: 2}, value=Job.state, else_=3
)


class LastRun(NamedTuple):
    """The latest run of a schedule, and how its job stands; None once that was removed."""

    due_at: datetime
    state: JobState | None
    finished_at: datetime | None


def counts(session: Session) -> dict[JobState, int]:
    """Return how many jobs are in each state."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in JobState}


def count_overdue(session: Session, now: datetime) -> int:
    """Return how many jobs should have been begun long ago: no worker seems to be at work."""
    waiting = (Job.state == JobState.WAITING) & (Job.run_after < now - LATE)
    return session.scalar(select(func.count()).select_from(Job).where(waiting)) or 0


def list_jobs(
    session: Session, state: JobState | None = None, *, limit: int, offset: int = 0
) -> list[Job]:
    """Return jobs: those that failed first, then what runs, what waits, what is done."""
    statement = select(Job).order_by(_FIRST, Job.created_at.desc(), Job.id)
    if state is not None:
        statement = statement.where(Job.state == state)
    return list(session.scalars(statement.limit(limit).offset(offset)))


def last_runs(session: Session) -> dict[str, LastRun]:
    """Return the latest run of each schedule by its name."""
    newest = (
        select(ScheduleRun.name, func.max(ScheduleRun.due_at).label("due_at"))
        .group_by(ScheduleRun.name)
        .subquery()
    )
    rows = session.execute(
        select(ScheduleRun.name, ScheduleRun.due_at, Job.state, Job.finished_at)
        .join(newest, (newest.c.name == ScheduleRun.name) & (newest.c.due_at == ScheduleRun.due_at))
        .outerjoin(Job, Job.id == ScheduleRun.job_id)
    )
    return {name: LastRun(due_at, state, done_at) for name, due_at, state, done_at in rows}
