"""What can be told of a photo from its pixels: blur, too little or too much light, no contrast.

Hints for the person who took it, never a reason to refuse. Thresholds were set on product
pictures and their blurred, darkened and brightened copies; see ``tests/media/test_quality.py``.
"""

from PIL import ImageFilter, ImageStat

from catalog.media.images import Pixels, shrunk
from catalog.media.rules import Flaw

WIDTH = 640  # pictures are judged as wide as a phone shows them
_TILES = 4  # each way
_LEAST_SIDE = 64  # less holds no tiles worth judging
# Discrete Laplacian, moved to the middle of the grey scale; 8 bits clip it, which only edges reach.
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_FULL_CONTRAST = 200  # grey levels between the 2nd and the 98th percentile of a good photo
# Sharp pictures reach 200 and more, those blurred by 2 pixels at most 50.
SHARP_FROM = 70.0

_BLACK_SHARE, _WHITE_SHARE = 0.02, 0.98
DARK_WHITES, DARK_MEAN = 115, 40
PALE_BLACKS, BURNT_BLACKS, BURNT_MEAN = 200, 140, 235
FLAT_RANGE = 50


def flaws_of(pixels: Pixels) -> list[Flaw]:
    """Return what is wrong with an upright RGB picture, besides its size."""
    grey = shrunk(pixels, min(WIDTH, pixels.width)).convert("L")
    blacks, whites = _percentile(grey, _BLACK_SHARE), _percentile(grey, _WHITE_SHARE)
    flaws = _light(ImageStat.Stat(grey).mean[0], blacks, whites)
    if whites - blacks < FLAT_RANGE and not flaws:
        return [Flaw.FLAT]  # a wall, or cloth so close that its weave is gone
    if min(grey.size) >= _LEAST_SIDE and sharpness(grey, whites - blacks) < SHARP_FROM:
        flaws.append(Flaw.BLUR)
    return flaws


def _light(mean: float, blacks: int, whites: int) -> list[Flaw]:
    if whites < DARK_WHITES or mean < DARK_MEAN:
        return [Flaw.DARK]
    if blacks > PALE_BLACKS or (blacks > BURNT_BLACKS and mean > BURNT_MEAN):
        return [Flaw.BRIGHT]
    return []


def sharpness(grey: Pixels, contrast: int) -> float:
    """Return the variance of the Laplacian in the sharpest tile but one, at full contrast.

    Tiles, because sharp goods before a soft background are a good photo; the second best, because
    a printed date can be the only sharp thing in a blurred one.
    """
    edges = grey.filter(_EDGES)
    width, height = edges.size
    found = sorted(
        ImageStat.Stat(
            edges.crop(
                (
                    max(1, width * column // _TILES),  # the filter copies the outermost pixels
                    max(1, height * row // _TILES),
                    min(width - 1, width * (column + 1) // _TILES),
                    min(height - 1, height * (row + 1) // _TILES),
                )
            )
        ).var[0]
        for row in range(_TILES)
        for column in range(_TILES)
    )
    return float(found[-2] * (_FULL_CONTRAST / max(1, contrast)) ** 2)


def _percentile(grey: Pixels, share: float) -> int:
    """Return the grey level (0 to 255) below or at which this share of the pixels lies."""
    counts = grey.histogram()
    left = share * sum(counts)
    for level, count in enumerate(counts):
        left -= count
        if left <= 0:
            return level
    return len(counts) - 1
