"""Reads of a vendor's wallet, of the officers' queue, and of who opened which file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from catalog.accounts.queries import names
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality import policy
from catalog.legality.models import Document, DocumentEvent, DocumentFile, DocumentType
from catalog.legality.rules import DocumentState, FilePurpose, PaperState, mask_number
from catalog.legality.rules.wallet import shown_state
from catalog.vendors.models import Vendor

OPENED = "legality.file_opened"  # in the audit
SEEN = "legality.number_seen"
PAGE = 30


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as a list shows it: ``number`` is masked unless everyone may read it."""

    id: UUID
    type_code: str
    label: str
    name: LocalText
    number: str
    state: PaperState
    valid_until: date | None
    days_left: int | None
    files: int
    refusal: str
    is_renewal: bool
    version: int
    vendor_id: UUID
    vendor_name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a paper's history; ``who`` is empty for jobs and for people who have left."""

    kind: str
    happened_at: datetime
    who: str
    is_officer: bool
    to_state: DocumentState
    reason: str
    fields: tuple[str, ...]


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


def list_papers(work: Work, vendor_id: UUID) -> list[Paper]:
    """Return the papers of a vendor: drafts, then by type and newest first; replaced ones last."""
    rows = _papers(work, Document.vendor_id == vendor_id)
    order = {PaperState.DRAFT: 0, PaperState.REPLACED: 2}
    return sorted(rows, key=lambda paper: order.get(paper.state, 1))


def _papers(work: Work, *where: ColumnElement[bool], limit: int | None = None) -> list[Paper]:
    count = (
        select(func.count())
        .where(DocumentFile.document_id == Document.id, DocumentFile.purpose == FilePurpose.PAPER)
        .scalar_subquery()
    )
    since = func.coalesce(Document.sent_at, Document.created_at)
    by_type = (DocumentType.position, DocumentType.code, Document.created_at.desc(), Document.id)
    statement = (
        select(Document, DocumentType, Vendor.name.label("vendor_name"), count.label("files"))
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .where(*where)
        .order_by(*(by_type if limit is None else (since, Document.id)))
        .limit(limit)
    )
    today = wib_date(work.now)
    return [
        _paper(document, kind, vendor_name, files, today)
        for document, kind, vendor_name, files in work.session.execute(statement)
    ]


def _paper(
    document: Document, kind: DocumentType, vendor_name: str, files: int, today: date
) -> Paper:
    until = document.valid_until
    return Paper(
        id=document.id,
        type_code=kind.code,
        label=kind.label,
        name=kind.name,
        number=shown_number(document, kind),
        state=shown_state(document.state, until, today),
        valid_until=until,
        days_left=(until - today).days if until else None,
        files=files,
        refusal=document.refusal,
        is_renewal=document.replaces_id is not None,
        version=document.version,
        vendor_id=document.vendor_id,
        vendor_name=vendor_name,
        since=document.sent_at or document.created_at,
    )


def shown_number(document: Document, kind: DocumentType) -> str:
    """Return the number as a list shows it: masked, unless everyone may read it."""
    if kind.is_number_public or kind.is_personal:  # of a personal type only the mask is stored
        return document.number
    return mask_number(document.number)


def number_of(work: Work, document: Document) -> str:
    """Return the whole number, opened where it is sealed; VaultError when it cannot be."""
    if document.number_sealed is None:
        return document.number
    return work.vault.open_text(document.number_sealed, bound_to=number_bound_to(document.id))


def number_bound_to(document_id: UUID) -> str:
    """Return what the number of a paper is sealed for."""
    return f"document.number:{document_id}"


def get_paper(work: Work, vendor_id: UUID, document_id: UUID) -> Document:
    """Return a paper of this vendor, whoever else's id was given; raise NotFound."""
    return _one(work, Document.id == document_id, Document.vendor_id == vendor_id)


def get_for_verifier(work: Work, document_id: UUID) -> Document:
    """Return a paper that the actor may decide about, in whatever state; raise NotFound."""
    document = _one(work, Document.id == document_id, Document.state != DocumentState.DRAFT)
    vendor = document.vendor
    if not policy.can_verify(work.actor, vendor_id=vendor.id, region_code=vendor.served_by):
        raise NotFound("document")
    return document


def _one(work: Work, *where: ColumnElement[bool]) -> Document:
    document = work.session.scalar(
        select(Document)
        .where(*where)
        .options(
            joinedload(Document.type),
            joinedload(Document.vendor),
            selectinload(Document.files),
            selectinload(Document.categories),
            selectinload(Document.products),
        )
    )
    if document is None:
        raise NotFound("document")
    return document


def get_file(document: Document, file_id: UUID) -> DocumentFile:
    """Return a file of this paper; raise NotFound."""
    found = next((file for file in document.files if file.id == file_id), None)
    if found is None:
        raise NotFound("document file")
    return found


def waiting(work: Work, *, after: int = 0) -> tuple[list[Paper], int]:
    """Return the papers that wait for this officer, oldest first, and how many there are."""
    return _papers(work, _waits(work), limit=after + PAGE)[after:], count_waiting(work)


def count_waiting(work: Work) -> int:
    """Return how many papers wait for this officer."""
    count = select(func.count()).select_from(Document).join(Vendor).where(_waits(work))
    return work.session.scalar(count) or 0


def _waits(work: Work) -> ColumnElement[bool]:
    return and_(Document.state == DocumentState.PENDING, verifiable(work.actor))


def verifiable(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can_verify``; joins Vendor."""
    others = Vendor.id.not_in(actor.vendor_ids) if actor.vendor_ids else true()
    if actor.has(Role.ADMIN):
        return others
    if not actor.has(Role.DINAS):
        return false()
    served, codes = (
        func.coalesce(Vendor.office_code, Vendor.region_code),
        sorted(actor.region_codes),
    )
    near = [served == code for code in codes]
    near += [served.startswith(f"{code}.", autoescape=True) for code in codes]
    return and_(others, or_(false(), *near))


def history(work: Work, document_id: UUID) -> list[Step]:
    """Return what became of a paper, newest first."""
    events = work.session.scalars(
        select(DocumentEvent)
        .where(DocumentEvent.document_id == document_id)
        .order_by(DocumentEvent.version.desc(), DocumentEvent.happened_at.desc(), DocumentEvent.id)
    ).all()
    known = names(work, {event.person_id for event in events if event.person_id})
    return [
        Step(
            kind=event.kind,
            happened_at=event.happened_at,
            who=known.get(event.person_id, "") if event.person_id else "",
            is_officer=event.is_officer,
            to_state=event.to_state,
            reason=event.reason,
            fields=tuple(event.fields),
        )
        for event in events
    ]


def newer(work: Work, document_id: UUID) -> UUID | None:
    """Return the paper that is to take this one's place, if one was begun."""
    statement = select(Document.id).where(Document.replaces_id == document_id)
    return work.session.scalars(statement.order_by(Document.created_at.desc())).first()


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


def types(work: Work) -> Sequence[DocumentType]:
    """Return the kinds of papers in their order."""
    return work.session.scalars(
        select(DocumentType).order_by(DocumentType.position, DocumentType.code)
    ).all()


def get_type(work: Work, code: str) -> DocumentType:
    """Return a kind of paper; raise NotFound."""
    found = work.session.get(DocumentType, code)
    if found is None:
        raise NotFound("document type")
    return found
