"""``flask jobs …``: the worker, and what its operator looks at."""

import fcntl
import hashlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.orm import Session

from catalog.db.session import db
from catalog.jobs import queries
from catalog.jobs.queue import Waker, mend, open_queue
from catalog.jobs.rules import Daily, Handler, JobState
from catalog.jobs.services import WAKE
from catalog.jobs.worker import Worker
from catalog.kernel.clock import WIB, utc_now, wib

THREADS = 2  # a slow job does not keep the others waiting
_PATIENCE = 8.0  # seconds that a running job may take to end when the worker is told to
_HEALTH = 10.0  # seconds between looks at whether the threads live
_GLANCE = 0.2  # seconds between looks at whether to end
_SHOWN = 50

cli = AppGroup("jobs", help="Jobs: do them, look at them.")


@dataclass(frozen=True, slots=True)
class Jobs:
    """What wiring gives: who does which job, what is due when, and the file that wakes."""

    handlers: dict[str, Handler]
    schedule: list[Daily]
    path: Path


class Stop:
    """Whether the worker was told to end; no lock, for it is set inside a signal handler."""

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self, *_: object) -> None:
        """Be the signal handler."""
        self.is_asked = True

    def within(self, seconds: float) -> bool:
        """Wait so long at most; return whether the worker was told to end."""
        until = time.monotonic() + seconds
        while not self.is_asked and time.monotonic() < until:
            time.sleep(_GLANCE)
        return self.is_asked


def init_app(app: Flask, jobs: Jobs) -> None:
    """Let every change that asks for a job wake the worker."""
    app.extensions["catalog_jobs"] = jobs
    with app.app_context():
        db.engine.update_execution_options(**{WAKE: Waker(jobs.path)})


@cli.command("work")
def work() -> None:
    """Do jobs as they come, until told to end."""
    jobs: Jobs = current_app.extensions["catalog_jobs"]
    stop = Stop()
    is_alone = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN  # no companion of `serve`
    _listen(stop, is_alone=is_alone)
    with _only_one(jobs.path.with_suffix(".lock"), stop) as is_ours:
        if is_ours:
            _work(jobs, stop, is_alone=is_alone)


def _work(jobs: Jobs, stop: Stop, *, is_alone: bool) -> None:
    mend(jobs.path)
    place = hashlib.blake2b(bytes(jobs.path), digest_size=4).hexdigest()
    worker = _worker(jobs, name=f"{_host()}-{place}", stop=stop)
    worker.take_back_own()
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    queue = open_queue(jobs.path, _inside(app, worker.run), _inside(app, worker.sweep))
    consumer = queue.huey.create_consumer(
        workers=THREADS,
        max_delay=0.5,
        scheduler_interval=5,
        graceful_signal="TERM",
        shutdown_timeout=_PATIENCE,
    )
    consumer.start()
    _listen(
        stop, is_alone=is_alone
    )  # after start, which sets signal handlers that start the program anew
    while not stop.within(_HEALTH):
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def _inside(app: Flask, task: Callable[..., object]) -> Callable[..., object]:
    """Return the task with the application around it: Huey calls it in a thread of its own."""

    def run(*arguments: UUID) -> None:
        with app.app_context():
            task(*arguments)

    return run


def _worker(
    jobs: Jobs,
    *,
    name: str,
    clock: Callable[[], datetime] = utc_now,
    stop: Stop | None = None,
) -> Worker:
    return Worker(
        handlers=jobs.handlers,
        schedule=jobs.schedule,
        open_session=_open_session,
        vault=current_app.extensions["catalog_vault"],
        name=name,
        clock=clock,
        is_stopping=lambda: stop is not None and stop.is_asked,
    )


def _open_session() -> Any:  # noqa: ANN401  # a context manager of a session
    session: Session = db.session.session_factory()
    return closing(session)


def _listen(stop: Stop, *, is_alone: bool) -> None:
    """End in order on SIGTERM; on Ctrl-C too, unless that is for a parent to hear."""
    signal.signal(signal.SIGTERM, stop.ask)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, stop.ask if is_alone else signal.SIG_IGN)


def _host() -> str:
    return socket.gethostname()[:40]


@contextmanager
def _only_one(path: Path, stop: Stop) -> Iterator[bool]:
    """Wait until no other worker of this folder lives; its lock ends with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(handle, stop)
    finally:
        os.close(handle)


def _locked(handle: int, stop: Stop) -> bool:
    is_told = False
    while not stop.is_asked:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not is_told:
                click.echo("Another worker is at work; this one waits for it to end.", err=True)
            is_told = True
            stop.within(2)
        else:
            return True
    return False


@cli.command("run-due")
@click.option(
    "--now", default="", help="As if it were this moment (ISO 8601; WIB if none is said)."
)
def run_due(now: str) -> None:
    """Do once all that is due, as the worker would."""
    jobs: Jobs = current_app.extensions["catalog_jobs"]
    clock = _clock_at(now) if now else utc_now
    name = f"{_host()}-by-hand-{os.getpid()}-{time.time_ns()}"
    done = _worker(jobs, name=name, clock=clock).sweep()
    click.echo(f"{done} jobs done")


def _clock_at(text: str) -> Callable[[], datetime]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            "write a moment like 2026-11-22T07:00", param_hint="--now"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=WIB)
    return lambda: moment


@cli.command("list")
@click.option("--state", type=click.Choice([str(state) for state in JobState]))
def list_jobs(state: str | None) -> None:
    """Show the newest jobs, those that failed first."""
    session = db.session()
    for key, count in queries.counts(session).items():
        click.echo(f"{key}: {count}")
    for job in queries.list_jobs(session, JobState(state) if state else None, limit=_SHOWN):
        line = f"{wib(job.created_at):%Y-%m-%d %H.%M}  {job.state:8} {job.tries}  {job.name}"
        click.echo(f"{line}  {job.id}" + (f"  {job.last_error}" if job.last_error else ""))
