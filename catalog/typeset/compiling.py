"""Sets a template of ours with somebody's words: Typst reads them as data, never as markup."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from catalog.kernel.text import storable
from catalog.settings import ROOT

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = ROOT / "build" / "fonts"
CHILD = Path(__file__).resolve().parent / "child.py"
SECONDS = 150.0
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")
_PAGE = re.compile(rb"/Type ?/Page\b(?!s)")
_PICTURE = re.compile(r"[a-z0-9][a-z0-9-]{0,80}\.(?:jpg|png|svg|webp)")
_LONGEST = 100_000  # characters of one text
_STILL = datetime(2000, 1, 1, tzinfo=UTC)  # of documents that carry no moment of their own
_UNDRAWN = frozenset("\n \t\u00a0\u00ad\u202f\u2009")


class TypesettingFailed(RuntimeError):
    """A page could not be set: a template of ours is wrong, or it took too long."""


def pdf(
    template: str,
    data: Mapping[str, object],
    *,
    pictures: Mapping[str, bytes] | None = None,
    language: str = "id",
    made_at: datetime | None = None,
) -> bytes:
    """Return the PDF of ``templates/<template>.typ``, its fonts embedded, its structure tagged.

    ``data`` is JSON: the template reads it as ``data``, with ``data.language``; every text prints
    as it stands. ``pictures`` are files by name (``p1.jpg``, ``qr1.svg``) that the template opens
    as ``/pictures/<name>``. The same input gives the same bytes; ``made_at`` is the creation date
    that the file carries. Takes a tenth of a second and more, in a process of its own: call it
    outside of writing transactions. Raises TypesettingFailed.
    """
    if not _NAME.fullmatch(template) or not (TEMPLATES / f"{template}.typ").is_file():
        raise ValueError(f"there is no template {template!r}")
    if not FONTS.is_dir():
        raise TypesettingFailed("The fonts of printed pages are missing: run tools/setup.py")
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True)
        _order(folder, template, {**data, "language": language}, made_at or _STILL)
        _lay_out(folder / "pictures", pictures or {})
        _run(folder, template)
        return (folder / "out.pdf").read_bytes()


def page_count(document: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    return len(_PAGE.findall(document))


def _order(folder: Path, template: str, data: Mapping[str, object], made_at: datetime) -> None:
    """Write what the child reads."""
    (folder / "data.json").write_text(json.dumps(_printable(data)), encoding="utf-8")
    (folder / "order.json").write_text(json.dumps({"made_at": int(made_at.timestamp())}))
    (folder / f"{template}.typ").replace(folder / "main.typ")


def _lay_out(folder: Path, pictures: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in pictures.items():
        if not _PICTURE.fullmatch(name):
            raise ValueError(f"no name for a picture: {name!r}")
        (folder / name).write_bytes(content)


def _run(folder: Path, template: str) -> None:
    command = [_python(), "-I", str(CHILD), str(folder), str(FONTS)]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and code, no outside input
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "2"},
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"{template}: took more than {SECONDS:.0f} seconds") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise TypesettingFailed(f"{template}: ended with {done.returncode}\n{said}"[:4000])


def _python() -> str:
    """Return the interpreter; ``sys.executable`` is the server itself under some servers."""
    if Path(sys.executable).name.startswith("python"):
        return sys.executable
    return str(Path(sys.prefix, "bin", "python3"))


def _printable(value: object) -> object:
    """Return the value without what no font can print: control characters, pictographs."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {str(key): _printable(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_printable(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"no JSON: {type(value).__name__}")


def _text(value: str) -> str:
    clean = storable(unicodedata.normalize("NFC", value), _LONGEST)
    return "".join(map(_covered, clean))


def _covered(character: str) -> str:
    """Return what our fonts can print of a character: itself, its plain form, or nothing."""
    if character in _covering():
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(each for each in plain if each in _covering())


@cache
def _covering() -> frozenset[str]:
    """Return the characters of our fonts, and those that need no drawing."""
    listed = json.loads((FONTS / "covered.json").read_text())
    return frozenset(map(chr, listed)) | _UNDRAWN
