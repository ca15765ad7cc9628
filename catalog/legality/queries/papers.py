"""The papers of vendors as rules see them, many in few statements."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, literal, select, union_all
from sqlalchemy.orm import Session

from catalog.legality.models import (
    Document,
    DocumentCategory,
    DocumentProduct,
    DocumentReopening,
    DocumentType,
)
from catalog.legality.rules.documents import DocumentFacts, DocumentState, Scope

Which = Sequence[UUID] | Select[UUID]  # vendors, by id or by a statement that gives their ids


def papers_of(session: Session, which: Which) -> dict[UUID, list[DocumentFacts]]:
    """Return the papers of vendors that are not drafts, oldest first; three statements."""
    papers: dict[UUID, list[DocumentFacts]] = defaultdict(list)
    for _, vendor_id, facts in _facts(session, which):
        papers[vendor_id].append(facts)
    return papers


def facts_by_document(session: Session, which: Which) -> dict[UUID, DocumentFacts]:
    """Return the papers of vendors that are not drafts, by their ids; three statements."""
    return {document_id: facts for document_id, _, facts in _facts(session, which)}


def _facts(session: Session, which: Which) -> Iterator[tuple[UUID, UUID, DocumentFacts]]:
    """Give id, vendor and facts of papers that are not drafts, oldest first."""
    mine = (Document.vendor_id.in_(which), Document.state != DocumentState.DRAFT)
    covered = select(DocumentCategory.document_id, DocumentCategory.category_id)
    categories: dict[UUID, set[UUID]] = defaultdict(set)
    products: dict[UUID, set[UUID]] = defaultdict(set)
    reopened: dict[UUID, set[UUID]] = defaultdict(set)
    for document_id, category_id in session.execute(covered.join(Document).where(*mine)):
        categories[document_id].add(category_id)
    for row in session.execute(_named(mine)):
        (products if row.is_named else reopened)[row.document_id].add(row.product_id)
    statement = (
        select(
            Document.id,
            Document.vendor_id,
            Document.type_code,
            Document.state,
            Document.scope,
            Document.number,
            Document.verified_number,
            Document.verified_at,
            Document.valid_until,
            Document.files_digest,
            Document.verified_files,
            DocumentType.default_scope,
        )
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(*mine)
        .order_by(Document.created_at, Document.id)
    )
    for row in session.execute(statement):
        yield (
            row.id,
            row.vendor_id,
            DocumentFacts(
                type_code=row.type_code,
                state=row.state,
                scope=row.scope,
                number=row.number,
                verified_number=row.verified_number,
                verified_at=row.verified_at,
                valid_until=row.valid_until,
                category_ids=frozenset(categories[row.id]),
                product_ids=frozenset(products[row.id]),
                files_digest=row.files_digest,
                verified_files=row.verified_files,
                reopened_ids=frozenset(reopened[row.id]),
                is_narrow=row.default_scope is not Scope.VENDOR,
            ),
        )


def _named(mine: tuple[ColumnElement[bool], ...]) -> CompoundSelect[Any]:
    """Return a statement of the products that papers name, and of those that changed since."""
    link, again = DocumentProduct, DocumentReopening
    named = select(link.document_id, link.product_id, literal(value=True).label("is_named"))
    reopened = select(again.document_id, again.product_id, literal(value=False)).where(
        again.resolved_at.is_(None)
    )
    return union_all(named.join(Document).where(*mine), reopened.join(Document).where(*mine))
