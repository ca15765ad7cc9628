"""The child process that decodes: it has limits, no secrets, and a pipe; see ``workshop``."""

import os
import resource
import select
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from catalog.media.frames import FrameError, Head, read_frame, write_frame
from catalog.media.leaves import leaves
from catalog.media.papers import page_picture, pdf_facts
from catalog.media.renditions import cut, taken_in, turned
from catalog.media.rules import ImageRefused, Reason

MEMORY_BYTES = 768 * 1024 * 1024  # address space; the hungriest allowed picture takes 450
CPU_SECONDS = 9  # a job
IDLE_SECONDS = 60.0  # then the child ends, and its memory is free for others
MAX_JOBS = 400  # then a fresh one takes over, whatever leaked

Answer = tuple[dict[str, Any], dict[str, bytes]]
Task = Callable[[bytes, dict[str, Any]], Answer]

TASKS: dict[str, Task] = {
    "take_in": lambda data, _options: taken_in(data),
    "cut": lambda data, options: cut(data, options["kind"], tuple(options["focal"])),
    "leaves": lambda data, options: leaves(data, options["first"], options["count"]),
    "page": lambda data, _options: page_picture(data),
    "pdf": lambda data, _options: pdf_facts(data),
    "turn": lambda data, options: ({}, turned(data, options["quarters"])),
}


def main(tasks: Mapping[str, Task] = TASKS, *, cpu_seconds: int = CPU_SECONDS) -> None:
    """Answer requests until there are none for a while, or the parent is gone."""
    source = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)  # a library that prints must not write into the frames
        warnings.simplefilter("ignore")  # nobody reads them here
        _confine()
        for _job in range(MAX_JOBS):
            request = _next_request(source)
            if request is None:
                return
            _allow_cpu(cpu_seconds)
            write_frame(sink, *_answer(tasks, *request))


def _confine() -> None:
    """Give up what decoding does not need: endless memory, files, core dumps, the foreground."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(5)  # pages come first


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _allow_cpu(seconds: int) -> None:
    """Let the kernel end this process after that much more CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def _next_request(source: BinaryIO) -> tuple[Head, list[bytes]] | None:
    ready, _, _ = select.select([source], [], [], IDLE_SECONDS)
    if not ready:
        return None
    try:
        return read_frame(source)
    except FrameError:
        return None


def _answer(tasks: Mapping[str, Task], head: Head, blobs: list[bytes]) -> tuple[Head, list[bytes]]:
    try:
        facts, files = tasks[head["task"]](blobs[0], head["options"])
    except ImageRefused as error:
        return {"refused": error.reason.value, "detail": repr(error.__cause__)[:200]}, []
    except MemoryError:
        return {"refused": Reason.TOO_COSTLY.value, "detail": "MemoryError"}, []
    return {"facts": facts, "names": list(files)}, list(files.values())
