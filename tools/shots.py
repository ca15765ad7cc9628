"""Pictures every page into ``shots/``: two widths, light and dark, both languages.

``python -m tools.shots [page …]`` starts the site with the demo on a port of its own. Addresses of
single things are taken from the pages that list them, so the demo may change freely.
"""

import argparse
import itertools
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.makers import BATIK, CURATOR, OFFICE, SignIn, room_of, sign_in
from tests.e2e.site import Site, prepare
from tests.e2e.visitor import LAPTOP, PHONE, Size, Visitor
from tools.machine import find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "shots"

# Page name → address and status. ``{product}`` is the first link of LISTS["product"].
PAGES: Mapping[str, tuple[str, int]] = {
    "home": ("/", 200),
    "browse": ("/produk", 200),
    "browse-filtered": ("/produk?q=batik&harga_maks=500000&urut=termurah", 200),
    "browse-page-2": ("/produk?hal=2", 200),
    "search": ("/produk?q=kerajinan+rotan", 200),
    "search-typo": ("/produk?q=bathik+megamendug", 200),
    "search-nothing": ("/produk?q=helikopter", 200),
    "category": ("{category}", 200),
    "product": ("{product}", 200),
    "product-last": ("{product_last}", 200),
    "vendors": ("/umkm", 200),
    "vendor": ("{vendor}", 200),
    "showcases": ("/etalase", 200),
    "showcase": ("{showcase}", 200),
    "gallery": ("{gallery}", 200),
    "sentra": ("{sentra}", 200),
    "sentra-list": ("/sentra", 200),
    "motif": ("{motif}", 200),
    "motif-list": ("/motif", 200),
    "about": ("/tentang", 200),
    "help": ("/bantuan", 200),
    "privacy": ("/privasi", 200),
    "sign-in": ("/masuk", 200),
    "sign-up": ("/daftar", 200),
    "forgot": ("/lupa", 200),
    "missing": ("/tidak-ada", 404),
    "gone": ("/produk/batik-tulis-lokcan-pesisir", 410),
}
# Placeholder → where to look and what the link begins with.
LISTS: Mapping[str, tuple[str, str]] = {
    "category": ("/", "/kategori/"),
    "product": ("/produk", "/produk/"),
    "product_last": ("/produk?hal=3", "/produk/"),
    "vendor": ("/umkm", "/umkm/"),
    "showcase": ("/etalase", "/etalase/"),
    "gallery": ("/", "/galeri/"),
    "sentra": ("/sentra", "/sentra/"),
    "motif": ("/motif", "/motif/"),
}
# Rooms behind sign-in: who → page name → address. ``{room}`` is this person's business, the others
# are the first links of ROOM_LISTS, or numbers in the address of a list's first link.
ROOMS: Mapping[SignIn, Mapping[str, str]] = {
    BATIK: {
        "room-home": "{room}",
        "room-products": "{room}/produk?keadaan=tayang",
        "room-product-new": "{room}/produk/baru?grup=batik-wastra",
        "room-product-kind": "{product}/jenis",
        "room-product-photos": "{product}/foto",
        "room-product-price": "{product}/harga",
        "room-product-story": "{product}/cerita",
        "room-product-export": "{product}/ekspor",
        "room-product-check": "{product}/periksa",
        "room-bulk": "{room}/impor",
        "room-papers": "{room}/izin",
        "room-paper-new": "{room}/izin/baru",
        "room-paper": "{paper}",
        "room-profile": "{room}/profil",
        "room-profile-photos": "{room}/profil/foto",
        "room-profile-contact": "{room}/profil/kontak",
        "room-profile-fairs": "{room}/profil/pameran",
        "room-team": "{room}/tim",
        "room-pause": "{room}/libur",
        "room-on-behalf": "{room}/atas-nama",
        "account": "/akun",
        "notices": "/kabar",
        "notices-wishes": "/kabar/pengaturan",
        "register": "/usaha/daftar",
        "register-business": "/usaha/daftar/usaha",
        "register-place": "/usaha/daftar/tempat",
        "register-owner": "/usaha/daftar/pemilik",
        "register-permit": "/usaha/daftar/izin",
        "register-gallery": "/usaha/daftar/galeri",
        "claim": "/usaha/klaim",
    },
    OFFICE: {
        "desk": "/pengurus",
        "desk-vendors": "/pengurus/usaha",
        "desk-vendor": "{vendor}",
        "desk-vendor-new": "/pengurus/usaha/baru",
        "desk-vendor-list": "/pengurus/usaha/impor",
        "desk-papers": "/pengurus/izin",
        "desk-paper": "{waiting_paper}",
        "desk-requirements": "/pengurus/syarat",
        "desk-people": "/pengurus/orang",
    },
    CURATOR: {
        "desk-products": "/pengurus/produk",
        "desk-product": "{waiting_product}",
    },
}
# Placeholder → where to look, and what the link's address is (whole, or a part of it).
ROOM_LISTS: Mapping[SignIn, Mapping[str, tuple[str, str]]] = {
    BATIK: {
        "product": ("{room}/produk?keadaan=tayang", r"/usaha/[0-9a-f-]{36}/produk/[0-9a-f-]{36}"),
        "paper": ("{room}/izin", r"/usaha/[0-9a-f-]{36}/izin/[0-9a-f-]{36}"),
    },
    OFFICE: {
        "vendor": ("/pengurus/usaha", r"/pengurus/usaha/[0-9a-f-]{36}"),
        "waiting_paper": ("/pengurus/izin", r"/pengurus/izin/[0-9a-f-]{36}"),
    },
    CURATOR: {"waiting_product": ("/pengurus/produk", r"/pengurus/produk/[0-9a-f-]{36}")},
}
# Below the fold, pictures load when one scrolls there.
_LOAD_ALL = """async () => {
  for (const image of document.images) image.loading = 'eager'
  const late = [...document.images].filter(image => !image.complete)
  await Promise.all(late.map(i => new Promise(done => { i.onload = i.onerror = done })))
  await document.fonts.ready
}"""


def find_addresses(visitor: Visitor) -> dict[str, str]:
    """Return an example address for every placeholder that the site has."""
    found = {}
    for name, (list_page, beginning) in LISTS.items():
        page = visitor.page
        page.goto(visitor.site.address(list_page))
        links: list[str] = page.eval_on_selector_all(
            "a[href]", "links => links.map(link => new URL(link.href).pathname)"
        )
        if fitting := [link for link in links if link.startswith(beginning)]:
            found[name] = fitting[0]
    return found


def find_rooms(visitor: Visitor, who: SignIn) -> dict[str, str]:
    """Sign in; return this person's room and an example for every placeholder of the rooms."""
    sign_in(visitor, who)
    known = {"room": room_of(visitor)}
    for name, (list_page, pattern) in ROOM_LISTS[who].items():
        page = visitor.page
        page.goto(visitor.site.address(list_page.format(**known)))
        links: list[str] = page.eval_on_selector_all(
            "main a[href]", "links => links.map(link => new URL(link.href).pathname)"
        )
        fitting = [found[0] for link in links if (found := re.search(pattern, link))]
        if fitting:
            known[name] = fitting[0]
    return known


def take(visitor: Visitor, path: str, status: int, target: Path) -> None:
    """Picture one page from top to bottom."""
    page = visitor.go(path, status=status)
    page.evaluate(_LOAD_ALL)
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, full_page=True)


@contextmanager
def _browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        raise SystemExit("No Chromium on this machine; CONTRIBUTING.md says how to get one.")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@contextmanager
def window(
    browser: Browser, site: Site, *, size: Size, language: str, theme: str
) -> Iterator[Visitor]:
    """Open a window and close it again."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        is_mobile=size.is_phone,
        has_touch=size.is_phone,
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield Visitor(context, site, language)
    context.close()


def take_all(browser: Browser, site: Site, names: Sequence[str]) -> int:
    """Picture the named pages in every variant; return how many did not come out."""
    with window(browser, site, size=LAPTOP, language="id", theme="light") as visitor:
        known = find_addresses(visitor)
    failed = 0
    for size, theme, language in itertools.product(
        (PHONE, LAPTOP), ("light", "dark"), ("id", "en")
    ):
        variant = f"{size.width}-{theme}-{language}"
        with window(browser, site, size=size, language=language, theme=theme) as visitor:
            chosen = {name: PAGES[name] for name in names if name in PAGES}
            failed += _take_these(visitor, chosen, known, variant)
        for who, pages in ROOMS.items():
            inside = {name: (pages[name], 200) for name in names if name in pages}
            if not inside:
                continue
            with window(browser, site, size=size, language=language, theme=theme) as visitor:
                failed += _take_these(visitor, inside, find_rooms(visitor, who), variant)
    return failed


def _take_these(
    visitor: Visitor, pages: Mapping[str, tuple[str, int]], known: Mapping[str, str], variant: str
) -> int:
    failed = 0
    for name, (path, status) in pages.items():
        target = FOLDER / f"{name}-{variant}.png"
        try:
            take(visitor, path.format(**known), status, target)
        except (KeyError, AssertionError) as error:
            failed += 1
            print(f"✗ {target.name}: {error}")
    for trouble in visitor.troubles:
        print(f"! {variant}: {trouble}")
    return failed


def main() -> int:
    """Take the pictures that were asked for, all by default."""
    every = [*PAGES, *(name for pages in ROOMS.values() for name in pages)]
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="page", help=", ".join(every))
    given = parser.parse_args()
    names = given.pages or every
    if unknown := [name for name in names if name not in every]:
        parser.error(f"no such page: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="sarumban-shots-") as folder:
        state = Path(folder)
        print("» Loading the demo", flush=True)
        prepare(state)
        with Site(state) as site, _browser() as browser:
            failed = take_all(browser, site, names)
    print(f"» {len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.name}/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
