"""A picture child with planted faults: what a broken or captured decoder could do."""

import ctypes
import os
import sys
import time
from typing import Any

from catalog.media import child
from catalog.media.child import Answer


def _sleep(_data: bytes, _options: dict[str, Any]) -> Answer:
    time.sleep(60)
    return {}, {}


def _spin(_data: bytes, _options: dict[str, Any]) -> Answer:
    while True:
        pass


def _eat(_data: bytes, _options: dict[str, Any]) -> Answer:
    return {"eaten": len(bytearray(4 << 30))}, {}


def _crash(_data: bytes, _options: dict[str, Any]) -> Answer:
    ctypes.string_at(0)
    return {}, {}


def _leave(_data: bytes, _options: dict[str, Any]) -> Answer:
    os._exit(0)


def _fail(_data: bytes, _options: dict[str, Any]) -> Answer:
    raise RuntimeError("a fault of our own")


def _print(data: bytes, _options: dict[str, Any]) -> Answer:
    sys.stdout.write("a library that chats\n")
    sys.stdout.flush()
    os.write(1, b"even from C")
    return {"length": len(data), "pid": os.getpid()}, {"1.webp": data[::-1]}


def _babble(_data: bytes, _options: dict[str, Any]) -> Answer:
    for handle in range(3, 16):  # one of them is the pipe to the parent
        try:
            os.write(handle, b"\0\0\0\x02{]" * 10)
        except OSError:
            continue
    return {}, {}


def _lie(_data: bytes, _options: dict[str, Any]) -> Answer:
    return "DROP TABLE image", {}  # type: ignore[return-value]  # a captured child keeps no types


def _look_around(_data: bytes, _options: dict[str, Any]) -> Answer:
    return {"modules": sorted(sys.modules), "environment": dict(os.environ)}, {}  # noqa: TID251  # to see what is in it


def _write(_data: bytes, options: dict[str, Any]) -> Answer:
    with open(options["path"], "wb") as file:  # noqa: PTH123  # as a stranger's code would
        file.write(b"planted")
    return {}, {}


def main() -> None:
    """Serve the faults, with a second of processor time each."""
    tasks = {
        "sleep": _sleep,
        "spin": _spin,
        "eat": _eat,
        "crash": _crash,
        "leave": _leave,
        "fail": _fail,
        "print": _print,
        "babble": _babble,
        "lie": _lie,
        "look_around": _look_around,
        "write": _write,
    }
    child.main(tasks, cpu_seconds=0)
