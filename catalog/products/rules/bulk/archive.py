"""Which files of a ZIP may be photos, and which ZIP is refused as a whole; pure functions."""

import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.rules.bulk.problems import PHOTO_KIND, PHOTO_MISSING, PHOTO_UNCLEAR, shortened

MOST_BYTES = 200 * 1024 * 1024  # of a ZIP
MOST_UNPACKED = 600 * 1024 * 1024
MOST_FILES = 6_000
MOST_RATIO = 60  # photos hardly shrink; what shrinks like this is no photo
_FREE = 1024 * 1024  # small files may shrink as they like
KINDS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})
_NESTED = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".zst", ".iso"})
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_ENCRYPTED = 0x1

NOT_A_ZIP = N_("This file is no ZIP. Put the photos into a ZIP file and send that.")
TOO_HEAVY = N_("This ZIP is larger than 200 MB. Send the photos in two parts.")
TOO_MANY = N_("This ZIP holds more than %(most)s files. Leave in it what the sheet names.")
TOO_LARGE = N_("Unpacked, this ZIP is too large. Leave in it only the photos that the sheet names.")
BOMB = N_("“%(name)s” in the ZIP unpacks to far more than a photo. Take it out of the ZIP.")
CLIMBS = N_(
    "“%(name)s” in the ZIP points outside of it. Pack the photos again, in a folder of their own."
)
LINK = N_("“%(name)s” in the ZIP is a link, not a photo. Put the photo itself into the ZIP.")
NESTED = N_("There is another archive in the ZIP: “%(name)s”. Unpack it and put the photos in.")
LOCKED = N_("This ZIP is locked with a password. Make it again without one.")
NO_PHOTOS = N_("There is no JPEG, PNG, WebP or HEIC in this ZIP.")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a ZIP as its list tells of it."""

    name: str
    size: int
    packed: int
    mode: int = 0  # of Unix; 0 where the ZIP tells none
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Album:
    """The photos of a ZIP: names of members by their folded names, with and without folders."""

    members: dict[str, list[str]] = field(default_factory=dict)

    def find(self, typed: str) -> str:
        """Return the member that a cell names; raise RuleBroken when there is none, or several."""
        wanted = _fold(typed.strip().replace("\\", "/").removeprefix("./"))
        found = self.members.get(wanted) or self.members.get(wanted.rpartition("/")[2], [])
        if len(found) == 1:
            return found[0]
        if found:
            raise RuleBroken(PHOTO_UNCLEAR, name=shortened(typed))
        ending = PurePosixPath(wanted).suffix
        is_strange = ending and ending not in KINDS and 1 < len(ending) <= 5  # noqa: PLR2004  # .jfif
        raise RuleBroken(PHOTO_KIND if is_strange else PHOTO_MISSING, name=shortened(typed))


def examine(members: Iterable[Member]) -> Album:
    """Return the photos of a ZIP; raise RuleBroken for one that nobody should unpack."""
    album = Album()
    total = 0
    for count, member in enumerate(members, 1):
        total += member.size
        if count > MOST_FILES:
            raise RuleBroken(TOO_MANY, most=MOST_FILES)
        if total > MOST_UNPACKED:
            raise RuleBroken(TOO_LARGE)
        _check(member)
        if not member.name.endswith("/") and not _LITTER.search(member.name):
            _add(album, member.name)
    if not album.members:
        raise RuleBroken(NO_PHOTOS)
    return album


def _check(member: Member) -> None:
    name = member.name
    if member.flags & _ENCRYPTED:
        raise RuleBroken(LOCKED)
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise RuleBroken(CLIMBS, name=shortened(name))
    if "\0" in name or any(unicodedata.category(mark) == "Cc" for mark in name):
        raise RuleBroken(CLIMBS, name=shortened(name.replace("\0", "")))
    if stat.S_IFMT(member.mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise RuleBroken(LINK, name=shortened(name))
    if PurePosixPath(name.casefold()).suffix in _NESTED:
        raise RuleBroken(NESTED, name=shortened(name))
    if member.size > _FREE and member.size > MOST_RATIO * max(member.packed, 1):
        raise RuleBroken(BOMB, name=shortened(name))


def _add(album: Album, name: str) -> None:
    path = PurePosixPath(_fold(name.replace("\\", "/")))
    if path.suffix not in KINDS:
        return
    for key in {str(path), path.name, path.stem}:
        album.members.setdefault(key, []).append(name)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
