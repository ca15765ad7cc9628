"""Wakes the worker: a Huey queue in a file beside the index, which only says "look at this job".

The table of jobs is the truth. A wake-up that is lost, or a queue file that is thrown away, costs
a minute: the worker's sweep finds the row.
"""

import json
import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from huey import SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

_log = logging.getLogger(__name__)


class _PlainText(Serializer):  # type: ignore[misc]  # Huey ships no types
    """Messages as JSON: Huey's own are pickles, which run code when they are read."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps([data.id, data.name, list(data.args)]).encode()

    def _deserialize(self, data: bytes) -> Message:
        key, name, arguments = json.loads(data)
        return Message(id=key, name=name, retries=0, args=tuple(arguments), kwargs={})


class Queue(NamedTuple):
    """An open queue, and what asks it for a look at the job of an id."""

    huey: SqliteHuey
    look: Callable[[str], object]


def open_queue(path: Path, look: Callable[[UUID], object], sweep: Callable[[], object]) -> Queue:
    """Return the queue in this file, made on first use; its tasks call ``look`` and ``sweep``.

    A rollback journal that is never synced: Python's own SQLite may have the WAL-reset bug (see
    ``db.engine``), and a queue that a power cut damages is made anew by the worker.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    huey = SqliteHuey(
        "jobs",
        filename=str(path),
        journal_mode="truncate",
        fsync=False,
        cache_mb=0,
        timeout=2,
        results=False,
        serializer=_PlainText(),
    )

    # Huey knows a task by its module and name: both must be the same in every process.
    def _look(job_id: str) -> None:
        look(UUID(job_id))

    def _sweep() -> None:
        sweep()

    huey.periodic_task(crontab(minute="*"), name="sweep")(_sweep)
    return Queue(huey, huey.task(name="look")(_look))


def mend(path: Path) -> None:
    """Remove a queue file that cannot be read; what waits is in the table of jobs."""
    if not path.exists():
        return
    try:
        with sqlite3.connect(path) as connection:
            is_sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        connection.close()
    except sqlite3.DatabaseError:
        is_sound = False
    if not is_sound:
        _log.warning("the queue of jobs was damaged and is made anew")
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()


class Waker:
    """Tells the worker of new jobs; opened on first use, in the process that uses it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: Queue | None = None
        self._lock = threading.Lock()

    def __call__(self, job_id: UUID) -> None:
        """Ask for a look at this job; a failure is only logged, for the sweep finds the job."""
        try:
            self._opened().look(str(job_id))
        except (OSError, sqlite3.Error):
            _log.warning("the worker could not be woken; its next sweep finds the job")
            self._queue = None

    def _opened(self) -> Queue:
        with self._lock:
            if self._queue is None:
                self._queue = open_queue(self._path, _only_the_worker, _only_the_worker)
            return self._queue


def _only_the_worker(*_: object) -> None:
    """Stand for what only the worker's process does."""
