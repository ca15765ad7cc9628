"""The files of papers: examined, sealed for their own row, kept where no address leads.

Examining and sealing take up to a second and need no database: an entry point calls ``prepare``
before it begins to write. A file whose row never came is removed by ``flask media tidy``.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.kernel.vault import Vault, VaultError
from catalog.legality.models import DocumentFile
from catalog.legality.rules import FileKind
from catalog.legality.rules.wallet import MAX_BYTES
from catalog.media.rules import PDF_PAGES, ImageRefused, PdfProblem, Reason
from catalog.media.store import Store
from catalog.media.tidy import Keeper
from catalog.media.workshop import WORKSHOP

_OTHER_KIND = N_("This file cannot be read as a paper. Send a PDF, or a photo as JPEG or PNG.")
_TOO_HEAVY = N_("This file is larger than 10 MB. Send a smaller copy of it.")
_EMPTY = N_("This file is empty. Choose it again.")
_PDF = {
    PdfProblem.BROKEN: N_(
        "This PDF is damaged or incomplete. Open it and save it again, or photograph the paper."
    ),
    PdfProblem.LOCKED: N_(
        "This PDF is locked with a password. Print it to a new PDF, or photograph the paper."
    ),
    PdfProblem.ACTIVE: N_(
        "This PDF holds a form, a program or other files. Print it to a new PDF, or photograph"
        " the paper."
    ),
    PdfProblem.TOO_MANY_PAGES: N_(
        "This PDF has more than %(most)d pages. Send only the pages of this paper."
    ),
}
# What a picture is refused for, in words that speak of papers; the others fit as they are.
_PICTURE = {
    Reason.EMPTY: _EMPTY,
    Reason.TOO_HEAVY: _TOO_HEAVY,
    Reason.UNKNOWN: _OTHER_KIND,
    Reason.OTHER_FORMAT: _OTHER_KIND,
}
UNREADABLE = N_("This file can no longer be opened. Please send it once more.")
_LONGEST_NAME = 120
_NAMELESS = "berkas"


class FileRefused(RuleBroken):
    """The file cannot belong to a paper; the message says what to do."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, field="files", **values)


class FileDamaged(RuleBroken):
    """The stored file is gone, or is not what was sealed."""

    def __init__(self) -> None:
        super().__init__(UNREADABLE, field="files")


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file that lies sealed in the store, but which no row names yet."""

    id: UUID
    kind: FileKind
    size: int
    pages: int
    print: str
    name_sealed: bytes
    key: str


def prepare(data: bytes, name: str, *, store: Store, vault: Vault) -> PreparedFile:
    """Examine, seal and store the content of a file; raise FileRefused."""
    if not data:
        raise FileRefused(_EMPTY)
    if len(data) > MAX_BYTES:
        raise FileRefused(_TOO_HEAVY)
    is_pdf = data[:1024].lstrip().startswith(b"%PDF-")
    kind, pages, content = _pdf(data) if is_pdf else _picture(data)
    file_id = uuid4()
    key = f"private/papers/{file_id.hex[:2]}/{file_id.hex}"
    store.put(key, vault.seal(content, bound_to=_content_of(file_id)))
    return PreparedFile(
        id=file_id,
        kind=kind,
        size=len(content),
        pages=pages,
        # Keyed: whoever holds a copy of the database cannot tell whether it knows a certain file.
        print=vault.fingerprint(hashlib.sha256(data).hexdigest(), purpose="document.file"),
        name_sealed=vault.seal(_named(name), bound_to=_name_of(file_id)),
        key=key,
    )


def _pdf(data: bytes) -> tuple[FileKind, int, bytes]:
    try:
        facts, _ = WORKSHOP.run("pdf", data)
    except ImageRefused as error:
        raise FileRefused(_PDF[PdfProblem.BROKEN]) from error
    if "problem" in facts:
        problem = PdfProblem(facts["problem"])
        if problem is PdfProblem.TOO_MANY_PAGES:
            raise FileRefused(_PDF[problem], most=PDF_PAGES)
        raise FileRefused(_PDF[problem])
    return FileKind.PDF, facts["pages"], data


def _picture(data: bytes) -> tuple[FileKind, int, bytes]:
    try:
        _, files = WORKSHOP.run("page", data)
    except ImageRefused as error:
        raise FileRefused(_PICTURE.get(error.reason, error.message)) from error
    return FileKind.JPEG, 1, files["page.jpg"]


def discard(files: Iterable[PreparedFile], *, store: Store) -> None:
    """Remove files that no row names, nor will."""
    for file in files:
        store.delete(file.key)


def content(file: DocumentFile, *, store: Store, vault: Vault) -> bytes:
    """Return the opened content of a file; raise FileDamaged."""
    try:
        with store.open(file.key) as stored:
            return vault.open(stored.read(), bound_to=_content_of(file.id))
    except (OSError, VaultError) as error:
        raise FileDamaged from error


def name(file: DocumentFile, *, vault: Vault) -> str:
    """Return the name that a file was sent under."""
    try:
        return vault.open_text(file.name_sealed, bound_to=_name_of(file.id))
    except VaultError:
        return _NAMELESS


def safe_name(file: DocumentFile, stem: str) -> str:
    """Return an ASCII name to save a file under; it tells nothing that its sender typed."""
    ending = {FileKind.PDF: "pdf", FileKind.JPEG: "jpg"}[file.kind]
    return f"{re.sub(r'[^a-z0-9-]', '', stem.lower()) or _NAMELESS}-{file.id.hex[:8]}.{ending}"


def _named(name: str) -> str:
    """Return the last part of a name, as browsers of some systems send whole paths."""
    last = clean_line(re.split(r"[\\/]", name)[-1])
    return last[:_LONGEST_NAME] or _NAMELESS


def _content_of(file_id: UUID) -> str:
    return f"document_file.content:{file_id}"


def _name_of(file_id: UUID) -> str:
    return f"document_file.name:{file_id}"


def _kept(session: Session) -> set[str]:
    return set(session.scalars(select(DocumentFile.key)))


KEEPER = Keeper(re.compile(r"private/papers/[0-9a-f]{2}/[0-9a-f]{32}"), _kept)
