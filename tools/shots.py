"""Pictures every public page into ``shots/``: two widths, light and dark, both languages.

``python -m tools.shots [page …]`` starts the site with the demo on a port of its own. Addresses of
single things are taken from the pages that list them, so the demo may change freely.
"""

import argparse
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
        with window(browser, site, size=size, language=language, theme=theme) as visitor:
            for name in names:
                target = FOLDER / f"{name}-{size.width}-{theme}-{language}.png"
                try:
                    path, status = PAGES[name]
                    take(visitor, path.format(**known), status, target)
                except (KeyError, AssertionError) as error:
                    failed += 1
                    print(f"✗ {target.name}: {error}")
            for trouble in visitor.troubles:
                print(f"! {size.width} {theme} {language}: {trouble}")
    return failed


def main() -> int:
    """Take the pictures that were asked for, all by default."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="page", help=", ".join(PAGES))
    given = parser.parse_args()
    names = given.pages or list(PAGES)
    if unknown := [name for name in names if name not in PAGES]:
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
