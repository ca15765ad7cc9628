"""``flask serve`` answers, refuses a busy port in a sentence, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.settings import ROOT
from tests.databases import Databases
from tests.e2e.site import Site

pytestmark = pytest.mark.skipif(shutil.which("ps") is None, reason="no ps on this machine")
_PATIENCE = 15.0


@pytest.fixture
def site(databases: Databases, tmp_path: Path) -> Iterator[Site]:
    url = databases.empty()
    with Site(tmp_path, database_url=url, is_demo=False) as running:
        yield running
    databases.drop(url)


def test_ending_the_site_ends_every_process(site: Site) -> None:
    children = _children(site.pid)
    assert len(children) >= 3, "two workers and the indexer"
    assert site.stop() == 0
    _wait(lambda: not _living(children))


def test_ctrl_c_ends_every_process_at_once(site: Site) -> None:
    children = _children(site.pid)
    os.killpg(site.pid, signal.SIGINT)  # a terminal tells them all
    _wait(lambda: not _living(children))
    assert "refused to gracefully stop" not in site.log()


def test_killing_the_first_process_ends_the_others(site: Site) -> None:
    children = _children(site.pid)
    os.kill(site.pid, signal.SIGKILL)
    _wait(lambda: not _living(children))


def test_an_indexer_that_dies_starts_again(site: Site) -> None:
    before = _children(site.pid)
    os.kill(min(before), signal.SIGKILL)  # the indexer is started first
    _wait(lambda: len(_children(site.pid) - before) == 1)
    assert "starts again" in site.log()


def test_a_busy_port_is_refused_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Port {port} is in use." in done.stderr
    assert "Traceback" not in done.stderr


def _table() -> dict[int, tuple[int, str]]:
    """Return parent and state of every process."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    return {int(pid): (int(parent), state) for pid, parent, state in rows}


def _children(pid: int) -> set[int]:
    return {child for child, (parent, _state) in _table().items() if parent == pid}


def _living(pids: set[int]) -> set[int]:
    return {pid for pid, (_parent, state) in _table().items() if pid in pids and state[0] != "Z"}


def _wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
