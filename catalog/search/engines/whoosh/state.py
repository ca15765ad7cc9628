"""The one small file that says what the index is; swapping it is the only moment of change."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from zlib import crc32

from catalog.search.engine import IndexBusy, IndexDamaged, IndexMissing

CURRENT = "current.json"
LOCK = "lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One segment: its name, documents, words of each text field, and the file of deleted ones."""

    name: str
    count: int
    totals: dict[str, int] = field(default_factory=dict, hash=False)
    deleted: str = ""
    deleted_count: int = 0

    @property
    def live(self) -> int:
        """Return how many documents answer queries."""
        return self.count - self.deleted_count


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a reader opens: a folder, a Whoosh table of contents, its segments in order."""

    folder: str
    toc: int
    generation: int
    applied: int
    means: dict[str, float]
    segments: tuple[Entry, ...]
    terms: str = ""  # file of what is suggested besides names


def read_state(root: Path) -> State:
    """Return the current state; IndexMissing or IndexDamaged when there is none to trust."""
    try:
        check, _, body = (root / CURRENT).read_text("utf-8").partition("\n")
    except FileNotFoundError as error:
        raise IndexMissing("there is no index yet") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{CURRENT} cannot be read") from error
    if check != f"{crc32(body.encode()):08x}":
        raise IndexDamaged(f"{CURRENT} is not what was written")
    try:
        fields = json.loads(body)
        fields["segments"] = tuple(Entry(**each) for each in fields["segments"])
        return State(**fields)
    except (KeyError, TypeError, ValueError) as error:  # another version wrote it
        raise IndexDamaged(f"{CURRENT} says what this code does not know") from error


def write_state(root: Path, state: State) -> None:
    """Make this the current state, durably and at once."""
    write_body(root, json.dumps(asdict(state)))


def write_body(root: Path, body: str) -> None:
    """Write the text of a state with its check, durably and at once."""
    draft = root / f"{CURRENT}.new"
    draft.write_text(f"{crc32(body.encode()):08x}\n{body}", "utf-8")
    sync(draft)
    draft.replace(root / CURRENT)
    sync(root)


def sync(path: Path) -> None:
    """Push a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(root: Path, patience: float) -> Iterator[None]:
    """Be the only writer, on this machine; IndexBusy after ``patience`` seconds of waiting."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)  # the index holds pickles: nobody else may write them
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)  # gives the lock up, as the end of the process does


def _lock(handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexBusy("another process is writing the index") from None
            time.sleep(0.02)
        else:
            return
