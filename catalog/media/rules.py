"""What a picture may be, which renditions it gets, and how a page names them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

# Raise this with every change of the pixels that the pipeline makes: names change with it, so no
# cache ever shows an old file under a new meaning; ``flask media rebuild`` makes the new ones.
PIPELINE = 1

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 25_000_000  # decoded whole: PNG, WebP, HEIC, AVIF
MAX_JPEG_PIXELS = 66_000_000  # decoded at a half or less; phones give 34 to 64 million
MAX_SCANS = 40  # a progressive JPEG has about 10
MAX_RATIO = 8  # longer side to shorter; also keeps every rendition under WebP's 16,383
SMALL_SIDE = 800

WIDTHS = (200, 400, 640, 960, 1600)
JPEG_WIDTH = 960  # the one JPEG: for readers without WebP, and for share cards
JPEG_BYTES = 300_000  # messengers show no preview of more
_STEP = 1.25  # a picture's own width is added when it is this much more than the last of WIDTHS

PDF_PAGES = 50

MEDIA_URL = "/media/"
PUBLIC = "public/"


class PdfProblem(StrEnum):
    """Why a PDF file was not taken in."""

    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    TOO_MANY_PAGES = "too_many_pages"


class Reason(StrEnum):
    """Why a file was not taken in."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    UNKNOWN = "unknown"
    DRAWING = "drawing"
    WEB_PAGE = "web_page"
    MOVING = "moving"
    OTHER_FORMAT = "other_format"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_THIN = "too_thin"
    TOO_COSTLY = "too_costly"
    BUSY = "busy"


_MESSAGES = {
    Reason.EMPTY: N_("This file is empty. Choose the photo again."),
    Reason.TOO_HEAVY: N_("This file is larger than 15 MB. Send a smaller copy of the photo."),
    Reason.UNKNOWN: N_("This file is not a photo that we can read. Send JPEG, PNG, WebP or HEIC."),
    Reason.DRAWING: N_("SVG drawings cannot be taken in. Save the picture as JPEG or PNG."),
    Reason.WEB_PAGE: N_("This file is a web page. Open the picture itself and save that."),
    Reason.MOVING: N_("GIF pictures cannot be taken in. Save the picture as JPEG or PNG."),
    Reason.OTHER_FORMAT: N_("This kind of file cannot be taken in. Save the photo as JPEG or PNG."),
    Reason.BROKEN: N_("This photo is damaged or incomplete. Send the original file again."),
    Reason.TOO_MANY_PIXELS: N_(
        "This photo has too many pixels. Send it with at most 25 megapixels, or as JPEG."
    ),
    Reason.TOO_THIN: N_("This picture is too long and thin. Crop it closer to a square."),
    Reason.TOO_COSTLY: N_("This photo takes too long to read. Save it again as an ordinary JPEG."),
    Reason.BUSY: N_("Many photos are being prepared right now. Try again in a minute."),
}


class ImageRefused(RuleBroken):
    """The file cannot become a picture; ``reason`` is for code, the message for people."""

    def __init__(self, reason: Reason, *, field: str | None = None) -> None:
        super().__init__(_MESSAGES[reason], field=field)
        self.reason = reason


class Flaw(StrEnum):
    """What a vendor should know of a picture that was taken in all the same."""

    SMALL = "small"
    BLUR = "blur"
    DARK = "dark"
    BRIGHT = "bright"
    FLAT = "flat"


FLAW_MESSAGES = {
    Flaw.SMALL: N_(
        "This photo is small: it will look blurred on large screens. Best from 800 pixels."
    ),
    Flaw.BLUR: N_(
        "This photo looks blurred. Hold still, tap the product on the screen, try again."
    ),
    Flaw.DARK: N_("This photo is dark. Take it again near a window or outside in the shade."),
    Flaw.BRIGHT: N_("This photo is too bright: details are gone. Take it out of the direct sun."),
    Flaw.FLAT: N_(
        "Hardly anything can be told apart here. Take one step back, or use a plain wall."
    ),
}


def warnings_for(width: int, height: int, seen: Iterable[Flaw] = ()) -> list[str]:
    """Return the codes of what is wrong, but bearable: this size, and what the pixels show."""
    small = [Flaw.SMALL.value] if min(width, height) < SMALL_SIDE else []
    return [*small, *(flaw.value for flaw in seen)]


def check_size(width: int, height: int, *, is_jpeg: bool) -> None:
    """Raise unless a picture of this many pixels may be decoded."""
    if width < 1 or height < 1:
        raise ImageRefused(Reason.BROKEN)
    if width * height > MAX_JPEG_PIXELS:
        raise ImageRefused(Reason.TOO_MANY_PIXELS)
    if not is_jpeg:
        check_decoded(width, height)
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ImageRefused(Reason.TOO_THIN)


def check_decoded(width: int, height: int) -> None:
    """Raise unless this many pixels may lie in memory."""
    if width * height > MAX_PIXELS:
        raise ImageRefused(Reason.TOO_MANY_PIXELS)


def widths_for(width: int, offered: tuple[int, ...] = WIDTHS) -> list[int]:
    """Return the widths, ascending, that a picture this wide can fill; at least one."""
    fitting = [offer for offer in offered if offer <= width]
    if width < offered[-1] and (not fitting or width >= fitting[-1] * _STEP):
        fitting.append(width)
    return fitting


def height_for(size: tuple[int, int], width: int) -> int:
    """Return the height, at least 1, of a picture of ``size`` scaled to ``width``."""
    return max(1, round(size[1] * width / size[0]))


@dataclass(frozen=True, slots=True)
class CropKind:
    """A cut that CSS cannot make well: its proportions, its widths, and whether it is a JPEG."""

    name: str
    ratio: tuple[int, int]
    widths: tuple[int, ...]
    is_jpeg: bool = False


CROPS = {
    kind.name: kind
    for kind in (
        CropKind("portrait", (4, 5), (400, 640, 960)),
        CropKind("landscape", (16, 10), (640, 960, 1600)),
        CropKind("wide", (5, 2), (640, 960, 1600)),
        CropKind("share", (40, 21), (1200,), is_jpeg=True),  # 1200 x 630
    )
}


def crop_box(
    size: tuple[int, int], ratio: tuple[int, int], focal: tuple[float, float]
) -> tuple[int, int, int, int]:
    """Return the largest box (left, top, right, bottom) of this ratio, near the focal point."""
    width, height = size
    cut_width = max(1, min(width, round(height * ratio[0] / ratio[1])))
    cut_height = max(1, min(height, round(width * ratio[1] / ratio[0])))
    left = min(max(0, round(width * focal[0] - cut_width / 2)), width - cut_width)
    top = min(max(0, round(height * focal[1] - cut_height / 2)), height - cut_height)
    return left, top, left + cut_width, top + cut_height


def check_focal(x: float, y: float) -> None:
    """Raise unless both are between 0 and 1 (left to right, top to bottom)."""
    if not (0 <= x <= 1 and 0 <= y <= 1):  # also false for NaN
        raise RuleBroken(N_("The focal point must lie inside the picture."), field="focal")


def focal_class(x: float, y: float) -> str:
    """Return the CSS class for object-position, ``fp-0-0`` to ``fp-100-100`` in quarters."""
    return f"fp-{int(x * 4 + 0.5) * 25}-{int(y * 4 + 0.5) * 25}"


def name_of(digest: str, variant: str = "") -> str:
    """Return the public name of what this pipeline makes of an original; it tells nothing of it."""
    return hashlib.sha256(f"{digest}:{PIPELINE}:{variant}".encode()).hexdigest()[:20]


def public_key(name: str, width: int, extension: str = "webp") -> str:
    """Return the store's key of a rendition."""
    return f"{PUBLIC}{name[:2]}/{name}-{width}.{extension}"


def original_key(digest: str) -> str:
    """Return the store's key of an original."""
    return f"private/originals/{digest[:2]}/{digest}"


def jpeg_width(widths: list[int]) -> int:
    """Return the width of the one JPEG that stands beside these WebP renditions."""
    return max((width for width in widths if width <= JPEG_WIDTH), default=widths[0])


def rendition_keys(name: str, widths: list[int]) -> list[str]:
    """Return the keys of all files of a picture: WebP in each width, and one JPEG."""
    jpeg = public_key(name, jpeg_width(widths), "jpg")
    return [*(public_key(name, width) for width in widths), jpeg]


class PictureRow(Protocol):
    """The narrow row, or the whole ``Image``, that a picture is built from."""

    @property
    def name(self) -> str: ...  # noqa: D102  # a column
    @property
    def widths(self) -> list[Any]: ...  # noqa: D102  # a column
    @property
    def width(self) -> int: ...  # noqa: D102  # a column
    @property
    def height(self) -> int: ...  # noqa: D102  # a column
    @property
    def colour(self) -> str: ...  # noqa: D102  # a column
    @property
    def focal_x(self) -> float: ...  # noqa: D102  # a column
    @property
    def focal_y(self) -> float: ...  # noqa: D102  # a column


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a template needs for one ``<img>``; addresses begin with ``/media/``."""

    src: str  # JPEG, for readers without srcset or WebP, and share cards
    srcset: str  # WebP in all widths
    large: str  # the widest WebP, for zoom
    width: int
    height: int
    colour: str  # "#rrggbb", shown until the picture arrives
    focal: str  # CSS class
    name: str

    @classmethod
    def of(cls, row: PictureRow) -> Self:
        """Build from a row; no SQL, a few microseconds."""
        name, widths = row.name, row.widths
        base = f"{MEDIA_URL}{name[:2]}/{name}-"
        return cls(
            src=f"{base}{jpeg_width(widths)}.jpg",
            srcset=", ".join([f"{base}{width}.webp {width}w" for width in widths]),
            large=f"{base}{widths[-1]}.webp",
            width=row.width,
            height=row.height,
            colour=row.colour,
            focal=focal_class(row.focal_x, row.focal_y),
            name=name,
        )


def picture_of(row: PictureRow) -> Picture:
    """Return the markup values of a row; see ``Picture``."""
    return Picture.of(row)


@dataclass(frozen=True, slots=True)
class Cut:
    """The markup values of a crop: a ``<source>`` of a cover, or a share card."""

    src: str  # the widest file
    srcset: str
    width: int
    height: int


def cut_of(crops: Mapping[str, Any], kind: str) -> Cut | None:
    """Return the crop of this kind from ``Image.crops``, or None when it was never made."""
    facts = crops.get(kind)
    if facts is None:
        return None
    extension = "jpg" if CROPS[kind].is_jpeg else "webp"
    name, widths = facts["name"], facts["widths"]
    base = f"{MEDIA_URL}{name[:2]}/{name}-"
    return Cut(
        src=f"{base}{widths[-1]}.{extension}",
        srcset=", ".join([f"{base}{width}.{extension} {width}w" for width in widths]),
        width=facts["width"],
        height=facts["height"],
    )
