"""Who had a paper in hand last: four eyes see every paper before it counts."""

from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.legality.models import DocumentEvent
from catalog.legality.rules import EventKind, FilePurpose

_CONTENT = (EventKind.SENT, EventKind.EDITED, EventKind.FILE_ADDED, EventKind.FILE_REMOVED)
_PROOF = [FilePurpose.PROOF.value]  # what a verifier adds; it is no part of the paper


def is_last_hand(work: Work, document_id: UUID) -> bool:
    """Return whether the actor has sent this paper, or changed it, after everybody else."""
    events = work.session.scalars(
        select(DocumentEvent)
        .where(DocumentEvent.document_id == document_id, DocumentEvent.kind.in_(_CONTENT))
        .order_by(DocumentEvent.version.desc(), DocumentEvent.happened_at.desc(), DocumentEvent.id)
    )
    last = next((event for event in events if list(event.fields) != _PROOF), None)
    # Commands and jobs are nobody: two of them are not the same person.
    return last is not None and last.person_id is not None and last.person_id == work.actor.user_id
