"""A large file kept sealed: written and read in pieces, so that memory stays small.

Each piece is sealed for its own place in its own file, and the last one says that it is the last:
pieces cannot be exchanged, left out or cut off unnoticed. Nothing opened ever touches the disk.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from catalog.kernel.vault import Vault, VaultError

PIECE = 1024 * 1024
_LENGTH = struct.Struct(">I")


class SealedWriter:
    """A file object to write into; without a position, as a pipe, so ``zipfile`` streams to it."""

    def __init__(self, path: Path, *, vault: Vault, bound_to: str) -> None:
        self._file = path.open("xb")
        self._vault = vault
        self._bound_to = bound_to
        self._buffer = bytearray()
        self._place = 0
        self.size = 0  # of the opened content

    def write(self, data: bytes) -> int:
        """Take more content."""
        self._buffer += data
        self.size += len(data)
        while len(self._buffer) > PIECE:  # the last piece stays back until the end
            piece = bytes(self._buffer[:PIECE])
            del self._buffer[:PIECE]
            self._put(piece, is_last=False)
        return len(data)

    def flush(self) -> None:
        """Do nothing: whole pieces are written as they come."""

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._buffer), is_last=True)

    def close(self) -> None:
        """Close the file; without ``finish`` nobody can open what was written."""
        self._file.close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        sealed = self._vault.seal(piece, bound_to=_name(self._bound_to, self._place, is_last))
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._place += 1


@contextmanager
def sealed_file(path: Path, *, vault: Vault, bound_to: str) -> Iterator[SealedWriter]:
    """Give a writer of a new file, finished at the end unless something went wrong."""
    writer = SealedWriter(path, vault=vault, bound_to=bound_to)
    try:
        yield writer
        writer.finish()
    finally:
        writer.close()


def opened(file: BinaryIO, *, vault: Vault, bound_to: str) -> Iterator[bytes]:
    """Yield the content piece by piece and close the file; raises VaultError when it is cut off."""
    with file:
        place, head = 0, file.read(_LENGTH.size)
        while True:
            if len(head) < _LENGTH.size:
                raise VaultError("the file ends too early")
            sealed = file.read(_LENGTH.unpack(head)[0])
            head = file.read(_LENGTH.size)
            yield vault.open(sealed, bound_to=_name(bound_to, place, not head))
            if not head:
                return
            place += 1


def _name(bound_to: str, place: int, is_last: bool) -> str:  # noqa: FBT001  # a part of the name
    return f"{bound_to}:{place}{':last' if is_last else ''}"
