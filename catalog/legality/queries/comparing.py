"""What a verifier holds beside a paper: equal numbers and files elsewhere, names, other papers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.models import Document, DocumentCheck, DocumentFile, DocumentType
from catalog.legality.queries.choices import own_products
from catalog.legality.queries.verifiers import verifiable
from catalog.legality.queries.wallet import shown_number
from catalog.legality.rules import DocumentState, FilePurpose, PaperState, covers
from catalog.legality.rules.checking import NameMatch, compare_names
from catalog.legality.rules.wallet import shown_state
from catalog.taxonomy.queries import category_tree, place_names
from catalog.taxonomy.rules import regency_of
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus

MOST = 20


class Same(StrEnum):
    """What two papers have in common."""

    NUMBER = "number"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper elsewhere with the same number or file.

    ``vendor`` is empty where the officer may not know whose it is; then ``place`` says where.
    """

    document_id: UUID | None  # None: the officer may not open it
    label: str
    vendor: str
    place: str
    is_own: bool  # of the same business
    state: PaperState
    same: tuple[Same, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another paper of the same business, and how near the name on it is."""

    id: UUID
    label: str
    number: str
    state: PaperState
    valid_until: date | None
    holder: NameMatch | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a paper would badge: the products, or none yet."""

    names: tuple[str, ...]
    total: int
    of: int  # products of the business


def twins(work: Work, document: Document) -> list[Twin]:
    """Return the papers with the same number, or with a file that is the same to the last byte."""
    found: dict[UUID, set[Same]] = defaultdict(set)
    for document_id in _same_number(work, document):
        found[document_id].add(Same.NUMBER)
    for document_id in _same_file(work, document):
        found[document_id].add(Same.FILE)
    if not found:
        return []
    rows = work.session.scalars(
        select(Document)
        .where(Document.id.in_(found))
        .options(joinedload(Document.vendor), joinedload(Document.type))
        .order_by(Document.created_at, Document.id)
        .limit(MOST)
    ).all()
    mine = _openable(work, found)
    return [_twin(work, row, document, found[row.id], may_open=row.id in mine) for row in rows]


def _same_number(work: Work, document: Document) -> Sequence[UUID]:
    if document.number_print:
        alike: ColumnElement[bool] = Document.number_print == document.number_print
    elif document.number and not document.type.is_personal:
        alike = Document.number == document.number
    else:
        return []
    return work.session.scalars(
        _others(document).where(Document.type_code == document.type_code, alike)
    ).all()


def _same_file(work: Work, document: Document) -> Sequence[UUID]:
    prints = [file.print for file in document.files if file.purpose is FilePurpose.PAPER]
    holding = select(DocumentFile.document_id).where(
        DocumentFile.print.in_(prints), DocumentFile.purpose == FilePurpose.PAPER
    )
    return work.session.scalars(_others(document).where(Document.id.in_(holding))).all()


def _others(document: Document) -> Select[UUID]:
    """Return a statement of other papers; the one that it renews is meant to be like it."""
    known = [document.id, *filter(None, [document.replaces_id])]
    return (
        select(Document.id)
        .where(
            Document.id.not_in(known),
            or_(Document.replaces_id.is_(None), Document.replaces_id != document.id),
            Document.state != DocumentState.DRAFT,
        )
        .order_by(Document.created_at, Document.id)
        .limit(MOST)
    )


def _openable(work: Work, ids: Iterable[UUID]) -> frozenset[UUID]:
    return frozenset(
        work.session.scalars(
            select(Document.id)
            .join(Vendor, Vendor.id == Document.vendor_id)
            .join(DocumentType, DocumentType.code == Document.type_code)
            .where(Document.id.in_(list(ids)), verifiable(work.actor))
        )
    )


def _twin(
    work: Work, row: Document, document: Document, same: Iterable[Same], *, may_open: bool
) -> Twin:
    vendor = row.vendor
    may_know = may_open or vendor.status is VendorStatus.ACTIVE
    places = place_names(work.session)
    return Twin(
        document_id=row.id if may_open else None,
        label=row.type.label,
        vendor=vendor.name if may_know else "",
        place=places.get(regency_of(vendor.region_code), ""),
        is_own=row.vendor_id == document.vendor_id,
        state=shown_state(row.state, row.valid_until, wib_date(work.now)),
        same=tuple(sorted(same)),
    )


def names(document: Document) -> list[NameMatch]:
    """Return the name on the paper beside that of the business; none where nothing was typed."""
    if not document.holder_name:
        return []
    return [compare_names(document.holder_name, document.vendor.name)]


def other_papers(work: Work, document: Document) -> list[Other]:
    """Return what the other papers of the business say; personal ones only to whom may see them."""
    rows = work.session.scalars(
        select(Document)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(
            Document.vendor_id == document.vendor_id,
            Document.id != document.id,
            Document.state.not_in((DocumentState.DRAFT, DocumentState.REPLACED)),
            verifiable(work.actor),
        )
        .options(joinedload(Document.type))
        .order_by(DocumentType.position, Document.created_at.desc(), Document.id)
        .limit(MOST)
    )
    today = wib_date(work.now)
    return [
        Other(
            id=row.id,
            label=row.type.label,
            number=shown_number(row, row.type),
            state=shown_state(row.state, row.valid_until, today),
            valid_until=row.valid_until,
            holder=compare_names(document.holder_name, row.holder_name)
            if document.holder_name and row.holder_name
            else None,
        )
        for row in rows
    ]


def reach(work: Work, document: Document) -> Reach:
    """Return which products the paper would badge if it were verified now."""
    own = own_products(work, document.vendor_id)
    facts, tree = document.facts(), category_tree(work.session).by_id
    held = [one.name for one in own if covers(facts, one.id, frozenset(tree[one.category_id].path))]
    return Reach(tuple(held[:MOST]), len(held), len(own))


def looked_on(work: Work, document: Document) -> date | None:
    """Return when the official register was asked last about this paper."""
    return work.session.scalar(
        select(func.max(DocumentCheck.looked_on)).where(DocumentCheck.document_id == document.id)
    )
