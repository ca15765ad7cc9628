"""Every public page, on both screens, in both languages: axe, width, one heading, no trouble."""

import re

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.visitor import LAPTOP, PHONE, Visitor

STATIC = (
    "/",
    "/produk",
    "/umkm",
    "/etalase",
    "/sentra",
    "/motif",
    "/tentang",
    "/bantuan",
    "/privasi",
)
# Pages whose addresses come from a listing: where to look, and what to follow.
FOLLOWED = {
    "product": ("/produk?ekspor=1", "/produk/[a-z0-9-]+"),
    "food": ("/kategori/camilan-kue", "/produk/[a-z0-9-]+"),
    "category": ("/", "/kategori/[a-z-]+"),
    "vendor": ("/umkm", "/umkm/[a-z0-9-]+"),
    "showcase": ("/etalase", "/etalase/[a-z0-9-]+"),
    "gallery": ("/", "/galeri/[a-z-]+"),
    "sentra": ("/sentra", "/sentra/[a-z-]+"),
    "motif": ("/motif", "/motif/[a-z-]+"),
}
OTHERS = {
    "search": "/produk?q=batik",
    "filtered": "/produk?kecamatan=plered&legalitas=nib&urut=termurah",
    "nothing": "/produk?q=zzzzqqqq",
    "sign-in": "/masuk",
}


def _first(visitor: Visitor, listing: str, pattern: str) -> str:
    page = visitor.go(listing)
    for address in page.locator("main a").evaluate_all("links => links.map(a => a.pathname)"):
        path = str(address).removeprefix("/en")
        if re.fullmatch(pattern, path):
            return path
    raise AssertionError(f"no {pattern} on {listing}")


def _check(visitor: Visitor) -> None:
    page = visitor.page
    assert visitor.excess_width() == 0
    assert page.locator("h1").count() == 1
    assert page.title()
    assert visitor.axe() == []


@pytest.mark.parametrize("path", STATIC)
def test_a_page_is_sound(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    _check(visitor)


@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_page_that_is_followed_to_is_sound(visitor: Visitor, kind: str) -> None:
    visitor.go(_first(visitor, *FOLLOWED[kind]))
    _check(visitor)


@pytest.mark.parametrize("kind", OTHERS)
def test_a_page_of_answers_is_sound(visitor: Visitor, kind: str) -> None:
    visitor.go(OTHERS[kind])
    _check(visitor)


def test_a_missing_page_is_sound(visitor: Visitor) -> None:
    visitor.go("/tidak-ada", status=404)
    _check(visitor)


@pytest.mark.parametrize("kind", ["product", "showcase", "vendor"])
def test_dark_pages_keep_their_contrast(visit: Visit, kind: str) -> None:
    for size in (PHONE, LAPTOP):
        window = visit(size, dark=True)
        window.go(_first(window, *FOLLOWED[kind]))
        assert window.axe() == []
