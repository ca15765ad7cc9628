"""Files keep to their size, their names and what may stand in them."""

import re
from pathlib import Path

import pytest

from catalog.settings import ROOT
from tests.house.files import committed, short, texts

MOST_LINES = 300
# The file vocabulary of a feature; a file past its size becomes a folder of the same name.
WORDS = {
    "rules", "policy", "models", "queries", "services", "search", "mails",
    "forms", "views", "manage", "admin", "api", "cli", "jobs",
}  # fmt: skip
# Platform folders have names of their own, wiring joins all; the demo is a set of data.
PLATFORM = {
    "audit", "db", "jobs", "mail", "demo", "kernel", "media", "search", "sheets", "typeset", "web",
    "wiring",
}  # fmt: skip
UNTRACKED_KIND = {"migrations", "translations"}

HERE = Path(__file__).name
MACHINE = re.compile(r"(^|[^\w.])/(work|farm)/|\bfarm-[a-z]+\b")
REGISTRY = re.compile(r"pythonhosted\.org|pypi\.org|registry\.npmjs|npmjs\.(org|com)|yarnpkg\.com")


def _python() -> list[Path]:
    folders = ("catalog", "tests", "tools")
    return [p for f in folders for p in (ROOT / f).rglob("*.py") if "versions" not in p.parts]


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    long = {short(p): n for p in _python() if (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert long == {}


def test_a_feature_uses_the_file_vocabulary() -> None:
    strange = [
        short(path)
        for feature in (ROOT / "catalog").iterdir()
        if feature.is_dir() and feature.name not in PLATFORM | UNTRACKED_KIND | {"__pycache__"}
        for path in feature.iterdir()
        if path.stem not in WORDS | {"__init__", "__pycache__"} and path.name != "data"
    ]
    assert strange == []


def test_data_folders_hold_no_code() -> None:
    assert [short(path) for path in (ROOT / "catalog").glob("*/data/**/*.py")] == []


@pytest.mark.parametrize(
    ("what", "pattern"), [("this machine", MACHINE), ("a package registry", REGISTRY)]
)
def test_no_committed_file_names(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{short(path)}:{number} names {what}"
        for path, text in texts()
        if path.name != HERE
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_locks_carry_no_download_addresses() -> None:
    locks = [path for path in committed() if path.suffix == ".lock" or "lock.json" in path.name]
    assert len(locks) >= 4
    for lock in locks:
        text = lock.read_text()
        assert "resolved" not in text
        addresses = set(re.findall(r"https?://[^\s\"]+", text))
        # A package may name where it takes donations.
        assert {a for a in addresses if "sponsors" not in a and "opencollective" not in a} == set()


def test_every_locked_python_package_has_a_hash() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
