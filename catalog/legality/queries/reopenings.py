"""Reads of products whose recipe changed since a paper was verified, and of yearly questions.

Products stand above this feature, so their tables are named, not imported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, column, func, select, table
from sqlalchemy.orm import aliased, selectinload

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import DEFAULT_LANGUAGE
from catalog.legality.models import (
    Document,
    DocumentConfirmation,
    DocumentReopening,
    DocumentType,
)
from catalog.legality.queries.badges import ProductKey, category_ids_of
from catalog.legality.queries.verifiers import may_verify, verifiable
from catalog.legality.rules import DocumentState
from catalog.legality.rules.reopening import (
    ANSWER_WITHIN,
    RECIPE_TYPES,
    ReopenReason,
    is_at_stake,
)
from catalog.vendors.models import Vendor

MOST = 60
_PRODUCT = table("product", column("id", Uuid), column("code", String))
_WORDS = table(
    "product_text", column("product_id", Uuid), column("language", String), column("name", String)
)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A product that a paper does not speak for until a verifier has looked again."""

    id: UUID
    document_id: UUID
    product_id: UUID
    product: str
    label: str  # of the paper
    vendor_id: UUID
    vendor: str
    served_by: str  # the place whose office decides
    reason: ReopenReason
    changes: tuple[dict[str, str], ...]
    version: int
    since: datetime
    asked: str
    asked_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A paper whose owner has not said whether everything is still the same."""

    document_id: UUID
    label: str
    vendor: str
    asked_at: datetime


def papers_at_stake(work: Work, product: ProductKey) -> list[Document]:
    """Return the papers that stop to speak for this product when its recipe changes."""
    statement = (
        select(Document)
        .where(
            Document.vendor_id == product.vendor_id,
            Document.type_code.in_(RECIPE_TYPES),
            Document.state == DocumentState.VERIFIED,
        )
        .options(
            selectinload(Document.categories),
            selectinload(Document.products),
            selectinload(Document.reopenings),
            selectinload(Document.type),
        )
        .order_by(Document.created_at, Document.id)
        .execution_options(populate_existing=True)
    )
    above, today = category_ids_of(work, product.category_id), wib_date(work.now)
    return [
        paper
        for paper in work.session.scalars(statement)
        if is_at_stake(paper.facts(), product.product_id, above, today)
    ]


def of_product(work: Work, product_id: UUID) -> list[Reopened]:
    """Return the papers that wait for a verifier because this product changed."""
    return _found(work, _reopened().where(_is_open(), DocumentReopening.product_id == product_id))


def of_paper(work: Work, document_id: UUID) -> list[Reopened]:
    """Return the products that a paper does not speak for at present, the oldest first."""
    return _found(work, _reopened().where(_is_open(), DocumentReopening.document_id == document_id))


def to_look_at(work: Work) -> list[Reopened]:
    """Return what waits for this officer to look again, the oldest first."""
    return _found(work, _reopened().where(_is_open(), verifiable(work.actor)).limit(MOST))


def count_reopened(work: Work) -> int:
    """Return how many products wait for this officer to look again."""
    statement = (
        select(func.count())
        .select_from(DocumentReopening)
        .join(Document, Document.id == DocumentReopening.document_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .where(_is_open(), verifiable(work.actor))
    )
    return work.session.scalar(statement) or 0


def get_reopened(work: Work, reopening_id: UUID) -> Reopened:
    """Return one that the actor may decide about, decided or not; raise NotFound."""
    found = _found(work, _reopened().where(DocumentReopening.id == reopening_id))
    document = work.session.get(Document, found[0].document_id) if found else None
    if document is None or not may_verify(work, document):
        raise NotFound("reopening")
    return found[0]


def _is_open() -> ColumnElement[bool]:
    """Return whether it still matters: of a paper that another replaced nothing is left."""
    return and_(DocumentReopening.resolved_at.is_(None), Document.state != DocumentState.REPLACED)


def _reopened() -> Select[*tuple[Any, ...]]:
    named = and_(
        _WORDS.c.product_id == DocumentReopening.product_id,
        _WORDS.c.language == str(DEFAULT_LANGUAGE),
    )
    return (
        select(
            DocumentReopening,
            DocumentType.label,
            Document.vendor_id,
            Vendor.name.label("vendor"),
            func.coalesce(Vendor.office_code, Vendor.region_code).label("served_by"),
            func.coalesce(_WORDS.c.name, _PRODUCT.c.code).label("product"),
        )
        .join(Document, Document.id == DocumentReopening.document_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .join(_PRODUCT, _PRODUCT.c.id == DocumentReopening.product_id)
        .outerjoin(_WORDS, named)
        .order_by(DocumentReopening.since, DocumentReopening.id)
    )


def _found(work: Work, statement: Select[*tuple[Any, ...]]) -> list[Reopened]:
    return [
        Reopened(
            id=row.DocumentReopening.id,
            document_id=row.DocumentReopening.document_id,
            product_id=row.DocumentReopening.product_id,
            product=row.product,
            label=row.label,
            vendor_id=row.vendor_id,
            vendor=row.vendor,
            served_by=row.served_by,
            reason=row.DocumentReopening.reason,
            changes=tuple(row.DocumentReopening.changes),
            version=row.DocumentReopening.version,
            since=row.DocumentReopening.since,
            asked=row.DocumentReopening.asked,
            asked_at=row.DocumentReopening.asked_at,
            is_open=row.DocumentReopening.resolved_at is None,
        )
        for row in work.session.execute(statement)
    ]


def question_of(work: Work, document_id: UUID) -> DocumentConfirmation | None:
    """Return the yearly question about this paper that nobody has answered, if there is one."""
    return work.session.scalar(
        select(DocumentConfirmation)
        .join(Document, Document.id == DocumentConfirmation.document_id)
        .where(DocumentConfirmation.document_id == document_id, *_still_asked())
    )


def asked_papers(work: Work, vendor_id: UUID) -> list[UUID]:
    """Return the papers of a vendor about which the yearly question is open."""
    return list(
        work.session.scalars(
            select(Document.id)
            .join(DocumentConfirmation, DocumentConfirmation.document_id == Document.id)
            .where(Document.vendor_id == vendor_id, *_still_asked())
            .order_by(DocumentConfirmation.asked_at, Document.id)
        )
    )


def unanswered(work: Work) -> list[Unanswered]:
    """Return the papers whose owners have been silent for a month; they lose nothing by it."""
    rows = work.session.execute(
        select(Document.id, DocumentType.label, Vendor.name, DocumentConfirmation.asked_at)
        .join(Document, Document.id == DocumentConfirmation.document_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .where(
            DocumentConfirmation.asked_at <= work.now - ANSWER_WITHIN,
            verifiable(work.actor),
            *_still_asked(),
        )
        .order_by(DocumentConfirmation.asked_at, Document.id)
        .limit(MOST)
    )
    return [Unanswered(row.id, row.label, row.name, row.asked_at) for row in rows]


def due_papers(work: Work) -> Sequence[tuple[Document, datetime]]:
    """Return the papers that stand and have no open question, with when they were spoken of last.

    That is when they were verified, or when the owner said last that nothing has changed.
    """
    question = aliased(DocumentConfirmation)
    said = (
        select(func.max(question.answered_at))
        .where(question.document_id == Document.id)
        .scalar_subquery()
    )
    is_asked = (
        select(question.id)
        .where(question.document_id == Document.id, question.answered_at.is_(None))
        .exists()
    )
    rows = work.session.execute(
        select(Document, said.label("said"))
        .where(
            Document.type_code.in_(RECIPE_TYPES),
            Document.state == DocumentState.VERIFIED,
            Document.verified_at.is_not(None),
            Document.valid_until.is_(None) | (Document.valid_until >= wib_date(work.now)),
            ~is_asked,
        )
        .options(selectinload(Document.type))
        .order_by(Document.id)
    )
    return [(row.Document, max(filter(None, (row.Document.verified_at, row.said)))) for row in rows]


def _still_asked() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a question still a question: nobody looked at the paper since."""
    return (
        DocumentConfirmation.answered_at.is_(None),
        Document.state == DocumentState.VERIFIED,
        Document.verified_at <= DocumentConfirmation.asked_at,
    )
