import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from catalog.jobs.queue import Waker, mend, open_queue


def _looks(path: Path) -> list[UUID]:
    """Do what a worker would; return the ids of the jobs that it looked at."""
    seen: list[UUID] = []
    huey = open_queue(path, seen.append, lambda: None).huey
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
    huey.storage.close()
    return seen


def test_a_wake_up_reaches_the_worker_of_another_process(tmp_path: Path) -> None:
    ids = [uuid4(), uuid4()]
    waker = Waker(tmp_path / "state" / "jobs.db")
    for job_id in ids:
        waker(job_id)
    assert _looks(tmp_path / "state" / "jobs.db") == ids
    assert _looks(tmp_path / "state" / "jobs.db") == []


def test_the_queue_holds_nothing_that_runs_when_it_is_read(tmp_path: Path) -> None:
    queue = open_queue(tmp_path / "jobs.db", lambda _: None, lambda: None)
    queue.look(str(uuid4()))
    (message,) = queue.huey.storage.enqueued_items()
    queue.huey.storage.close()
    assert json.loads(message)


def test_a_queue_that_cannot_be_opened_does_not_stop_the_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    Waker(tmp_path / "file" / "jobs.db")(uuid4())
    assert "its next sweep finds the job" in caplog.text


def test_a_damaged_queue_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    mend(path)
    path.write_bytes(b"no database at all" * 100)
    mend(path)
    job_id = uuid4()
    Waker(path)(job_id)
    mend(path)  # a sound one stays
    assert _looks(path) == [job_id]
