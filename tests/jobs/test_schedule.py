from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work, committed
from catalog.jobs import services
from catalog.jobs.models import Job, ScheduleRun
from catalog.jobs.queries import last_runs
from catalog.jobs.rules import Daily, Handler, JobState
from tests.conftest import NOW
from tests.jobs.conftest import Clock, MakeWorker

REMIND = Daily("legality.remind", at_hour_wib=7)
DIGEST = Daily("notices.digest", at_hour_wib=18)  # not yet due today at NOW, 10:00 in Cirebon


class Calls(list[str]):
    """Which schedules were run."""

    def handlers(self) -> dict[str, Handler]:
        """Return handlers that note their names here."""
        return {
            daily.name: lambda _work, name=daily.name: self.append(name)
            for daily in (REMIND, DIGEST)
        }


@pytest.fixture
def calls() -> Calls:
    return Calls()


def test_a_schedule_that_is_looked_at_twice_runs_once(
    make_worker: MakeWorker, calls: Calls
) -> None:
    for name in "abc":
        make_worker(calls.handlers(), REMIND, name=name).sweep()
    assert calls == ["legality.remind"]


def test_a_day_later_it_runs_again(make_worker: MakeWorker, calls: Calls, clock: Clock) -> None:
    worker = make_worker(calls.handlers(), REMIND)
    for _ in range(3):
        worker.sweep()
        clock.advance(days=1)
    assert calls == ["legality.remind"] * 3


def test_after_three_days_without_a_worker_each_schedule_catches_up_once(
    make_worker: MakeWorker, calls: Calls, clock: Clock
) -> None:
    worker = make_worker(calls.handlers(), REMIND, DIGEST)
    worker.sweep()
    calls.clear()
    clock.advance(days=3)
    worker.sweep()
    worker.sweep()
    assert sorted(calls) == ["legality.remind", "notices.digest"]


def test_a_clock_that_is_put_back_runs_nothing_twice(
    make_worker: MakeWorker, calls: Calls, clock: Clock
) -> None:
    worker = make_worker(calls.handlers(), REMIND)
    worker.sweep()
    clock.advance(hours=-2)
    worker.sweep()
    assert calls == ["legality.remind"]


def test_a_clock_that_was_far_ahead_does_not_silence_a_schedule(
    make_worker: MakeWorker, calls: Calls, clock: Clock, session: Session
) -> None:
    clock.advance(days=365)
    worker = make_worker(calls.handlers(), REMIND)
    worker.sweep()
    clock.now = NOW
    worker.sweep()
    clock.advance(days=1)
    worker.sweep()
    assert len(calls) == 3
    assert session.scalars(select(ScheduleRun.due_at)).all() == [
        NOW - timedelta(hours=3),
        NOW + timedelta(hours=21),
    ]


def test_the_page_can_tell_when_each_ran_last(
    make_worker: MakeWorker, calls: Calls, work: Work
) -> None:
    make_worker(calls.handlers(), REMIND, DIGEST).sweep()
    runs = last_runs(work.session)
    assert runs["legality.remind"].due_at == NOW - timedelta(hours=3)
    assert runs["notices.digest"].state is JobState.DONE


def test_old_jobs_are_forgotten_and_young_ones_are_not(
    make_worker: MakeWorker, calls: Calls, work: Work
) -> None:
    make_worker(calls.handlers(), REMIND).sweep()
    work.now += timedelta(days=29)
    with committed(work):
        services.tidy(work)
    assert work.session.scalars(select(Job)).all() != []
    work.now += timedelta(days=2)
    with committed(work):
        services.tidy(work)
    assert work.session.scalars(select(Job)).all() == []
    assert work.session.scalars(select(ScheduleRun)).all() != []
