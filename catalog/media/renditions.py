"""The files that pages show: one decode, then a chain, each rendition from the next larger one."""

import io
from typing import Any

from PIL.Image import Transpose

from catalog.media.images import (
    Pixels,
    average_colour,
    difference_hash,
    opened,
    shrunk,
    upright,
)
from catalog.media.quality import flaws_of
from catalog.media.rules import (
    CROPS,
    JPEG_BYTES,
    CropKind,
    crop_box,
    jpeg_width,
    warnings_for,
    widths_for,
)

# Measured (docs/decisions/0004-images.md): method 4 costs 2.4 times as much for 4 % smaller files.
_WEBP = {"quality": 72, "method": 2}
_JPEG_QUALITIES = (80, 70, 60, 45)
_TURNED_WIDTH = 2400  # more than any page shows, and quick
# Pillow counts its turns the other way round.
_CLOCKWISE = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}

Blobs = dict[str, bytes]  # by "<width>.<extension>"


def taken_in(data: bytes) -> tuple[dict[str, Any], Blobs]:
    """Return the facts (JSON values) of an uploaded picture, and all its renditions."""
    source = opened(data)
    widths = widths_for(source.width)
    pixels = upright(source, widths[-1])
    blobs, least = _chain(pixels, widths)
    facts = {
        "format": source.kind.value,
        "width": source.width,
        "height": source.height,
        "widths": widths,
        "colour": average_colour(least),
        "look": difference_hash(least),
        "warnings": warnings_for(source.width, source.height, flaws_of(pixels)),
    }
    return facts, blobs


def cut(data: bytes, kind: str, focal: tuple[float, float]) -> tuple[dict[str, Any], Blobs]:
    """Return the facts and the files of one crop around a focal point (0 to 1 each way)."""
    crop = CROPS[kind]
    source = opened(data)
    box = crop_box((source.width, source.height), crop.ratio, focal)
    widths = widths_for(box[2] - box[0], crop.widths)
    # Decode no more than needed: as wide as lets the cut out part fill its widest file.
    width = -(-source.width * widths[-1] // (box[2] - box[0]))
    pixels = upright(source, width)
    pixels = pixels.crop(crop_box(pixels.size, crop.ratio, focal))
    pixels = shrunk(pixels, min(widths[-1], pixels.width))
    widths = [*widths[:-1], pixels.width]
    blobs, _ = _chain(pixels, widths, crop)
    return {"widths": widths, "width": pixels.width, "height": pixels.height}, blobs


def turned(data: bytes, quarters: int) -> Blobs:
    """Return a JPEG, without metadata, of the picture after 0 to 3 quarter turns clockwise."""
    pixels = upright(opened(data), _TURNED_WIDTH)
    if quarters:
        pixels = pixels.transpose(_CLOCKWISE[quarters])
    return {f"{pixels.width}.jpg": _saved(pixels, "JPEG", quality=92)}


def _chain(pixels: Pixels, widths: list[int], crop: CropKind | None = None) -> tuple[Blobs, Pixels]:
    blobs: Blobs = {}
    jpeg = (widths[-1] if crop.is_jpeg else None) if crop else jpeg_width(widths)
    for width in reversed(widths):
        pixels = shrunk(pixels, width)
        if crop is None or not crop.is_jpeg:
            blobs[f"{width}.webp"] = _saved(pixels, "WEBP", **_WEBP)
        if width == jpeg:
            blobs[f"{width}.jpg"] = _light_jpeg(pixels)
    return blobs, pixels


def _light_jpeg(pixels: Pixels) -> bytes:
    """Return a JPEG, of lower quality when it would be too heavy for a share card."""
    data = b""
    for quality in _JPEG_QUALITIES:
        data = _saved(pixels, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(data) <= JPEG_BYTES:
            break
    return data


def _saved(pixels: Pixels, name: str, **options: int) -> bytes:
    file = io.BytesIO()
    pixels.save(file, name, **options)
    return file.getvalue()
