"""Reads the demo's TOML files; FORMAT.md beside them says what they hold."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent
DATA = FOLDER / "data"
PICTURES = FOLDER / "pictures"

Entry = Mapping[str, Any]


@cache
def vendors() -> tuple[Entry, ...]:
    """Return all vendors."""
    return tuple(_entries("vendors-[cf]*.toml", "vendor"))


@cache
def products() -> tuple[Entry, ...]:
    """Return all products."""
    return tuple(_entries("products/*.toml", "product"))


@cache
def showcases() -> tuple[Entry, ...]:
    """Return all showcases."""
    return tuple(_entries("showcases.toml", "showcase"))


@cache
def people() -> tuple[Entry, ...]:
    """Return the demo sign-ins."""
    return tuple(_entries("people.toml", "person"))


def picture_names() -> set[str]:
    """Return every picture that the demo shows, with its recipe."""
    names = {picture["name"] for product in products() for picture in product["pictures"]}
    for vendor in vendors():
        names |= {vendor["cover"]} if vendor.get("cover") else set()
        names |= {photo["picture"] for photo in vendor.get("photos", ())}
    for showcase in showcases():
        names.add(showcase["cover"])
        names |= {section["picture"] for section in showcase["section"] if section.get("picture")}
    return names


def _entries(pattern: str, table: str) -> Iterator[Entry]:
    for path in sorted(DATA.glob(pattern)):
        yield from tomllib.loads(path.read_text("utf-8")).get(table, ())
