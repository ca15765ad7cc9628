"""What became of the papers behind a product, as far as the public may read it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.legality.models import Document, DocumentEvent, DocumentReopening, DocumentType
from catalog.legality.queries.badges import ProductKey, category_ids_of
from catalog.legality.queries.papers import facts_by_document
from catalog.legality.rules import DocumentState, EventKind, covers

_ENDING = (EventKind.EDITED, EventKind.FILE_ADDED, EventKind.FILE_REMOVED)


@dataclass(frozen=True, slots=True)
class Life:
    """A paper that once stood for a product.

    ``verified`` and ``ended`` are when it began and ceased to count by somebody's hand; what ends
    by its date is told by ``valid_until``. ``changed`` are the times, from and until, in which the
    product differed from what was verified. Nothing tells of drafts, refusals or numbers.
    """

    code: str
    label: str
    name: LocalText
    is_renewal: bool
    verified: tuple[datetime, ...]
    verified_by: str  # of the last time
    ended: tuple[datetime, ...]
    valid_until: date | None
    changed: tuple[tuple[datetime, datetime | None], ...]


def lives_of_product(work: Work, product: ProductKey) -> list[Life]:
    """Return the papers with a badge that stood for this product once, oldest first."""
    rows = work.session.execute(
        select(Document, DocumentType)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(
            Document.vendor_id == product.vendor_id,
            Document.state != DocumentState.DRAFT,
            Document.verified_at.is_not(None),
            DocumentType.has_badge,
            DocumentType.is_personal.is_(False),
        )
        .order_by(Document.created_at, Document.id)
    ).all()
    if not rows:
        return []
    above = category_ids_of(work, product.category_id)
    facts = facts_by_document(work.session, [product.vendor_id])
    held = {
        document.id
        for document, _ in rows
        if document.id in facts and covers(facts[document.id], product.product_id, above)
    }
    events = _events(work, held)
    changed = _changed(work, held, product.product_id)
    return [
        _life(document, kind, events[document.id], tuple(changed[document.id]))
        for document, kind in rows
        if document.id in held
    ]


def _life(
    document: Document,
    kind: DocumentType,
    events: list[tuple[EventKind, datetime]],
    changed: tuple[tuple[datetime, datetime | None], ...],
) -> Life:
    verified = [at for what, at in events if what is EventKind.VERIFIED]
    return Life(
        code=kind.code,
        label=kind.label,
        name=kind.name,
        is_renewal=document.replaces_id is not None,
        # Papers that were taken in whole, with their check, have no events.
        verified=tuple(verified) or tuple(filter(None, [document.verified_at])),
        verified_by=document.verified_by,
        ended=tuple(at for what, at in events if what is not EventKind.VERIFIED),
        valid_until=document.valid_until,
        changed=changed,
    )


def _events(work: Work, ids: set[UUID]) -> dict[UUID, list[tuple[EventKind, datetime]]]:
    rows = work.session.execute(
        select(DocumentEvent.document_id, DocumentEvent.kind, DocumentEvent.happened_at)
        .where(
            DocumentEvent.document_id.in_(ids),
            (DocumentEvent.kind == EventKind.VERIFIED)
            | DocumentEvent.kind.in_(_ENDING)
            & (DocumentEvent.from_state == DocumentState.VERIFIED)
            & (DocumentEvent.to_state == DocumentState.PENDING),
        )
        .order_by(DocumentEvent.version, DocumentEvent.happened_at, DocumentEvent.id)
    )
    found: dict[UUID, list[tuple[EventKind, datetime]]] = defaultdict(list)
    for document_id, kind, happened_at in rows:
        found[document_id].append((kind, happened_at))
    return found


def _changed(
    work: Work, ids: set[UUID], product_id: UUID
) -> dict[UUID, list[tuple[datetime, datetime | None]]]:
    rows = work.session.execute(
        select(
            DocumentReopening.document_id, DocumentReopening.since, DocumentReopening.resolved_at
        )
        .where(DocumentReopening.document_id.in_(ids), DocumentReopening.product_id == product_id)
        .order_by(DocumentReopening.since, DocumentReopening.id)
    )
    found: dict[UUID, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for document_id, since, until in rows:
        found[document_id].append((since, until))
    return found
