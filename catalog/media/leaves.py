"""Pages of a PDF as pictures, drawn in the child process; see ``workshop``.

A stranger's PDF never meets the reader's own software: what an officer sees are pixels.
"""

import io
from typing import Any

import pypdfium2

from catalog.media.rules import ImageRefused, Reason

LONGEST = 1700  # pixels of the longer side; the smallest print of an A4 certificate stays readable
MOST_AT_ONCE = 6  # pages in one answer; drawing them takes about a second
_QUALITY = 74

Answer = tuple[dict[str, Any], dict[str, bytes]]


def leaves(data: bytes, first: int, count: int) -> Answer:
    """Return how many pages there are, and pictures of ``count`` of them from ``first`` (0) on."""
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        chosen = range(max(first, 0), min(first + min(count, MOST_AT_ONCE), pages))
        files = {f"{number}.jpg": _drawn(document[number]) for number in chosen}
    except pypdfium2.PdfiumError as error:
        raise ImageRefused(Reason.BROKEN) from error
    return {"pages": pages, "first": chosen.start}, files


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = LONGEST / max(width, height, 1.0)
    # Forms are refused when a file comes in, and notes of others belong to what is seen.
    bitmap = page.render(scale=scale, may_draw_forms=False)
    file = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
