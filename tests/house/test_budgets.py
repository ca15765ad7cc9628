"""What the rooms of vendors and officers may weigh, compressed as it is sent."""

import re

import brotli
import pytest

from catalog.settings import ROOT

STATIC = ROOT / "static"
_IMPORT = re.compile(r'^(?:import|export)\s[^;]*?from\s+"\./([\w-]+\.js)"', re.MULTILINE)
_ASSET = re.compile(r"""asset\(['"]js/([\w-]+\.js)['"]\)""")
_PARENT = re.compile(r"""{%-?\s*extends\s+["']([^"']+)["']""")


def _weight(name: str) -> int:
    return len(brotli.compress((STATIC / name).read_bytes(), quality=5))  # as the site does


def _modules(template: str) -> set[str]:
    """Return the modules that a page loads, with all that they import."""
    wanted: set[str] = set()
    parent: str | None = template
    while parent:
        source = (ROOT / "templates" / parent).read_text()
        wanted |= set(_ASSET.findall(source))
        found = _PARENT.search(source)
        parent = found[1] if found else None
    known: set[str] = set()
    while wanted - known:
        name = (wanted - known).pop()
        known.add(name)
        wanted |= set(_IMPORT.findall((STATIC / "js" / name).read_text()))
    return known


def test_the_editors_scripts_stay_within_their_weight() -> None:
    modules = _modules("products/manage/_wizard.html")
    assert {"editor.js", "editor-kit.js", "editor-photos.js", "site.js"} <= modules
    assert sum(_weight(f"js/{name}") for name in modules) <= 45 * 1024


def test_the_styles_of_the_rooms_stay_within_their_weight() -> None:
    assert _weight("css/desk.css") <= 16 * 1024


@pytest.mark.parametrize("template", ["products/manage/_wizard.html", "_layout/desk.html"])
def test_what_a_room_loads_first_stays_within_300_kb(template: str) -> None:
    scripts = sum(_weight(f"js/{name}") for name in _modules(template))
    styles = _weight("css/site.css") + _weight("css/desk.css")
    fonts = sorted(path.stat().st_size for path in (STATIC / "vendor/fonts").glob("*.woff2"))
    assert scripts + styles + sum(fonts[-2:]) <= 150 * 1024  # the rest is for HTML and pictures
