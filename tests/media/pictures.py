"""Pictures for tests, all made by code: honest ones in every form, and hostile ones."""

import io
import struct
import zlib
from collections.abc import Iterable

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

Size = tuple[int, int]

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (30, 60, 190), (220, 200, 40)
SECRET = b"Jalan Panembahan 7"  # planted in every kind of metadata
_TO_STORED = {  # how a camera held that way lays down an upright scene
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(size: Size = (1200, 800), mode: str = "RGB") -> Image.Image:
    """Return four coloured quarters, so that every turn and flip shows."""
    width, height = size
    image = Image.new("RGB", size, RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    draw.rectangle((width // 2, height // 2, width, height), YELLOW)
    return image if mode == "RGB" else image.convert(mode)


def photo(size: Size = (1200, 800), seed: int = 1) -> Image.Image:
    """Return soft shapes under fine grain, about as hard to compress as a photo of cloth."""
    width, height = size
    cells = (max(2, width // 60), max(2, height // 60))
    shapes = Image.new("RGB", cells)
    pixels = (
        (x * x * 31 + y * 57 * seed + x * y * 13) for y in range(cells[1]) for x in range(cells[0])
    )
    shapes.putdata([(v * 7 % 256, v * 11 % 256, v * 5 % 256) for v in pixels])
    grain = Image.effect_noise((width // 2 + 1, height // 2 + 1), 18).resize(size).convert("RGB")
    return Image.blend(shapes.resize(size, Image.Resampling.BICUBIC), grain, 0.35)


def saved(image: Image.Image, name: str = "JPEG", **options: object) -> bytes:
    """Return the file that Pillow writes."""
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with an orientation, a place, and a secret in several fields."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = SECRET.decode()  # description
    made[0x013B] = SECRET.decode()  # artist
    made.get_ifd(0x8825).update({1: "S", 2: (6.0, 43.0, 19.0), 3: "E", 4: (108.0, 34.0, 9.0)})
    return made


def stored(orientation: int, name: str = "JPEG", size: Size = (300, 200)) -> bytes:
    """Return ``scene`` as a camera in this orientation stores it."""
    image = scene(size)
    turn = _TO_STORED[orientation]
    turned = image if turn is None else image.transpose(turn)
    options = {"lossless": True} if name == "WEBP" else {"quality": 95} if name == "JPEG" else {}
    return saved(turned, name, exif=exif(orientation), **options)


def gossiping_jpeg() -> bytes:
    """Return a JPEG with GPS, XMP, a comment, a profile and a thumbnail-like tail."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + SECRET + b"</rdf:RDF></x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(scene(), exif=exif(), xmp=xmp, comment=SECRET, icc_profile=profile)
    return data + SECRET


def gossiping_png() -> bytes:
    """Return a PNG with EXIF and the secret in plain, compressed and international text."""
    data = saved(scene(), "PNG", exif=exif())
    texts = [
        chunk(b"tEXt", b"Comment\0" + SECRET),
        chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET)),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
    ]
    return data[:33] + b"".join(texts) + data[33:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    size: Size, *, depth: int = 8, colour: int = 0, body: bytes = b"", extra: bytes = b""
) -> bytes:
    """Return a PNG of any claimed size, with the given bytes as its compressed pixels."""
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", head), extra, chunk(b"IDAT", zlib.compress(body)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text_bomb() -> bytes:
    """Return a small PNG with 80 MB of compressed text."""
    return png(
        (8, 8), body=bytes(72), extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80 << 20)))
    )


def grey16(size: Size = (256, 64)) -> bytes:
    """Return a 16-bit grey ramp from black to white."""
    row = b"\0" + b"".join(struct.pack(">H", x * 65535 // (size[0] - 1)) for x in range(size[0]))
    return png(size, depth=16, body=row * size[1])


def many_scans(count: int = 1000) -> bytes:
    """Return a progressive JPEG whose last scan is repeated."""
    data = saved(photo((400, 300)), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def mpo() -> bytes:
    """Return what a phone with two lenses writes: two JPEGs in one file."""
    return saved(scene(), "MPO", save_all=True, append_images=[photo((600, 400))])


def heic(image: Image.Image, **options: object) -> bytes:
    """Return a HEIC file, as newer phones write."""
    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file, quality=90, **options)
    return file.getvalue()


def animated(name: str) -> bytes:
    """Return a film of four frames, the first of which is ``scene``."""
    frames = [scene((300, 200)), *(photo((300, 200), seed) for seed in (2, 3, 4))]
    return saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100)


def wide_profile() -> bytes:
    """Return the ICC profile of Display P3: its primaries under D50, gamma 2.2."""

    def xyz(values: Iterable[float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    name = b"Test P3\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": xyz((0.9642, 1.0, 0.8249)),
        b"rXYZ": xyz((0.51512, 0.24120, -0.00105)),
        b"gXYZ": xyz((0.29198, 0.69225, 0.04189)),
        b"bXYZ": xyz((0.15710, 0.06657, 0.78407)),
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        table += tag + struct.pack(">II", at + len(body), len(value))
        body += padded
    head = struct.pack(
        ">I4sI4s4s4s", at + len(body), b"lcms", 0x02100000, b"mntr", b"RGB ", b"XYZ "
    )
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += struct.pack(">iii", 63190, 65536, 54061)  # the white of the connection space
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + body


def leftovers(data: bytes) -> list[str]:
    """Return the parts of a WebP or JPEG file that carry anything but pixels."""
    if data[:4] == b"RIFF":
        return [name for name in _webp_chunks(data) if name != "VP8 "]
    return [
        f"{marker:02x}"
        for marker in _jpeg_markers(data)
        if 0xE1 <= marker <= 0xEF or marker == 0xFE
    ]


def _webp_chunks(data: bytes) -> list[str]:
    names, at = [], 12
    while at < len(data):
        (size,) = struct.unpack("<I", data[at + 4 : at + 8])
        names.append(data[at : at + 4].decode("latin-1"))
        at += 8 + size + size % 2
    return names


def _jpeg_markers(data: bytes) -> list[int]:
    """Return the markers up to the first scan, and one for bytes after the end."""
    markers, at = [], 2
    while (marker := data[at + 1]) != 0xDA:
        markers.append(marker)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return markers if data.endswith(b"\xff\xd9") else [*markers, 0xFE]
