"""Where files lie: public renditions and private originals, behind one small interface."""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from catalog.media.rules import MEDIA_URL, PUBLIC

# "public/ab/abcd-640.webp": lower case, no dot at either end of a part, nothing that climbs.
_PART = r"[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9])){0,120}"
_KEY = re.compile(rf"(?:public|private)(?:/{_PART}){{1,6}}")
_COPY = 1024 * 1024


class BadKey(ValueError):
    """This is no name that a store would give."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in a store."""

    key: str
    size: int
    modified_at: datetime


class Store(Protocol):
    """Keeps files by key; ``public/…`` may be shown to all, ``private/…`` never by address."""

    def put(self, key: str, data: bytes | Path) -> None:
        """Write the whole file or nothing; on return it is on disk."""

    def open(self, key: str) -> BinaryIO:
        """Open for reading; FileNotFoundError when there is none."""

    def exists(self, key: str) -> bool:
        """Return whether there is a file of this key."""

    def delete(self, key: str) -> None:
        """Remove the file, if there is one."""

    def list(self, prefix: str) -> Iterator[Stored]:
        """Yield the files below a folder, such as ``public/``."""

    def url(self, key: str) -> str:
        """Return the address of a public file."""

    def sweep(self, before: datetime) -> int:
        """Remove what interrupted writes left before this moment; return how many."""


def check_key(key: str) -> str:
    """Return the key, or raise BadKey."""
    if not _KEY.fullmatch(key):
        raise BadKey(key[:200])
    return key


class LocalStore:
    """A store in a folder of this machine; private files can be read by its user only."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, data: bytes | Path) -> None:
        """Write beside the place, sync, then rename: readers see all of it or nothing."""
        path = self._path(key)
        is_public = key.startswith(PUBLIC)
        self._make_folder(path.parent, 0o755 if is_public else 0o700)
        draft = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with draft.open("xb") as file:
                os.fchmod(file.fileno(), 0o644 if is_public else 0o600)
                _fill(file, data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def open(self, key: str) -> BinaryIO:
        """Open for reading; FileNotFoundError when there is none."""
        return self._path(key).open("rb")

    def exists(self, key: str) -> bool:
        """Return whether there is a file of this key."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove the file, if there is one."""
        self._path(key).unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[Stored]:
        """Yield the files below a folder, such as ``public/``, in the order of their keys."""
        for path in sorted(self._path(prefix.rstrip("/") + "/x").parent.rglob("*")):
            key = path.relative_to(self._root).as_posix()
            if _KEY.fullmatch(key) and path.is_file():
                facts = path.stat()
                yield Stored(key, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def url(self, key: str) -> str:
        """Return the address of a public file."""
        if not check_key(key).startswith(PUBLIC):
            raise BadKey(key)
        return MEDIA_URL + key.removeprefix(PUBLIC)

    def sweep(self, before: datetime) -> int:
        """Remove what interrupted writes left before this moment; return how many."""
        stale = [
            path
            for path in self._root.rglob(".*.part")
            if path.stat().st_mtime < before.timestamp()
        ]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _path(self, key: str) -> Path:
        return self._root / check_key(key)

    def _make_folder(self, folder: Path, mode: int) -> None:
        """Make the folders down from the root, each with this mode whatever the umask says."""
        if folder.is_dir():
            return
        if folder.parent != self._root:
            self._make_folder(folder.parent, mode)
        self._root.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
        _sync_folder(folder.parent)


def _fill(file: BinaryIO, data: bytes | Path) -> None:
    if isinstance(data, bytes):
        file.write(data)
        return
    with data.open("rb") as source:
        while block := source.read(_COPY):
            file.write(block)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
