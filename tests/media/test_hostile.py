"""What is no honest photo is refused with a reason, through the same door as photos."""

import io
import zipfile
from pathlib import Path

import pytest

from catalog.db.work import Work
from catalog.media import services
from catalog.media.rules import ImageRefused, Reason
from catalog.media.sniff import jpeg_scans
from catalog.media.store import LocalStore
from tests.media.pictures import (
    chunk,
    leftovers,
    many_scans,
    photo,
    png,
    saved,
    scene,
    text_bomb,
)

_SVG = b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
_JPEG = saved(scene((400, 300)))


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return file.getvalue()


def _film() -> bytes:
    return b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(200)


_REFUSED = {
    "nothing": (b"", Reason.EMPTY),
    "one byte": (b"\xff", Reason.UNKNOWN),
    "zeros": (bytes(5000), Reason.UNKNOWN),
    "words": (b"harga mulai 25 ribu", Reason.UNKNOWN),
    "php": (b"<?php system($_GET['c']); ?>", Reason.WEB_PAGE),
    "web page": (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", Reason.WEB_PAGE),
    "svg": (_SVG, Reason.DRAWING),
    "svg with doctype": (b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'>", Reason.DRAWING),
    "svg behind notes": (b"<!-- -->\n<!---->" * 20 + b"<svg/>", Reason.DRAWING),
    "nothing but notes": (b"<!-- -->" * 100_000, Reason.UNKNOWN),
    "a note without an end": (b"<!--" * 100_000, Reason.UNKNOWN),
    "a declaration without an end": (b" <?xml " * 100_000, Reason.UNKNOWN),
    "gif": (saved(scene((40, 40)), "GIF"), Reason.MOVING),
    "bmp": (saved(scene((40, 40)), "BMP"), Reason.OTHER_FORMAT),
    "tiff": (saved(scene((40, 40)), "TIFF"), Reason.OTHER_FORMAT),
    "pdf": (b"%PDF-1.7", Reason.OTHER_FORMAT),
    "film": (_film(), Reason.OTHER_FORMAT),
    "zip": (_zip(), Reason.OTHER_FORMAT),
    "cut short jpeg": (_JPEG[: len(_JPEG) // 2], Reason.BROKEN),
    "cut short png": (saved(photo((200, 200)), "PNG")[:5000], Reason.BROKEN),
    "cut short webp": (saved(photo((200, 200)), "WEBP")[:2000], Reason.BROKEN),
    "only magic": (b"\xff\xd8\xff", Reason.BROKEN),
    "no pixels": (png((0, 5)), Reason.BROKEN),
    "heic in name only": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), Reason.BROKEN),
    "png of 900 megapixels": (png((30_000, 30_000), depth=1), Reason.TOO_MANY_PIXELS),
    "png of 26 megapixels": (png((5100, 5100)), Reason.TOO_MANY_PIXELS),
    "jpeg of 4 gigapixels": (
        _JPEG.replace(b"\1\x2c\1\x90", b"\xff\xff\xff\xff", 1),
        Reason.TOO_MANY_PIXELS,
    ),
    "a thread": (png((20_000, 1), body=bytes(20_001)), Reason.TOO_THIN),
    "a thread upright": (png((1, 20_000), body=bytes(40_000)), Reason.TOO_THIN),
    "a thousand scans": (many_scans(), Reason.TOO_COSTLY),
    "80 MB of text": (text_bomb(), Reason.BROKEN),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_it_is_refused_with_a_reason(work: Work, store: LocalStore, name: str) -> None:
    data, reason = _REFUSED[name]
    with pytest.raises(ImageRefused) as refused:
        services.take_in(work, data, store=store)
    assert refused.value.reason is reason
    assert str(refused.value)
    assert list(store.list("public")) == list(store.list("private")) == []


def test_a_file_of_more_than_15_megabytes_is_refused_unread(
    work: Work, store: LocalStore, tmp_path: Path
) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(_JPEG + bytes(15 * 1024 * 1024))
    with pytest.raises(ImageRefused) as refused:
        services.take_in(work, path, store=store)
    assert refused.value.reason is Reason.TOO_HEAVY


@pytest.mark.parametrize(
    "tail", [_zip(), b"<script>alert(1)</script>", b"<?php echo 1 ?>", _film()]
)
def test_what_hangs_behind_a_photo_is_not_published(
    work: Work, store: LocalStore, tail: bytes
) -> None:
    image = services.take_in(work, _JPEG + tail, store=store)
    for key in services.file_keys(image)[1:]:
        with store.open(key) as file:
            content = file.read()
        assert tail not in content
        assert leftovers(content) == []


def test_script_in_the_text_of_a_png_is_not_published(work: Work, store: LocalStore) -> None:
    data = png((64, 64), body=bytes(65 * 64), extra=chunk(b"tEXt", b"a\0<script>alert(1)</script>"))
    image = services.take_in(work, data, store=store)
    for key in services.file_keys(image)[1:]:
        with store.open(key) as file:
            assert b"script" not in file.read()


def test_the_name_of_a_file_says_nothing(work: Work, store: LocalStore, tmp_path: Path) -> None:
    path = tmp_path / "titik..ganda.php"
    path.write_bytes(_JPEG)
    assert services.take_in(work, path, store=store).format == "jpeg"


def test_scans_are_counted_in_the_first_image_only() -> None:
    assert jpeg_scans(_JPEG) == 1
    assert jpeg_scans(_JPEG + _JPEG) == 1
    assert jpeg_scans(saved(photo((300, 300)), progressive=True)) in range(6, 15)
    assert jpeg_scans(many_scans()) > 40


def test_scans_cannot_hide_behind_a_marker_without_length() -> None:
    data = many_scans()
    assert jpeg_scans(data[:2] + b"\xff\x01" + data[2:]) > 40
