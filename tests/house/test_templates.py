"""Templates keep to the content policy: no inline code, no unescaped text, no other origin."""

import re
from collections.abc import Iterator

import pytest

from catalog.settings import ROOT
from tests.house.files import short, templates
from tools.setup import icon_names

# What may leave autoescaping: text that no visitor can write.
SAFE = {"_layout/base.html": "theme_script|safe"}  # a constant, whose hash is in the policy
ALLOWED = {"{{ theme_script|safe }}"}
FORBIDDEN = {
    "an inline style": r"<[^>{]*\sstyle\s*=",
    "an event attribute": r"<[^>{]*\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
    "another origin": r"""(?:src|srcset|action)\s*=\s*["'](?:https?:)?//""",
    "a style element": r"<style\b",
}
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
ICON = re.compile(
    r"""\bicon\(\s*["']([a-z0-9-]+)["']      # a template's macro
      | \bicon["']?\s*[=:]\s*["']([a-z0-9-]+)["']  # data and code
    """,
    re.VERBOSE,
)


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items())
def test_no_template_holds(what: str, pattern: str) -> None:
    found = [f"{name} holds {what}" for name, text in templates() if re.search(pattern, text)]
    assert found == []


def test_text_is_escaped() -> None:
    # Markup written in the template itself, which escapes what is put into it, is no danger.
    literal = re.compile(r"""("[^"]*"|'[^']*')\s*\|\s*safe\b""")
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+false")
    found = [
        name
        for name, text in templates()
        if unsafe.search(literal.sub("", text.replace(SAFE.get(name, "\0"), "")))
    ]
    assert found == []


def test_scripts_are_files_or_data() -> None:
    inline = [
        name
        for name, text in templates()
        for attributes, body in SCRIPT.findall(text)
        if body.strip() and "application/ld+json" not in attributes and body not in ALLOWED
    ]
    assert inline == []


def _named_icons() -> Iterator[tuple[str, str]]:
    folders = (("templates", "*.html"), ("catalog", "*.py"), ("catalog", "*.toml"))
    for folder, pattern in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            for match in ICON.findall(path.read_text(encoding="utf-8")):
                yield "".join(match), short(path)


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    known = set(icon_names((ROOT / "tools" / "icons.txt").read_text()))
    missing = {f"{name} ({where})" for name, where in _named_icons() if name and name not in known}
    assert missing == set()
