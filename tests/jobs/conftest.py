"""A worker on the test's own database, with handlers and a clock of the test's choice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.jobs.models import Job
from catalog.jobs.rules import Daily, Handler
from catalog.jobs.worker import Worker
from tests.conftest import NOW


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def advance(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


MakeWorker = Callable[..., Worker]


@pytest.fixture
def clock() -> Clock:
    """The clock of the worker."""
    return Clock()


@pytest.fixture
def make_worker(session: Session, work: Work, clock: Clock) -> MakeWorker:
    """Make workers with these handlers and schedules."""
    engine = session.get_bind()

    @contextmanager
    def opened() -> Iterator[Session]:
        with Session(engine) as own:
            yield own

    def make(
        handlers: dict[str, Handler], *schedule: Daily, name: str = "a", own_clock: Clock = clock
    ) -> Worker:
        return Worker(
            handlers=handlers,
            schedule=schedule,
            open_session=opened,
            vault=work.vault,
            name=name,
            clock=own_clock,
        )

    return make


def state_of(session: Session, job_id: object) -> Job:
    """Return a job as it is in the database by now."""
    session.rollback()
    session.expire_all()
    job = session.get(Job, job_id)
    assert job is not None
    return job
