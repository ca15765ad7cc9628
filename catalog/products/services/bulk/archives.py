"""The photos that come with a sheet: where the ZIP lies, what a cell names, reading one out."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.media.rules import MAX_BYTES, ImageRefused, Reason
from catalog.media.store import Store
from catalog.products.rules.bulk.archive import LOCKED, NOT_A_ZIP, Album, Member, examine
from catalog.products.rules.bulk.problems import PHOTO_BROKEN, shortened

FOLDER = "private/bulk/"
# All that zipfile raises for broken, encrypted and exotic members.
_FAILURES = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip


def key_of(run_id: UUID) -> str:
    """Return where the store keeps the photos of a run."""
    return f"{FOLDER}{run_id}/photos.zip"


def check_archive(path: Path) -> Album:
    """Return the photos of a ZIP by its list alone; raise RuleBroken when it is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            return examine(_members(archive))
    except _FAILURES as error:
        raise RuleBroken(NOT_A_ZIP) from error


def _members(archive: zipfile.ZipFile) -> Iterator[Member]:
    for info in archive.infolist():
        yield Member(
            # As it stands in the file: ``filename`` ends at a NUL and has its slashes turned.
            info.orig_filename,
            info.file_size,
            info.compress_size,
            info.external_attr >> 16,
            info.flag_bits,
        )


@dataclass(slots=True)
class Photos:
    """The open ZIP of a run; without one, no name is known."""

    archive: zipfile.ZipFile | None = None
    album: Album = field(default_factory=Album)
    _digests: dict[str, str] = field(default_factory=dict)

    def find(self, typed: str) -> tuple[str, str]:
        """Return (member, digest) of a name in a cell; raise RuleBroken when it is no photo."""
        member = self.album.find(typed)
        if member not in self._digests:
            self._digests[member] = hashlib.sha256(self.read(member)).hexdigest()
        return member, self._digests[member]

    def read(self, member: str) -> bytes:
        """Return the file, never more than a photo may weigh; raise RuleBroken."""
        if self.archive is None:
            raise RuleBroken(PHOTO_BROKEN, name=shortened(member))
        try:
            info = self._info(member)
            with self.archive.open(info) as file:
                content = file.read(MAX_BYTES + 1)
        except _FAILURES as error:
            if "password" in str(error):
                raise RuleBroken(LOCKED) from error
            raise RuleBroken(PHOTO_BROKEN, name=shortened(member)) from error
        if len(content) > MAX_BYTES:
            raise ImageRefused(Reason.TOO_HEAVY)
        return content

    def _info(self, member: str) -> zipfile.ZipInfo:
        infos = self.archive.infolist() if self.archive else []
        for info in infos:
            if info.orig_filename == member:
                return info
        raise KeyError(member)


@contextmanager
def opened(store: Store, run_id: UUID, *, has_archive: bool) -> Iterator[Photos]:
    """Give the photos of a run; none where no ZIP came with it, or it is gone by now."""
    if not has_archive or not store.exists(key_of(run_id)):
        yield Photos()
        return
    file: BinaryIO
    with store.open(key_of(run_id)) as file, zipfile.ZipFile(file) as archive:
        yield Photos(archive, examine(_members(archive)))
