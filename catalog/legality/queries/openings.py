"""Who opened which file or number of a vendor's papers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.legality.models import Document, DocumentType

OPENED = "legality.file_opened"  # in the audit
SEEN = "legality.number_seen"


@dataclass(frozen=True, slots=True)
class Opening:
    """Someone looked at a file or a number: ``role`` is the strongest that they held."""

    happened_at: datetime
    who: str
    role: str
    is_member: bool
    document_id: UUID
    label: str  # of the type; empty once the paper is gone
    is_number: bool


def openings(work: Work, vendor_id: UUID, *, most: int = 50) -> list[Opening]:
    """Return who opened files or numbers of this vendor's papers, newest first."""
    entries = work.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.vendor_id == vendor_id, AuditEntry.action.in_((OPENED, SEEN)))
        .order_by(AuditEntry.happened_at.desc(), AuditEntry.id)
        .limit(most)
    ).all()
    known = names(work, {entry.user_id for entry in entries if entry.user_id})
    labels = _labels(work, vendor_id)
    return [
        Opening(
            happened_at=entry.happened_at,
            who=known.get(entry.user_id, "") if entry.user_id else "",
            role=entry.role,
            is_member=not entry.is_on_behalf,
            document_id=UUID(entry.target_id),
            label=labels.get(entry.target_id, ""),
            is_number=entry.action == SEEN,
        )
        for entry in entries
    ]


def _labels(work: Work, vendor_id: UUID) -> dict[str, str]:
    rows = work.session.execute(
        select(Document.id, DocumentType.label)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(Document.vendor_id == vendor_id)
    )
    return {str(document_id): label for document_id, label in rows}
