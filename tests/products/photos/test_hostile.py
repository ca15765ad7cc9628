"""Hostile files through the real form: every one clean or refused with a sentence, never a 500."""

import pytest
from sqlalchemy import select

from catalog.media.models import Image
from catalog.media.services import file_keys
from catalog.media.store import LocalStore
from tests.media.pictures import (
    animated,
    chunk,
    gossiping_jpeg,
    gossiping_png,
    grey16,
    leftovers,
    many_scans,
    mpo,
    photo,
    png,
    saved,
    scene,
    text_bomb,
)
from tests.products.photos.conftest import Maker

_JPEG = saved(scene((400, 300)))
_CLEAN = {
    "polyglot.jpg": _JPEG + b"<script>alert(1)</script>PK\3\4",
    "gps.jpg": gossiping_jpeg(),
    "teks.png": gossiping_png(),
    "naskah.png": png((64, 64), body=bytes(65 * 64), extra=chunk(b"tEXt", b"a\0<script>")),
    "abu16.png": grey16(),
    "dua.jpg": mpo(),
    "gerak.webp": animated("WEBP"),
    "../../etc/passwd": _JPEG,
    "nama\u202egpj.exe": saved(photo((300, 300))),
    "shell.php": saved(scene((90, 80))),
}
_REFUSED = {
    "kosong.jpg": b"",
    "bom.png": png((30_000, 30_000), depth=1),
    "34mp.png": png((5831, 5831)),
    "teks.png": text_bomb(),
    "seribu.jpg": many_scans(),
    "gambar.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "halaman.jpg": b"<!doctype html><script>alert(1)</script>",
    "php.jpg": b"<?php system($_GET['c']); ?>",
    "gif.jpg": saved(scene((40, 40)), "GIF"),
    "potong.jpg": _JPEG[: len(_JPEG) // 2],
    "benang.png": png((20_000, 1), body=bytes(20_001)),
}


@pytest.mark.parametrize("name", _CLEAN)
def test_it_is_taken_in_clean(maker: Maker, store: LocalStore, name: str) -> None:
    answer = maker.send((name, _CLEAN[name]), json=True)
    assert answer.status_code == 200
    assert len(maker.photos()) == 1
    image = maker.session.scalars(select(Image)).one()
    for key in file_keys(image)[1:]:
        with store.open(key) as file:
            assert leftovers(file.read()) == []


@pytest.mark.parametrize("name", _REFUSED)
def test_it_is_refused_with_a_sentence(maker: Maker, store: LocalStore, name: str) -> None:
    answer = maker.send((name, _REFUSED[name]), json=True)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["message"].endswith(".")
    assert [*store.list("public"), *store.list("private")] == []
