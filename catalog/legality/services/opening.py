"""Looking into a paper: whoever opens a file or a sealed number is noted before they see it."""

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.legality.models import Document, DocumentFile
from catalog.legality.queries.openings import OPENED, SEEN
from catalog.legality.queries.wallet import number_of
from catalog.legality.rules import FileKind
from catalog.legality.services.files import content
from catalog.media.store import Store

CONTENT_TYPES = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg"}


def open_file(work: Work, document: Document, file: DocumentFile, *, store: Store) -> bytes:
    """Return the content of a file and note that the actor has seen it; raise FileDamaged."""
    data = content(file, store=store, vault=work.vault)
    note_opened(work, document, file)
    return data


def note_opened(work: Work, document: Document, file: DocumentFile) -> None:
    """Note that the actor is about to see a file."""
    record(
        work,
        OPENED,
        target=("document", document.id),
        after={"file": str(file.id), "type": document.type_code},
        vendor_id=document.vendor_id,
    )


def open_number(work: Work, document: Document) -> str:
    """Return a sealed number whole and note that the actor has seen it; raise VaultError."""
    number = number_of(work, document)
    record(
        work,
        SEEN,
        target=("document", document.id),
        after={"type": document.type_code},
        vendor_id=document.vendor_id,
    )
    return number
