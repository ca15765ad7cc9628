"""The parent believes no frame that is too long, unreadable or cut short."""

import io
import struct

import pytest

from catalog.media.frames import FrameError, read_frame, write_frame


def _frame(head: bytes, body: bytes = b"") -> io.BytesIO:
    return io.BytesIO(struct.pack(">I", len(head)) + head + body)


def test_what_is_written_is_read_again() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, {"task": "cut", "options": {"kind": "wide"}}, [b"one", b"", b"three"])
    pipe.seek(0)
    head, blobs = read_frame(pipe)
    assert head["options"] == {"kind": "wide"}
    assert blobs == [b"one", b"", b"three"]


@pytest.mark.parametrize(
    "pipe",
    [
        io.BytesIO(),
        io.BytesIO(b"\0\0"),
        io.BytesIO(b"\xff\xff\xff\xff"),
        _frame(b"{]"),
        _frame(b"\xff\xfe"),
        _frame(b"[]"),
        _frame(b"{}"),
        _frame(b'{"sizes": 5}'),
        _frame(b'{"sizes": [null]}'),
        _frame(b'{"sizes": [-1]}', b"x"),
        _frame(b'{"sizes": [99999999999]}'),
        _frame(b'{"sizes": [5]}', b"four"),
    ],
)
def test_a_bad_frame_is_an_error(pipe: io.BytesIO) -> None:
    with pytest.raises(FrameError):
        read_frame(pipe)
