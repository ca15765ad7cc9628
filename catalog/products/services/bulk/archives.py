"""The photos that come with a sheet: where the ZIP lies, what a cell names, reading one out."""

import hashlib
import logging
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.media.rules import MAX_BYTES, ImageRefused, Reason
from catalog.media.store import Store
from catalog.products.rules.bulk.archive import LOCKED, NOT_A_ZIP, Album, Member, examine
from catalog.products.rules.bulk.problems import PHOTO_BROKEN, shortened

_log = logging.getLogger(__name__)
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
    is_damaged: bool = False  # it was kept, and cannot be opened any more
    _digests: dict[str, str] = field(default_factory=dict)
    _infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

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
            with self.archive.open(self._info(member)) as file:
                content = file.read(MAX_BYTES + 1)
        except _FAILURES as error:
            if "password" in str(error):
                raise RuleBroken(LOCKED) from error
            raise RuleBroken(PHOTO_BROKEN, name=shortened(member)) from error
        if len(content) > MAX_BYTES:
            raise ImageRefused(Reason.TOO_HEAVY)
        return content

    def _info(self, member: str) -> zipfile.ZipInfo:
        """Return a member by the name that the list has; of two of one name the first."""
        if not self._infos and self.archive:
            listed = reversed(self.archive.infolist())
            self._infos = {info.orig_filename: info for info in listed}
        return self._infos[member]


@contextmanager
def opened(store: Store, run_id: UUID, *, has_archive: bool) -> Iterator[Photos]:
    """Give the photos of a run; none where no ZIP came with it, or it is gone by now.

    A ZIP that was damaged in the store gives none either: rows go in, and are told of it.
    """
    with ExitStack() as held:
        yield _photos(held, store, run_id) if has_archive else Photos()


def _photos(held: ExitStack, store: Store, run_id: UUID) -> Photos:
    if not store.exists(key_of(run_id)):
        return Photos()
    try:
        file = held.enter_context(store.open(key_of(run_id)))
        archive = held.enter_context(zipfile.ZipFile(file))
        return Photos(archive, examine(_members(archive)))
    except (*_FAILURES, RuleBroken):
        _log.exception("the ZIP of import %s cannot be opened", run_id)
        return Photos(is_damaged=True)
