"""What waits, feature by feature, as rows of one shape; each officer sees what they decide on.

The clauses of who decides are the features' own. An auditor sees everything, and changes nothing.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from catalog.accounts.models import Grant
from catalog.db.work import Work
from catalog.desk.rules.queue import HELD, Kind
from catalog.kernel.actor import Actor, Role
from catalog.legality.models import Document, DocumentReopening, DocumentType
from catalog.legality.queries.verifiers import verifiable
from catalog.legality.rules import DocumentState
from catalog.products.models import CrossListing, Product, ProductText, ReviewRound
from catalog.products.queries.reviews import in_charge
from catalog.products.rules.crossing import CrossingState
from catalog.products.rules.review import Outcome
from catalog.vendors.models import Vendor, VendorApplication, VendorClaim
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registering import ApplicationState, ClaimState

_NAME = func.coalesce(ProductText.name, Product.code)
_SERVED = func.coalesce(Vendor.office_code, Vendor.region_code)
_NO_CATEGORY = cast(null(), Uuid)
Part = Select[*tuple[object, ...]]


def everything(work: Work, *, to_decide: bool = False) -> CompoundSelect[*tuple[object, ...]]:
    """Return the statement of all that waits for this officer.

    ``to_decide`` leaves out what somebody reads as an auditor only, whatever else they are.
    """
    actor = work.actor
    if to_decide:
        actor = replace(actor, roles=actor.roles - {Role.AUDITOR})
    return union_all(
        _registrations(actor),
        _claims(actor),
        _applications(actor),
        _papers(actor),
        _reopened(actor),
        _rounds(actor, Kind.PRODUCT),
        _rounds(actor, Kind.CHANGE),
        _crossings(actor),
    )


def _columns(
    kind: Kind,
    what: tuple[SQLColumnExpression[UUID], SQLColumnExpression[UUID]],
    since: SQLColumnExpression[datetime],
    title: SQLColumnExpression[str],
    category: SQLColumnExpression[UUID] = _NO_CATEGORY,
) -> Part:
    """Return a selection of the common columns; ``what`` are the thing's id and what is held."""
    return select(
        literal(kind.value, String(20)).label("kind"),
        literal(HELD[kind], String(20)).label("held"),
        what[0].label("id"),
        what[1].label("target_id"),
        since.label("since"),
        Vendor.id.label("vendor_id"),
        Vendor.name.label("vendor"),
        _SERVED.label("served_by"),
        title.label("title"),
        func.coalesce(Vendor.district_code, Vendor.region_code).label("place"),
        category.label("category_id"),
    )


def _or_reads(actor: Actor, clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return true() if actor.has(Role.AUDITOR) else clause


def governed(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``vendors.policy.can_decide``; the statement must join ``Vendor``."""
    if actor.has(Role.ADMIN):
        return _others(actor)
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.DINAS):
        for code in sorted(actor.region_codes):
            served = _SERVED
            ways += [served == code, served.startswith(f"{code}.", autoescape=True)]
    return and_(_others(actor), or_(*ways))


def _others(actor: Actor) -> ColumnElement[bool]:
    """Return the clause of businesses that are not the actor's own."""
    return Vendor.id.not_in(actor.vendor_ids) if actor.vendor_ids else true()


def _registrations(actor: Actor) -> Part:
    owned = exists().where(Grant.vendor_id == Vendor.id, Grant.role == Role.VENDOR)
    return _columns(Kind.REGISTRATION, (Vendor.id, Vendor.id), Vendor.joined_at, Vendor.name).where(
        Vendor.status == VendorStatus.DRAFT, owned, _or_reads(actor, governed(actor))
    )


def _claims(actor: Actor) -> Part:
    return (
        _columns(Kind.CLAIM, (VendorClaim.id, Vendor.id), VendorClaim.asked_at, Vendor.name)
        .select_from(VendorClaim)
        .join(Vendor, Vendor.id == VendorClaim.vendor_id)
        .where(VendorClaim.state == ClaimState.ASKED, _or_reads(actor, governed(actor)))
    )


def _applications(actor: Actor) -> Part:
    """Return who wants to join a gallery of the officer's, once for each business."""
    own = VendorApplication.gallery_id.in_(actor.curated_ids)
    scope = true() if actor.has(Role.ADMIN) else own
    asked = (
        select(VendorApplication.vendor_id, func.min(VendorApplication.asked_at).label("since"))
        .where(VendorApplication.state == ApplicationState.ASKED, _or_reads(actor, scope))
        .group_by(VendorApplication.vendor_id)
        .subquery()
    )
    return (
        _columns(Kind.APPLICATION, (Vendor.id, Vendor.id), asked.c.since, Vendor.name)
        .select_from(asked)
        .join(Vendor, Vendor.id == asked.c.vendor_id)
        .where(Vendor.status != VendorStatus.CLOSED, _others(actor))
    )


def _papers(actor: Actor) -> Part:
    since = func.coalesce(Document.sent_at, Document.created_at)
    return (
        _columns(Kind.PAPER, (Document.id, Document.id), since, DocumentType.label)
        .select_from(Document)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .where(Document.state == DocumentState.PENDING, _or_reads(actor, verifiable(actor)))
    )


def _reopened(actor: Actor) -> Part:
    row = DocumentReopening
    return (
        _columns(Kind.REOPENED, (row.id, row.id), row.since, DocumentType.label)
        .select_from(row)
        .join(Document, Document.id == row.document_id)
        .join(DocumentType, DocumentType.code == Document.type_code)
        .join(Vendor, Vendor.id == Document.vendor_id)
        .where(
            row.resolved_at.is_(None),
            Document.state != DocumentState.REPLACED,
            _or_reads(actor, verifiable(actor)),
        )
    )


def _rounds(actor: Actor, kind: Kind) -> Part:
    row = ReviewRound
    of_kind = row.change_id.is_(None) if kind is Kind.PRODUCT else row.change_id.is_not(None)
    return (
        _columns(kind, (row.id, row.product_id), row.sent_at, _NAME, Product.category_id)
        .select_from(row)
        .join(Product, Product.id == row.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, _in_indonesian())
        .where(row.outcome == Outcome.WAITING, of_kind, _or_reads(actor, in_charge(actor)))
    )


def _crossings(actor: Actor) -> Part:
    row = CrossListing
    own = true() if actor.has(Role.ADMIN) else row.answers_id.in_(actor.curated_ids)
    return (
        _columns(Kind.CROSSING, (row.id, row.id), row.asked_at, _NAME, Product.category_id)
        .select_from(row)
        .join(Product, Product.id == row.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, _in_indonesian())
        .where(row.state == CrossingState.ASKED, _or_reads(actor, and_(own, _others(actor))))
    )


def _in_indonesian() -> ColumnElement[bool]:
    return and_(ProductText.product_id == Product.id, ProductText.language == "id")
