"""Makes more views of one picture: details, crops, light, pairs; for the sample catalogue."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

LONGEST = 1200
_QUALITY = 90
_GROUND = (244, 247, 252)

Draw = Callable[[Image.Image], Image.Image]


def make(path: Path, recipe: str = "") -> bytes:
    """Return the JPEG of a picture seen another way; recipes may be joined by ``-``.

    An unknown recipe gives the picture itself. Nothing is turned or mirrored: the clouds of a
    megamendung lie as they were drawn.
    """
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    for step in filter(None, recipe.split("-")):
        picture = RECIPES.get(step, _same)(picture)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, optimize=True, subsampling=0)
    return file.getvalue()


def _same(picture: Image.Image) -> Image.Image:
    return picture


def _crop(left: float, top: float, right: float, bottom: float) -> Draw:
    def draw(picture: Image.Image) -> Image.Image:
        width, height = picture.size
        box = (int(left * width), int(top * height), int(right * width), int(bottom * height))
        cut = picture.crop(box)
        scale = min(LONGEST, max(picture.size)) / max(cut.size)
        size = (round(cut.width * scale), round(cut.height * scale))
        return cut.resize(size, Image.Resampling.LANCZOS)

    return draw


def _light(red: float, blue: float, strength: float = 1.0) -> Draw:
    def draw(picture: Image.Image) -> Image.Image:
        bands = picture.split()
        tinted = Image.merge(
            "RGB",
            (
                bands[0].point(lambda value: min(255, int(value * red))),
                bands[1],
                bands[2].point(lambda value: min(255, int(value * blue))),
            ),
        )
        return ImageEnhance.Brightness(tinted).enhance(strength)

    return draw


def _pair(picture: Image.Image) -> Image.Image:
    """Set the whole and a detail side by side on a plain ground."""
    side = min(picture.size)
    whole = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)
    detail = ImageOps.fit(_DETAIL(picture), (side, side), Image.Resampling.LANCZOS)
    gap = side // 24
    sheet = Image.new("RGB", (side * 2 + gap * 3, side + gap * 2), _GROUND)
    sheet.paste(whole, (gap, gap))
    sheet.paste(detail, (side + gap * 2, gap))
    return sheet


def _on_ground(picture: Image.Image) -> Image.Image:
    """Lay the picture on a plain ground with room around, as on a print."""
    margin = max(picture.size) // 12
    return ImageOps.expand(picture, border=margin, fill=_GROUND)


_DETAIL = _crop(0.24, 0.24, 0.76, 0.76)
RECIPES: dict[str, Draw] = {
    "detail": _DETAIL,
    "left": _crop(0.0, 0.12, 0.66, 0.78),
    "right": _crop(0.34, 0.18, 1.0, 0.84),
    "top": _crop(0.17, 0.0, 0.83, 0.66),
    "wide": _crop(0.0, 0.22, 1.0, 0.72),
    "warm": _light(1.05, 0.93, 1.02),
    "cool": _light(0.95, 1.05, 1.01),
    "soft": _light(1.0, 0.98, 1.08),
    "pair": _pair,
    "print": _on_ground,
}
