"""Pictures and PDF files of private papers, examined in the child process; see ``workshop``.

A picture comes out as a new JPEG without anything of the old file but its pixels. A PDF cannot be
made anew with what we have, so it is only looked through: what is locked, runs code, starts
programs or carries other files is refused, and whatever passes is still only ever sent as a
download under a sandboxing policy. Object streams are inflated for the look, everything else is
skipped; a file that hides its objects better than that meets the reader's own defences.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from catalog.media.images import opened, upright
from catalog.media.rules import PDF_PAGES, PdfProblem

LONGEST_SIDE = 2600  # pixels; the smallest print of an A4 certificate stays readable
_QUALITY = 82
_HEAD, _TAIL = 1024, 4096  # bytes in which a PDF begins and ends
_MOST_INFLATED = 64 * 1024 * 1024

Answer = tuple[dict[str, Any], dict[str, bytes]]


_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_LOCK = re.compile(rb"/Encrypt\b")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|GoToE|XFA)"
    rb"(?![A-Za-z0-9])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def page_picture(data: bytes) -> Answer:
    """Return the facts and the new JPEG of a photographed or scanned page."""
    source = opened(data)
    scale = min(1.0, LONGEST_SIDE / max(source.width, source.height))
    pixels = upright(source, max(1, round(source.width * scale)))
    file = io.BytesIO()
    pixels.save(file, "JPEG", quality=_QUALITY, optimize=True)
    facts = {"width": pixels.width, "height": pixels.height}
    return facts, {"page.jpg": file.getvalue()}


def pdf_facts(data: bytes) -> Answer:
    """Return how many pages a PDF file has, or why it is not taken in."""
    if b"%PDF-" not in data[:_HEAD] or b"%%EOF" not in data[-_TAIL:]:
        return {"problem": PdfProblem.BROKEN.value}, {}
    try:
        parts = list(_readable(data))
    except zlib.error:
        return {"problem": PdfProblem.BROKEN.value}, {}
    return _judged(parts), {}


def _judged(parts: list[bytes]) -> dict[str, Any]:
    pages = sum(len(_PAGE.findall(part)) for part in parts)
    if any(map(_LOCK.search, parts)):
        return {"problem": PdfProblem.LOCKED.value}
    if any(map(_ACTIVE.search, parts)):
        return {"problem": PdfProblem.ACTIVE.value}
    if pages > PDF_PAGES:
        return {"problem": PdfProblem.TOO_MANY_PAGES.value}
    return {"pages": pages} if pages else {"problem": PdfProblem.BROKEN.value}


def _readable(data: bytes) -> Iterator[bytes]:
    """Yield the objects outside of streams, and those that object streams hold.

    Names may be written with escapes (``/J#53``), which are undone.
    """
    at, left = 0, _MOST_INFLATED
    while found := _STREAM.search(data, at):
        head = data[at : found.start()]
        yield _plain(head)
        end = data.find(b"endstream", found.end())
        if end < 0:
            return
        dictionary = _plain(head[head.rfind(b"obj") + 3 :])
        if _OBJECTS.search(dictionary) and _FLATE.search(dictionary):
            inflated = zlib.decompressobj().decompress(data[found.end() : end], left)
            left -= len(inflated)
            if left <= 0:
                raise zlib.error("a bomb")
            yield _plain(inflated)
        at = end + len(b"endstream")
    yield _plain(data[at:])


def _plain(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
