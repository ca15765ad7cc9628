"""Badges and permits, computed at the moment of asking: an expired paper earns nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Row, Select, Uuid, and_, bindparam, false, func, or_, select

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.text import LocalText
from catalog.legality.models import (
    Document,
    DocumentCategory,
    DocumentCheck,
    DocumentProduct,
    DocumentReopening,
    DocumentType,
)
from catalog.legality.rules import (
    DocumentFacts,
    DocumentState,
    Scope,
    Standing,
    covers,
    earns_badge,
    is_valid,
    mask_number,
    standing,
)
from catalog.legality.rules.checking import CheckOutcome
from catalog.taxonomy.queries import category_tree

Rows = Select[*tuple[Any, ...]]
Line = Row[*tuple[Any, ...]]
Paper = list[Line]  # the rows of one document
Badge = tuple[str, str]  # code of the document type, label to show


class ProductKey(NamedTuple):
    """What decides which papers speak for a product; a plain tuple in this order will do."""

    product_id: UUID
    vendor_id: UUID
    category_id: UUID


@dataclass(frozen=True, slots=True)
class Permit:
    """A paper as the public may read it: ``number`` is already masked where it is private."""

    code: str
    label: str
    name: LocalText
    number: str
    standing: Standing
    scope: Scope
    verified_by: str
    verified_at: datetime | None
    valid_until: date | None
    looked_on: date | None  # the day on which the official register was asked
    checker_name: str
    checker_url: str
    category_ids: frozenset[UUID]  # what a paper for product types covers


@dataclass(frozen=True, slots=True)
class _Paper:
    vendor_id: UUID
    label: str
    facts: DocumentFacts


_FACTS = (
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
    DocumentCategory.category_id,
    DocumentProduct.product_id,
    DocumentReopening.product_id.label("reopened_id"),
)


def _with_scope(statement: Rows, *, of_these: bool) -> Rows:
    """Join what a document covers; only the links that its scope counts.

    With ``of_these`` the links to products are those of the parameter ``product_ids``, and what
    changed since is told of them; otherwise no product is asked about.
    """
    of_products = and_(DocumentProduct.document_id == Document.id, Document.scope == Scope.PRODUCTS)
    since = and_(
        DocumentReopening.document_id == Document.id, DocumentReopening.resolved_at.is_(None)
    )
    if of_these:
        # Products stand in a higher layer: their columns may not know their type yet.
        these: BindParameter[UUID] = bindparam("product_ids", expanding=True, type_=Uuid())
        of_products = and_(of_products, DocumentProduct.product_id.in_(these))
        since = and_(since, DocumentReopening.product_id.in_(these))
    else:
        since = false()
    return (
        statement.join_from(Document, DocumentType, DocumentType.code == Document.type_code)
        .outerjoin(
            DocumentCategory,
            and_(
                DocumentCategory.document_id == Document.id, Document.scope == Scope.PRODUCT_TYPES
            ),
        )
        .outerjoin(DocumentProduct, of_products)
        .outerjoin(DocumentReopening, since)
        .order_by(DocumentType.position, DocumentType.code, Document.created_at, Document.id)
    )


_PERMIT = (
    *_FACTS,
    select(func.max(DocumentCheck.looked_on))
    .where(
        DocumentCheck.document_id == Document.id,
        DocumentCheck.outcome == CheckOutcome.VERIFIED,
        # Of this verification: an earlier one may have been about another number.
        DocumentCheck.happened_at == Document.verified_at,
    )
    .scalar_subquery()
    .label("looked_on"),
    Document.verified_by,
    DocumentType.label,
    DocumentType.name,
    DocumentType.is_number_public,
    DocumentType.checker_name,
    DocumentType.checker_url,
)
# Built once: putting such a statement together costs more than running it.
_OF_VENDORS = Document.vendor_id.in_(bindparam("vendor_ids", expanding=True))
_BADGES = _with_scope(select(*_FACTS, DocumentType.label), of_these=True).where(
    _OF_VENDORS,
    DocumentType.has_badge,
    # What can never pass stays in the database; the rules below decide about the rest.
    Document.state == DocumentState.VERIFIED,
    or_(Document.valid_until.is_(None), Document.valid_until >= bindparam("today")),
)
_VENDOR_BADGES = _BADGES.where(
    Document.scope == Scope.VENDOR, DocumentType.default_scope == Scope.VENDOR
)
# That someone has an identity card or a tax number is nobody's business.
_PUBLIC = (_OF_VENDORS, DocumentType.is_personal.is_(False))
_PRODUCT_PERMITS = _with_scope(select(*_PERMIT), of_these=True).where(*_PUBLIC)
_VENDOR_PERMITS = _with_scope(select(*_PERMIT), of_these=False).where(*_PUBLIC)


def _facts_of(rows: Paper) -> DocumentFacts:
    """Gather the rows of one document."""
    first = rows[0]
    return DocumentFacts(
        type_code=first.type_code,
        state=first.state,
        scope=first.scope,
        number=first.number,
        verified_number=first.verified_number,
        verified_at=first.verified_at,
        valid_until=first.valid_until,
        files_digest=first.files_digest,
        verified_files=first.verified_files,
        category_ids=frozenset(row.category_id for row in rows if row.category_id),
        product_ids=frozenset(row.product_id for row in rows if row.product_id),
        reopened_ids=frozenset(row.reopened_id for row in rows if row.reopened_id),
        is_narrow=first.default_scope is not Scope.VENDOR,
    )


def _by_document(rows: Iterable[Line]) -> list[Paper]:
    found: dict[UUID, Paper] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return list(found.values())


def category_ids_of(work: Work, category_id: UUID) -> frozenset[UUID]:
    """Return a category with all its ancestors."""
    node = category_tree(work.session).by_id.get(category_id)
    return frozenset(node.path) if node else frozenset({category_id})


def badges(
    work: Work, products: Sequence[tuple[UUID, UUID, UUID]]
) -> dict[UUID, tuple[Badge, ...]]:
    """Return the badges of each product today (WIB), in the order of types; one statement.

    ``products`` are (product id, vendor id, category id), as in ``ProductKey``.
    """
    if not products:
        return {}
    today = wib_date(work.now)
    papers: dict[UUID, list[_Paper]] = {}
    asked = {
        "product_ids": [product_id for product_id, _, _ in products],
        "vendor_ids": list({vendor_id for _, vendor_id, _ in products}),
        "today": today,
    }
    for rows in _by_document(work.session.execute(_BADGES, asked)):
        paper = _Paper(rows[0].vendor_id, rows[0].label, _facts_of(rows))
        papers.setdefault(paper.vendor_id, []).append(paper)
    return {
        product_id: _earned(
            papers.get(vendor_id, ()), product_id, category_ids_of(work, category_id), today
        )
        for product_id, vendor_id, category_id in products
    }


def vendor_badges(work: Work, vendor_ids: Sequence[UUID]) -> dict[UUID, tuple[Badge, ...]]:
    """Return the badges of vendors: of papers that speak for the whole business; one statement."""
    if not vendor_ids:
        return {}
    today = wib_date(work.now)
    asked: dict[str, object] = {"product_ids": [], "vendor_ids": list(vendor_ids), "today": today}
    found: dict[UUID, dict[str, str]] = {}
    for row in work.session.execute(_VENDOR_BADGES, asked):
        if is_valid(_facts_of([row]), today):
            found.setdefault(row.vendor_id, {})[row.type_code] = row.label
    return {vendor_id: tuple(earned.items()) for vendor_id, earned in found.items()}


def _earned(
    papers: Iterable[_Paper], product_id: UUID, category_ids: frozenset[UUID], today: date
) -> tuple[Badge, ...]:
    earned = {
        paper.facts.type_code: paper.label
        for paper in papers
        if earns_badge(paper.facts, product_id, category_ids, today)
    }
    return tuple(earned.items())


def permits_of_product(work: Work, product: ProductKey) -> list[Permit]:
    """Return the valid and the waiting papers that cover this product; one statement."""
    category_ids = category_ids_of(work, product.category_id)
    asked = {"product_ids": [product.product_id], "vendor_ids": [product.vendor_id]}
    papers = [
        rows
        for rows in _by_document(work.session.execute(_PRODUCT_PERMITS, asked))
        if covers(_facts_of(rows), product.product_id, category_ids)
    ]
    return _permits(papers, wib_date(work.now), product.product_id)


def permits_of_vendor(work: Work, vendor_id: UUID) -> list[Permit]:
    """Return the valid and the waiting papers of a vendor, whatever they cover; one statement."""
    rows = work.session.execute(_VENDOR_PERMITS, {"vendor_ids": [vendor_id]})
    return _permits(_by_document(rows), wib_date(work.now))


def _permits(papers: Iterable[Paper], today: date, product_id: UUID | None = None) -> list[Permit]:
    found = []
    for rows in papers:
        row, facts = rows[0], _facts_of(rows)
        stands = standing(facts, today, product_id)
        if stands is not Standing.GONE:
            found.append(_permit(row, facts, stands))
    return found


def _permit(row: Line, facts: DocumentFacts, stands: Standing) -> Permit:
    is_valid = stands is Standing.VALID
    return Permit(
        code=facts.type_code,
        label=row.label,
        name=row.name,
        # The number of a waiting paper proves nothing yet, so it is not shown.
        number=(facts.number if row.is_number_public else mask_number(facts.number))
        if is_valid
        else "",
        standing=stands,
        scope=facts.scope,
        verified_by=row.verified_by if is_valid else "",
        verified_at=facts.verified_at if is_valid else None,
        valid_until=facts.valid_until if is_valid else None,
        looked_on=row.looked_on if is_valid else None,
        checker_name=row.checker_name if is_valid else "",
        checker_url=row.checker_url if is_valid else "",
        category_ids=facts.category_ids,
    )
