"""What every change of a paper does: wins against others or is told, keeps the history."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, update

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.legality.models import Document, DocumentEvent
from catalog.legality.rules import DocumentState, EventKind, FilePurpose


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a paper, for its history and the audit; never what anything was changed to."""

    kind: EventKind
    before: DocumentState | None
    fields: Sequence[str] = ()
    reason: str = ""


def claim(work: Work, document: Document, seen: int | None, refusal: str) -> None:
    """Make the next version of a paper ours; RuleBroken when it is no longer the ``seen`` one.

    Of two at once one wins here, on both databases. None takes whatever version there is.
    """
    statement = update(Document).where(Document.id == document.id)
    if seen is not None:
        statement = statement.where(Document.version == seen)
    changed = work.session.execute(
        statement.values(version=Document.version + 1).execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise RuleBroken(refusal)
    work.session.refresh(document)
    work.session.expire(document, ["files", "categories", "products"])


def note(work: Work, document: Document, change: Change) -> None:
    """Add a change to the history of a paper and to the audit."""
    actor = work.actor
    work.session.add(
        DocumentEvent(
            document_id=document.id,
            version=document.version,
            happened_at=work.now,
            person_id=actor.user_id,
            is_officer=document.vendor_id not in actor.vendor_ids,
            kind=change.kind,
            from_state=change.before,
            to_state=document.state,
            reason=change.reason,
            fields=list(change.fields),
        )
    )
    record(
        work,
        f"legality.{change.kind}",
        target=("document", document.id),
        before={"state": change.before} if change.before else {},
        after={
            "state": document.state,
            "type": document.type_code,
            "version": document.version,
            **({"fields": list(change.fields)} if change.fields else {}),
        },
        vendor_id=document.vendor_id,
    )


def drop_badge(document: Document) -> None:
    """Take a verified paper back to the verifiers: something that they saw is different now."""
    if document.state is DocumentState.VERIFIED:
        document.state = DocumentState.PENDING


def count_files(document: Document) -> None:
    """Keep the digest of the files that a paper has now."""
    prints = sorted(file.print for file in document.files if file.purpose is FilePurpose.PAPER)
    document.files_digest = hashlib.sha256("".join(prints).encode()).hexdigest() if prints else ""
