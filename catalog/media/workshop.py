"""Child processes that decode pictures: reused, limited, replaced when they die.

A decoder is where strangers' bytes meet C code, so it runs outside: a child that hangs, eats memory
or crashes costs one refused photo. Children are started afresh (never forked from a process with
threads, secrets and connections), import only the picture code, and wait for the next job; one job
runs per core, others queue.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from catalog.media.frames import FrameError, read_frame, write_frame
from catalog.media.rules import ImageRefused, Reason

JOB_SECONDS = 10.0
QUEUE_SECONDS = 20.0
_GOODBYE_SECONDS = 1.0
_AT_ONCE_SECONDS = 0.5
CHILD = "catalog.media.child"

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[1]
# The package is entered without its __init__: pictures need neither web application nor settings.
_BOOT = """
import importlib, json, sys, types
root, path, module = json.loads(sys.argv[1])
sys.path[:] = path
catalog = sys.modules["catalog"] = types.ModuleType("catalog")
catalog.__path__ = [root]
importlib.import_module(module).main()
"""
# One arena and a fixed threshold: pixels go back to the system after each job.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144", "LC_ALL": "C.UTF-8"}

Facts = dict[str, Any]
Blobs = dict[str, bytes]


def _python() -> str:
    """Return the interpreter; ``sys.executable`` is the server itself under some servers."""
    if Path(sys.executable).name.startswith("python"):
        return sys.executable
    return str(Path(sys.prefix, "bin", "python3"))


def _reason(value: str) -> Reason:
    try:
        return Reason(value)
    except ValueError as error:
        raise FrameError("no reason") from error


class Workshop:
    """Runs picture jobs in child processes; one for the whole process, safe between threads."""

    def __init__(
        self,
        *,
        jobs: int | None = None,
        job_seconds: float = JOB_SECONDS,
        queue_seconds: float = QUEUE_SECONDS,
        child: str = CHILD,
    ) -> None:
        self.jobs = jobs or os.cpu_count() or 1
        self._job_seconds = job_seconds
        self._queue_seconds = queue_seconds
        self._child = child
        self._reset()
        os.register_at_fork(after_in_child=self._reset)  # two processes must not share a pipe

    def _reset(self) -> None:
        self._places = threading.BoundedSemaphore(self.jobs)
        self.idle: list[subprocess.Popen[bytes]] = []

    def run(self, task: str, data: bytes, options: Facts | None = None) -> tuple[Facts, Blobs]:
        """Return the facts and files that the child makes of ``data``; raise ImageRefused."""
        if not self._places.acquire(timeout=self._queue_seconds):
            raise ImageRefused(Reason.BUSY)
        try:
            head, blobs = self._exchange(task, data, options or {})
        finally:
            self._places.release()
        if "refused" in head:
            _log.info("picture refused: %s %s", head["refused"], head.get("detail"))
            raise ImageRefused(head["refused"])
        return head["facts"], dict(zip(head["names"], blobs, strict=True))

    def close(self) -> None:
        """End the idle children."""
        while self.idle:
            self._end(self.idle.pop())

    def _exchange(self, task: str, data: bytes, options: Facts) -> tuple[Facts, list[bytes]]:
        """Ask a waiting child, or a new one; one that fails is not used again."""
        request = {"task": task, "options": options}
        for _attempt in range(2):
            waiting = self._waiting()
            child = waiting or self._started()
            start = monotonic()
            try:
                with self._watched(child):
                    answer = self._asked(child, request, data)
            except (FrameError, OSError) as error:
                seconds = monotonic() - start
                self._end(child)
                _log.info("picture child ended with %s: %r", child.returncode, error)
                if waiting is None or seconds > _AT_ONCE_SECONDS:
                    break
                # It may have ended by itself while it waited: ask one that is fresh.
            else:
                self.idle.append(child)
                return answer
        raise ImageRefused(Reason.TOO_COSTLY)

    def _waiting(self) -> subprocess.Popen[bytes] | None:
        """Return a child that is still there; those that went home are buried."""
        while self.idle:
            child = self.idle.pop()
            if child.poll() is None:
                return child
            self._end(child)
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        setup = json.dumps([str(_ROOT), sys.path, self._child])
        return subprocess.Popen(  # noqa: S603  # our own interpreter and code, no outside input
            [_python(), "-I", "-c", _BOOT, setup],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
        )

    @staticmethod
    def _asked(
        child: subprocess.Popen[bytes], request: Facts, data: bytes
    ) -> tuple[Facts, list[bytes]]:
        if child.stdin is None or child.stdout is None:
            raise FrameError("no pipes")
        write_frame(child.stdin, request, [data])
        head, blobs = read_frame(child.stdout)
        if "refused" in head:
            return {**head, "refused": _reason(head["refused"])}, []
        if not isinstance(head.get("facts"), dict) or len(head.get("names", ())) != len(blobs):
            raise FrameError("no answer")
        return head, blobs

    @contextmanager
    def _watched(self, child: subprocess.Popen[bytes]) -> Iterator[None]:
        """Kill the child when it takes too long; its pipe then ends, and with it the waiting."""
        watch = threading.Timer(self._job_seconds, child.kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    @staticmethod
    def _end(child: subprocess.Popen[bytes]) -> None:
        for pipe in (child.stdin, child.stdout):
            # What is still buffered may have no reader any more.
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            child.wait(_GOODBYE_SECONDS)  # it ends by itself when its pipe does
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


WORKSHOP = Workshop()
atexit.register(WORKSHOP.close)
