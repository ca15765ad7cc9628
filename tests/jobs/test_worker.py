import logging
import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.audit.services import record
from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.jobs.rules import LEASE, GiveUp, JobState, Trouble, most_tries, slow
from catalog.jobs.services import WAKE, enqueue, retry, step
from catalog.jobs.worker import LOST
from catalog.kernel.errors import RuleBroken
from tests.jobs.conftest import Clock, MakeWorker, state_of


def _ask(work: Work, name: str = "tests.note", **arguments: UUID | int) -> UUID:
    with committed(work):
        return enqueue(work, name, **arguments)


def _note(work: Work, **_: object) -> None:
    record(work, "tests.note", target=("test", "1"))


def _entries(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_job_is_done_with_the_arguments_that_it_was_asked_with(
    work: Work, make_worker: MakeWorker
) -> None:
    got: list[object] = []
    vendor_id = uuid4()
    job_id = _ask(work, vendor_id=vendor_id, days=30)
    worker = make_worker({"tests.note": lambda _work, **given: got.append(given)})
    assert worker.sweep() == 1
    assert got == [{"vendor_id": vendor_id, "days": 30}]
    job = state_of(work.session, job_id)
    assert (job.state, job.tries, job.last_error) == (JobState.DONE, 1, "")


def test_a_change_that_is_rolled_back_asks_for_nothing(work: Work, make_worker: MakeWorker) -> None:
    def fail() -> None:
        with committed(work):
            enqueue(work, "tests.note")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # ours
        fail()
    assert make_worker({"tests.note": _note}).sweep() == 0


def test_the_worker_is_woken_after_the_commit_and_only_then(work: Work) -> None:
    woken: list[UUID] = []
    bind = work.session.get_bind()
    bind.engine.update_execution_options(**{WAKE: woken.append})
    with committed(work):
        job_id = enqueue(work, "tests.note")
        assert woken == []
    assert woken == [job_id]


def test_a_job_is_done_once_however_many_look_at_it(work: Work, make_worker: MakeWorker) -> None:
    ids = [_ask(work) for _ in range(6)]
    workers = [make_worker({"tests.note": _note}, name=name) for name in "ab"]
    threads = [threading.Thread(target=worker.sweep) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [state_of(work.session, each).state for each in ids] == [JobState.DONE] * 6
    assert _entries(work.session) == 6


def test_a_job_that_fails_leaves_nothing_behind_and_is_tried_again_later(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    tries: list[int] = []

    def second_time_lucky(work: Work) -> None:
        _note(work)
        tries.append(1)
        if len(tries) == 1:
            raise Trouble("The mail server did not answer.")

    job_id = _ask(work)
    worker = make_worker({"tests.note": second_time_lucky})
    assert worker.sweep() == 0
    assert _entries(work.session) == 0
    job = state_of(work.session, job_id)
    assert (job.state, job.last_error) == (JobState.WAITING, "The mail server did not answer.")
    clock.advance(seconds=59)
    assert worker.sweep() == 0
    assert tries == [1]
    clock.advance(seconds=1)
    assert worker.sweep() == 1
    assert _entries(work.session) == 1
    assert state_of(work.session, job_id).last_error == ""


def test_a_job_that_never_succeeds_has_failed_after_some_tries_and_can_be_tried_again(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    def never(_work: Work) -> None:
        raise OSError

    job_id = _ask(work)
    worker = make_worker({"tests.note": never})
    for _ in range(most_tries() + 3):
        worker.sweep()
        clock.advance(hours=13)
    job = state_of(work.session, job_id)
    assert (job.state, job.tries) == (JobState.FAILED, most_tries())
    work.now = clock.now
    with committed(work):
        retry(work, job_id)
    assert make_worker({"tests.note": _note}).sweep() == 1
    with pytest.raises(RuleBroken):
        retry(work, job_id)


def test_a_handler_that_gives_up_is_not_called_again(work: Work, make_worker: MakeWorker) -> None:
    def give_up(_work: Work) -> None:
        raise GiveUp("The person is gone.")

    job_id = _ask(work)
    make_worker({"tests.note": give_up}).sweep()
    job = state_of(work.session, job_id)
    assert (job.state, job.last_error) == (JobState.FAILED, "The person is gone.")


def test_a_job_that_this_version_does_not_know_has_failed(
    work: Work, make_worker: MakeWorker
) -> None:
    job_id = _ask(work, "tests.unknown")
    make_worker({}).sweep()
    assert state_of(work.session, job_id).state is JobState.FAILED


def test_an_error_is_kept_and_logged_without_what_it_was_about(
    work: Work, make_worker: MakeWorker, caplog: pytest.LogCaptureFixture
) -> None:
    def leak(work: Work) -> None:
        work.session.execute(text("SELECT :nik FROM nowhere"), {"nik": "3209010101010001"})

    def leak_more(_work: Work) -> None:
        raise RuleBroken("%(phone)s is known.", phone="081234567890")

    jobs = [_ask(work, "tests.leak"), _ask(work, "tests.more")]
    with caplog.at_level(logging.DEBUG):
        make_worker({"tests.leak": leak, "tests.more": leak_more}).sweep()
    first, second = (state_of(work.session, job).last_error for job in jobs)
    assert "sqlalchemy.exc." in first
    assert second == "%(phone)s is known."
    assert "3209010101010001" not in first + caplog.text
    assert "081234567890" not in caplog.text


def test_a_job_of_a_dead_worker_waits_again_when_its_lease_is_over(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    class Killed(BaseException):
        """Stands for SIGKILL: nothing after it runs."""

    def die(_work: Work) -> None:
        raise Killed

    job_id = _ask(work)
    with pytest.raises(Killed):
        make_worker({"tests.note": die}).sweep()
    assert state_of(work.session, job_id).state is JobState.RUNNING
    other = make_worker({"tests.note": _note}, name="b")
    assert other.sweep() == 0
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert other.sweep() == 1
    assert _entries(work.session) == 1


def test_a_worker_takes_its_own_lost_jobs_up_at_once_but_not_for_ever(
    work: Work, make_worker: MakeWorker
) -> None:
    def die(_work: Work) -> None:
        raise KeyboardInterrupt

    job_id = _ask(work)
    for _ in range(most_tries()):
        worker = make_worker({"tests.note": die})
        worker.take_back_own()
        with pytest.raises(KeyboardInterrupt):
            worker.sweep()
    make_worker({}).take_back_own()
    job = state_of(work.session, job_id)
    assert (job.state, job.last_error) == (JobState.FAILED, LOST)


def test_a_worker_that_was_silent_too_long_does_not_overwrite_the_other(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    other = make_worker({"tests.note": _note}, name="b")

    @slow
    def doze(_work: Work) -> None:
        clock.advance(hours=1)
        other.sweep()

    job_id = _ask(work)
    assert make_worker({"tests.note": doze}).sweep() == 0
    job = state_of(work.session, job_id)
    assert (job.state, job.worker, job.tries) == (JobState.DONE, "b", 2)


def test_a_slow_job_lets_others_write_while_it_works(work: Work, make_worker: MakeWorker) -> None:
    @slow
    def post(own: Work) -> None:
        _ask(work, "tests.other")  # from another session; would wait for a lock in vain
        with step(own):
            _note(own)

    job_id = _ask(work)
    make_worker({"tests.note": post, "tests.other": _note}).sweep()
    assert state_of(work.session, job_id).state is JobState.DONE
    assert _entries(work.session) == 2


def test_nobody_begins_another_job_once_told_to_end(work: Work, make_worker: MakeWorker) -> None:
    for _ in range(3):
        _ask(work)
    worker = make_worker({})
    done: list[int] = []
    worker.handlers = {"tests.note": lambda _work: done.append(1)}
    worker.is_stopping = lambda: bool(done)
    worker.sweep()
    assert done == [1]
    waiting = select(func.count()).select_from(Job).where(Job.state == JobState.WAITING)
    work.session.rollback()
    assert work.session.scalar(waiting) == 2


def test_a_job_that_goes_on_step_by_step_is_not_begun_twice(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    other = make_worker({"tests.note": _note}, name="b")

    @slow
    def plod(own: Work) -> None:
        for _ in range(3):
            clock.advance(minutes=LEASE.total_seconds() / 60 - 1)
            with step(own):
                pass
            other.sweep()

    job_id = _ask(work)
    assert make_worker({"tests.note": plod}).sweep() == 1
    job = state_of(work.session, job_id)
    assert (job.state, job.worker, job.tries) == (JobState.DONE, "a", 1)
    assert _entries(work.session) == 0


def test_a_job_that_was_lost_writes_no_further_step(
    work: Work, make_worker: MakeWorker, clock: Clock
) -> None:
    other = make_worker({"tests.note": _note}, name="b")

    @slow
    def doze(own: Work) -> None:
        clock.advance(hours=1)
        other.sweep()
        with step(own):
            _note(own)

    job_id = _ask(work)
    assert make_worker({"tests.note": doze}).sweep() == 0
    assert state_of(work.session, job_id).worker == "b"
    assert _entries(work.session) == 1
