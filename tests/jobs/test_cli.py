"""The worker as a process of its own: woken, told to end, killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.jobs.queue import Waker
from catalog.jobs.rules import Daily, JobState
from catalog.jobs.services import WAKE, enqueue
from catalog.settings import ROOT, Settings
from tests.jobs.conftest import state_of

PATIENCE = 60.0

# A worker whose handlers leave their marks in a folder.
PROGRAM = """
import sys, time
from pathlib import Path
from flask.cli import ScriptInfo
from catalog import create_app
from catalog.audit.services import record
from catalog.jobs.rules import slow
from tests.databases import settings_for

url, folder = sys.argv[1], Path(sys.argv[2])
app = create_app(settings_for(url, folder))
jobs = app.extensions["catalog_jobs"]
jobs.schedule.clear()

def doze(work):
    record(work, "tests.doze", target=("test", "1"))
    work.session.flush()
    (folder / "begun").touch()
    while not (folder / "go").exists():
        time.sleep(0.02)

jobs.handlers["tests.doze"] = doze
(folder / "ready").touch()
app.cli.main(["jobs", "work"], prog_name="flask", obj=ScriptInfo(create_app=lambda: app))
"""


@contextmanager
def _worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM, url, str(folder)],
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(worker: subprocess.Popen[bytes], until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end
        time.sleep(0.05)


def _is(session: Session, job_id: object, state: JobState) -> bool:
    return state_of(session, job_id).state is state


@pytest.fixture
def dozing(work: Work, settings: Settings) -> object:
    """A job that lasts until it is let go, and whose change wakes the worker."""
    bind = work.session.get_bind()
    bind.engine.update_execution_options(**{WAKE: Waker(settings.jobs_path)})
    with committed(work):
        return enqueue(work, "tests.doze")


def test_a_job_survives_the_kill_of_its_worker(
    dozing: object, session: Session, settings: Settings, tmp_path: Path
) -> None:
    with _worker(settings.database_url, tmp_path) as first:
        _wait(first, (tmp_path / "begun").exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert _is(session, dozing, JobState.RUNNING)
    (tmp_path / "go").touch()
    with _worker(settings.database_url, tmp_path) as second:
        _wait(second, lambda: _is(session, dozing, JobState.DONE))
    assert state_of(session, dozing).tries == 2


def test_a_worker_that_is_told_to_end_ends_its_job_first(
    dozing: object, session: Session, settings: Settings, tmp_path: Path
) -> None:
    with _worker(settings.database_url, tmp_path) as worker:
        _wait(worker, (tmp_path / "begun").exists)
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert worker.wait(PATIENCE) == 0
    assert _is(session, dozing, JobState.DONE)


def test_jobs_are_listed_and_done_by_hand(app: Flask, work: Work) -> None:
    runner = app.test_cli_runner()
    app.extensions["catalog_jobs"].schedule.clear()
    app.extensions["catalog_jobs"].handlers["tests.note"] = lambda _work: None
    with committed(work):
        enqueue(work, "tests.note")
    assert "waiting  0  tests.note" in runner.invoke(args=["jobs", "list"]).output
    early = runner.invoke(args=["jobs", "run-due", "--now=2026-11-22T09:59"])
    assert early.output == "0 jobs done\n"
    assert (
        runner.invoke(args=["jobs", "run-due", "--now=2026-11-22T10:00"]).output == "1 jobs done\n"
    )
    assert "tests.note" in runner.invoke(args=["jobs", "list", "--state=done"]).output
    refused = runner.invoke(args=["jobs", "run-due", "--now=besok"])
    assert refused.exit_code == 2
    assert "write a moment like" in refused.output


def test_every_schedule_has_a_handler(app: Flask) -> None:
    jobs = app.extensions["catalog_jobs"]
    assert {daily.name for daily in jobs.schedule} <= set(jobs.handlers)


def test_the_platforms_own_chores_run(app: Flask, session: Session) -> None:
    jobs = app.extensions["catalog_jobs"]
    jobs.schedule[:] = [Daily("jobs.tidy", 3), Daily("media.tidy", 3)]
    app.test_cli_runner().invoke(args=["jobs", "run-due"], catch_exceptions=False)
    states = session.execute(select(Job.name, Job.state, Job.last_error)).all()
    assert sorted(states) == [
        ("jobs.tidy", JobState.DONE, ""),
        ("media.tidy", JobState.DONE, ""),
    ]
