"""From the bytes of a stranger to upright sRGB pixels; runs in the child process, see ``workshop``.

Only this module knows Pillow. Nothing of the file survives but its pixels: what is written later
starts from a picture without EXIF, GPS, XMP, comments or profile.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pillow_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from catalog.media.rules import ImageRefused, Reason, check_decoded, check_size, height_for
from catalog.media.sniff import Kind, check_scans, kind_of

Pixels = Image.Image

# One thread: the machine runs one job per core already. Of the file, only its main picture counts.
pillow_heif.register_heif_opener(
    decode_threads=1, thumbnails=False, depth_images=False, aux_images=False
)
Image.MAX_IMAGE_PIXELS = None  # ``check_size`` is stricter, and knows of draft decoding

# Always one: left to guess, Pillow tries formats in which 1.5 kB cost 9 seconds. The classes are
# named so that their modules are loaded, and Pillow does not load all the others to find them.
_READERS = {
    Kind.JPEG: JpegImagePlugin.JpegImageFile,  # also MPO, the two pictures of some phones
    Kind.PNG: PngImagePlugin.PngImageFile,
    Kind.WEBP: WebPImagePlugin.WebPImageFile,
    Kind.HEIF: pillow_heif.HeifImageFile,
    Kind.AVIF: AvifImagePlugin.AvifImageFile,
}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = 5  # from this orientation on, width and height change places
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_SPACES = {"RGB": "RGB ", "RGBA": "RGB ", "CMYK": "CMYK", "L": "GRAY"}
_GAP = 2.0  # far reductions begin with a quick box filter, down to twice the wanted size
_FLAT = 8  # grey levels; less contrast than this is noise, and all such pictures would look alike


@dataclass(frozen=True, slots=True)
class Source:
    """An opened and checked picture; ``width`` and ``height`` are upright."""

    image: Pixels
    kind: Kind
    orientation: int
    width: int
    height: int

    @property
    def is_sideways(self) -> bool:
        """Return whether the stored pixels lie on their side."""
        return self.orientation >= _SIDEWAYS


@contextmanager
def _guard() -> Iterator[None]:
    """Turn whatever a decoder raises into a refusal.

    Pillow raises OSError, but also SyntaxError, TypeError, ValueError, NotImplementedError,
    struct.error and more on broken input; a list would be out of date with its next version.
    """
    try:
        yield
    except ImageRefused:
        raise
    except MemoryError as error:
        raise ImageRefused(Reason.TOO_COSTLY) from error
    except Exception as error:
        raise ImageRefused(Reason.BROKEN) from error


def opened(data: bytes) -> Source:
    """Read the head of a picture; refuse what is not one, or too large, before it is decoded."""
    kind = kind_of(data)
    if kind is Kind.JPEG:
        check_scans(data)
    with _guard():
        image: Pixels = Image.open(io.BytesIO(data), formats=[str(_READERS[kind].format)])
    check_size(*image.size, is_jpeg=kind is Kind.JPEG)
    if kind is Kind.PNG:
        with _guard():
            image.load()  # getexif would, and hide that the pixels are broken
    orientation = _orientation(image)
    width, height = image.size[::-1] if orientation >= _SIDEWAYS else image.size
    return Source(image, kind, orientation, width, height)


def _orientation(image: Pixels) -> int:
    """Return the EXIF orientation, 1 to 8; unreadable EXIF is no reason to refuse a photo."""
    try:
        value = image.getexif().get(_ORIENTATION)
        return int(value) if value in _TURNS else 1
    except Exception:  # noqa: BLE001  # as many kinds of errors as there are broken files
        return 1


def upright(source: Source, width: int) -> Pixels:
    """Return pixels as RGB, upright, in sRGB, on white, at most ``width`` wide."""
    width = min(width, source.width)
    size = (width, height_for((source.width, source.height), width))
    with _guard():
        image = source.image
        profile = image.info.get("icc_profile")
        stored = size[::-1] if source.is_sideways else size
        image.draft(None, stored)
        check_decoded(*image.size)
        image = _scaled(_plain(image), stored)
        image = _on_white(_in_srgb(image, profile))
        if source.orientation in _TURNS:
            image = image.transpose(_TURNS[source.orientation])
        image.info = {}  # the encoders write some of it back
    return image


def _plain(image: Pixels) -> Pixels:
    """Decode, and return one of the modes RGB, RGBA, CMYK and L, which all later steps know."""
    image.load()
    has_alpha = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    if has_alpha and image.mode != "RGBA":
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.mode[0] == "I":  # 16 bits of grey; a plain conversion would clip, not scale
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return image if image.mode in _SPACES else image.convert("RGB")


def _scaled(image: Pixels, size: tuple[int, int]) -> Pixels:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=_GAP)


def _in_srgb(image: Pixels, profile: bytes | None) -> Pixels:
    """Apply the embedded profile; one that is broken or of another colour space is left aside."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        description = ImageCms.getProfileDescription(source)
        if source.profile.xcolor_space != _SPACES[image.mode] or "sRGB" in description:
            return image
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        transform = ImageCms.buildTransform(source, _SRGB, image.mode, target)
        return ImageCms.applyTransform(image, transform) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _on_white(image: Pixels) -> Pixels:
    if image.mode != "RGBA":
        return image if image.mode == "RGB" else image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def shrunk(image: Pixels, width: int) -> Pixels:
    """Return the picture ``width`` wide."""
    return _scaled(image, (width, height_for(image.size, width)))


def average_colour(image: Pixels) -> str:
    """Return the mean of an RGB picture as ``#rrggbb``."""
    return "#" + image.resize((1, 1), Image.Resampling.BOX).tobytes().hex()


def difference_hash(image: Pixels) -> int | None:
    """Return 64 signed bits that look-alikes share (dHash), or None for a picture without features.

    Bit by bit: is a cell of a 9 x 8 grey reduction brighter than its left neighbour? Scaling,
    saving again and mild exposure change few bits. Source: N. Krawetz, "Kind of Like That", 2013.
    """
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for at in range(row, row + 8):
            bits = bits << 1 | (grey[at + 1] > grey[at])
    if max(grey) - min(grey) < _FLAT:
        return None
    return bits - (1 << 64) if bits >> 63 else bits
