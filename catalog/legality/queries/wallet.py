"""Reads of a vendor's wallet, of the officers' queue, and of who opened which file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality.models import (
    Document,
    DocumentCheck,
    DocumentEvent,
    DocumentFile,
    DocumentType,
)
from catalog.legality.queries.verifiers import may_verify, verifiable
from catalog.legality.rules import DocumentState, FilePurpose, PaperState, mask_number
from catalog.legality.rules.wallet import shown_state
from catalog.vendors.models import Vendor

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
    if not may_verify(work, document):
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
    """Return the papers that wait for this officer, oldest first, and how many there are.

    What could not be checked, and was put off to a later day, is not among them until then.
    """
    due = and_(_waits(work), _put_off_until(work).is_(None))
    return _papers(work, due, limit=after + PAGE)[after:], count_waiting(work)


def put_off(work: Work) -> list[tuple[Paper, date]]:
    """Return the papers that were put off, with the day to look again; the nearest day first."""
    until = _put_off_until(work)
    rows = work.session.execute(
        _waiting_rows(work).add_columns(until.label("until")).where(until.is_not(None))
    )
    days = {row.id: row.until for row in rows}
    found = _papers(work, Document.id.in_(days))
    return sorted(((paper, days[paper.id]) for paper in found), key=itemgetter(1))


def count_waiting(work: Work) -> int:
    """Return how many papers wait for this officer today."""
    rows = _waiting_rows(work).where(_put_off_until(work).is_(None)).subquery()
    return work.session.scalar(select(func.count()).select_from(rows)) or 0


def _waiting_rows(work: Work) -> Select[UUID]:
    return (
        select(Document.id)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(_waits(work))
    )


def _waits(work: Work) -> ColumnElement[bool]:
    return and_(Document.state == DocumentState.PENDING, verifiable(work.actor))


def _put_off_until(work: Work) -> ScalarSelect[date | None]:
    """Return the day to look again; what was changed since then is looked at at once."""
    return (
        select(func.max(DocumentCheck.again_on))
        .where(
            DocumentCheck.document_id == Document.id,
            DocumentCheck.version == Document.version,
            DocumentCheck.again_on > wib_date(work.now),
        )
        .scalar_subquery()
    )


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
