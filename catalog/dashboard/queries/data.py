"""What is kept of a vendor: counts by group, consents, wishes of its owner, who looked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from catalog.accounts.queries import names
from catalog.audit.models import AuditEntry
from catalog.dashboard.models import (
    Closing,
    ClosingKind,
    ClosingState,
    DataExport,
    VisitCount,
    Visited,
)
from catalog.dashboard.rules.retention import OPENINGS_PAGE
from catalog.db.work import Work
from catalog.inquiries.models import Lead
from catalog.legality.models import Document, DocumentFile, DocumentType
from catalog.legality.queries.openings import OPENED, SEEN
from catalog.products.models import Product, ProductImage
from catalog.vendors.models import VendorConsent
from catalog.vendors.rules.registering import PRIVACY

PRIVACY_KEYS = (PRIVACY, f"{PRIVACY}:office")  # the same text, on the site and at the office
DOWNLOADED = "dashboard.export_downloaded"  # in the audit
CONTACT_SEEN = "vendors.contact_seen"


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is kept."""

    papers: int
    paper_files: int
    products: int
    photos: int
    views: int
    leads: int
    trail: int


def amounts(work: Work, vendor_id: UUID) -> Amounts:
    """Return how much is kept of a vendor; one statement each."""
    papers = select(Document.id).where(Document.vendor_id == vendor_id)
    goods = select(Product.id).where(Product.vendor_id == vendor_id)
    seen = or_(
        (VisitCount.kind == Visited.PRODUCT) & VisitCount.target_id.in_(goods),
        (VisitCount.kind == Visited.VENDOR) & (VisitCount.target_id == vendor_id),
    )

    def count(where: ColumnElement[bool]) -> int:
        return work.session.scalar(select(func.count()).where(where)) or 0

    return Amounts(
        papers=count(Document.vendor_id == vendor_id),
        paper_files=count(DocumentFile.document_id.in_(papers)),
        products=count(Product.vendor_id == vendor_id),
        photos=count(ProductImage.product_id.in_(goods)),
        views=int(work.session.scalar(select(func.sum(VisitCount.times)).where(seen)) or 0),
        leads=count(Lead.vendor_id == vendor_id),
        trail=count(AuditEntry.vendor_id == vendor_id),
    )


def consents(work: Work, vendor_id: UUID) -> list[VendorConsent]:
    """Return what was agreed to for a vendor, the oldest first."""
    statement = (
        select(VendorConsent)
        .where(VendorConsent.vendor_id == vendor_id)
        .order_by(VendorConsent.agreed_at, VendorConsent.id)
    )
    return list(work.session.scalars(statement))


def open_closings(work: Work, vendor_id: UUID) -> dict[ClosingKind, Closing]:
    """Return what keeps a vendor's window closed by its owner's wish."""
    rows = work.session.scalars(
        select(Closing).where(Closing.vendor_id == vendor_id, Closing.state == ClosingState.OPEN)
    )
    return {closing.kind: closing for closing in rows}


def newest_export(work: Work, vendor_id: UUID) -> DataExport | None:
    """Return the export that was asked for last, unless it has expired."""
    return work.session.scalars(
        select(DataExport)
        .where(DataExport.vendor_id == vendor_id, DataExport.expires_at > work.now)
        .order_by(DataExport.asked_at.desc(), DataExport.id)
        .limit(1)
    ).first()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something private of a vendor.

    ``who`` is empty for people who have left; ``label`` names the paper, and is empty once it is
    gone or when ``action`` says what it was.
    """

    happened_at: datetime
    who: str
    role: str
    is_member: bool
    action: str
    label: str


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks, newest first."""

    lines: list[Look]
    page: int
    pages: int
    total: int


def looks(work: Work, vendor_id: UUID, page: int) -> Looks:
    """Return who opened files, numbers, the contact or an export of this vendor."""
    asked = (
        AuditEntry.vendor_id == vendor_id,
        AuditEntry.action.in_((OPENED, SEEN, CONTACT_SEEN, DOWNLOADED)),
    )
    total = work.session.scalar(select(func.count()).where(*asked)) or 0
    pages = max(1, -(-total // OPENINGS_PAGE))
    page = min(max(page, 1), pages)
    entries = work.session.scalars(
        select(AuditEntry)
        .where(*asked)
        .order_by(AuditEntry.happened_at.desc(), AuditEntry.id)
        .limit(OPENINGS_PAGE)
        .offset((page - 1) * OPENINGS_PAGE)
    ).all()
    known = names(work, {entry.user_id for entry in entries if entry.user_id})
    labels = _labels(work, vendor_id)
    return Looks(
        [
            Look(
                happened_at=entry.happened_at,
                who=known.get(entry.user_id, "") if entry.user_id else "",
                role=entry.role,
                is_member=not entry.is_on_behalf,
                action=entry.action,
                label=labels.get(entry.target_id, ""),
            )
            for entry in entries
        ],
        page,
        pages,
        total,
    )


def _labels(work: Work, vendor_id: UUID) -> dict[str, str]:
    rows = work.session.execute(
        select(Document.id, DocumentType.label)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .where(Document.vendor_id == vendor_id)
    )
    return {str(document_id): label for document_id, label in rows}
