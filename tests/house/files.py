"""The project's own files, as the house tests read them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from catalog.settings import ROOT

TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".lock",
    ".csv",
    ".tsv",
    ".po",
}


def committed() -> list[Path]:
    """Return every file that git tracks."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    """Give every tracked text file with its content."""
    for path in committed():
        if path.suffix in TEXT or not path.suffix:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def templates() -> Iterator[tuple[str, str]]:
    """Give every template's name and content."""
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*.html")):
        yield str(path.relative_to(folder)), path.read_text(encoding="utf-8")


def short(path: Path) -> str:
    """Return a path as the project's people write it."""
    return str(path.relative_to(ROOT))
