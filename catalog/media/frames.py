"""What parent and picture child say to each other: a JSON head and raw bytes, nothing that runs.

A frame is the length of the head (4 bytes, big endian), the head, then the bytes that its ``sizes``
announce. Nothing is unpickled, so a decoder that an attacker took over can only answer with wrong
pictures.
"""

import json
import struct
from typing import IO, Any

from catalog.media.rules import MAX_BYTES

_MAX_HEAD = 16 * 1024
_MAX_BLOBS = 2 * MAX_BYTES
_LENGTH = struct.Struct(">I")

Head = dict[str, Any]


class FrameError(Exception):
    """The other side is gone, or speaks no sense."""


def write_frame(sink: IO[bytes], head: Head, blobs: list[bytes]) -> None:
    """Send one head and its bytes."""
    text = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    sink.write(_LENGTH.pack(len(text)) + text)
    sink.writelines(blobs)
    sink.flush()


def read_frame(source: IO[bytes]) -> tuple[Head, list[bytes]]:
    """Receive one head and its bytes."""
    (length,) = _LENGTH.unpack(_exactly(source, _LENGTH.size))
    if length > _MAX_HEAD:
        raise FrameError("head too long")
    try:
        head = json.loads(_exactly(source, length))
        sizes = [int(size) for size in head["sizes"]]
    except (ValueError, TypeError, KeyError) as error:
        raise FrameError("head unreadable") from error
    if any(size < 0 for size in sizes) or sum(sizes) > _MAX_BLOBS:
        raise FrameError("too many bytes")
    return head, [_exactly(source, size) for size in sizes]


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise FrameError("cut short")
    return data
