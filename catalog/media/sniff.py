"""What a file is by its first bytes, and how costly a JPEG is, before any decoder sees it."""

import re
from enum import StrEnum

from catalog.media.rules import MAX_SCANS, ImageRefused, Reason


class Kind(StrEnum):
    """The formats that are taken in, as stored in ``Image.format``."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    AVIF = "avif"


_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_TAG = re.compile(
    rb"<(?P<tag>!doctype\s+svg|svg|!doctype|html|head|body|script|\?php)", re.IGNORECASE
)
_BLANK = b" \t\r\n\f\v"
_ASIDES = ((b"<!--", b"-->"), (b"<?xml", b">"))  # may stand before the first tag
_HEAD = 4096  # bytes in which markup has to show itself
# Windows bitmap, TIFF of both byte orders, PDF, ZIP and office files, Photoshop, icon, JPEG 2000
_OTHERS = (
    *(b"BM", b"II*\0", b"MM\0*", b"%PDF", b"PK\3\4", b"8BPS"),
    *(b"\0\0\1\0", b"\0\0\0\x0cjP  ", b"\xffO\xffQ"),
)
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_SOS, _EOI = 0xDA, 0xD9
_BARE = (0x01, 0xD8)  # markers with no length after them


def kind_of(data: bytes) -> Kind:
    """Return the format by magic bytes, whatever the file is called; raise for all else."""
    if not data:
        raise ImageRefused(Reason.EMPTY)
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return _boxed(data)
    raise ImageRefused(_reason(data[:_HEAD]))


def _boxed(data: bytes) -> Kind:
    """Tell HEIC and AVIF from the other users of ISO boxes, such as MP4 films."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return Kind.AVIF
    if brands & _HEIF_BRANDS:
        return Kind.HEIF
    raise ImageRefused(Reason.OTHER_FORMAT)


def _reason(head: bytes) -> Reason:
    if head.startswith(b"GIF8"):
        return Reason.MOVING
    if head.startswith(_OTHERS):
        return Reason.OTHER_FORMAT
    markup = _TAG.match(_first_tag(head.removeprefix(b"\xef\xbb\xbf")))
    if markup:
        return Reason.DRAWING if markup["tag"].lower().endswith(b"svg") else Reason.WEB_PAGE
    return Reason.UNKNOWN


def _first_tag(head: bytes) -> bytes:
    """Return what follows blanks, comments and XML declarations.

    Not by a regular expression: one that repeats alternatives takes ages over many comments.
    """
    head = head.lstrip(_BLANK)
    while True:
        ends = (end for start, end in _ASIDES if head[: len(start)].lower() == start)
        end = next(ends, None)
        if end is None:
            return head
        head = head.partition(end)[2].lstrip(_BLANK)  # without an end nothing is left


def jpeg_scans(data: bytes) -> int:
    """Return how many scans the first image of a JPEG file holds, counting no further than needed.

    Each scan of a progressive JPEG walks over all pixels again: 132 kB with 1,000 scans
    keep a core busy for 15 seconds. Embedded thumbnails and second images do not count.
    """
    at, scans = 2, 0
    while scans <= MAX_SCANS and (found := _NEXT_MARKER.search(data, at)):
        marker = data[found.end() - 1]
        if marker == _EOI:
            break
        scans += marker == _SOS
        at = found.end()
        if marker not in _BARE:
            at += int.from_bytes(data[at : at + 2], "big")
    return scans


def check_scans(data: bytes) -> None:
    """Raise when a JPEG has more scans than any camera or editor writes."""
    # Counting the two bytes anywhere is quick, and never too low.
    if data.count(b"\xff\xda") > MAX_SCANS and jpeg_scans(data) > MAX_SCANS:
        raise ImageRefused(Reason.TOO_COSTLY)
