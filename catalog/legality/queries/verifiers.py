"""Which papers an officer decides about: the policy with its facts, and its SQL twin.

Galleries stand beside this feature, so their tables are named, not imported.
"""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    Uuid,
    and_,
    column,
    false,
    func,
    or_,
    select,
    table,
    true,
    union,
)

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.legality import policy
from catalog.legality.models import Document, DocumentType
from catalog.taxonomy.queries import place_names
from catalog.vendors.models import Vendor, VendorApplication
from catalog.vendors.rules.registering import ApplicationState

_GALLERY = table("gallery", column("id", Uuid), column("name", String))
_MEMBER = table("gallery_vendor", column("gallery_id", Uuid), column("vendor_id", Uuid))
_ASKED = VendorApplication.state == ApplicationState.ASKED


def may_verify(work: Work, document: Document) -> bool:
    """Return whether the actor may decide about this paper."""
    vendor = document.vendor
    return policy.can_verify(
        work.actor,
        vendor_id=vendor.id,
        region_code=vendor.served_by,
        gallery_ids=_galleries_of(work, vendor.id),
        is_personal=document.type.is_personal,
    )


def _galleries_of(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    if not work.actor.curated_ids:
        return frozenset()  # nobody asks
    within = select(_MEMBER.c.gallery_id).where(_MEMBER.c.vendor_id == vendor_id)
    asked = select(VendorApplication.gallery_id).where(
        VendorApplication.vendor_id == vendor_id, _ASKED
    )
    return frozenset(work.session.scalars(union(within, asked)))


def verifier_name(work: Work, document: Document) -> str:
    """Return the office or gallery that answers for it, as the public reads it; never a person."""
    actor, served = work.actor, f"{document.vendor.served_by}."
    if actor.has(Role.ADMIN):
        return "Pengelola"
    codes = [code for code in actor.region_codes if served.startswith(f"{code}.")]
    if actor.has(Role.DINAS) and (codes or not actor.curated_ids):
        place = place_names(work.session).get(max(codes, key=len, default=""), "")
        return f"Dinas {place}".strip()
    shared = _galleries_of(work, document.vendor_id) & actor.curated_ids
    statement = select(_GALLERY.c.name).where(_GALLERY.c.id.in_(shared)).order_by(_GALLERY.c.name)
    return f"Kurator {work.session.scalars(statement).first() or ''}".strip()


def verifiable(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can_verify``; joins Vendor and DocumentType."""
    others = Vendor.id.not_in(actor.vendor_ids) if actor.vendor_ids else true()
    if actor.has(Role.ADMIN):
        return others
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.DINAS):
        served = func.coalesce(Vendor.office_code, Vendor.region_code)
        for code in sorted(actor.region_codes):
            ways += [served == code, served.startswith(f"{code}.", autoescape=True)]
    if actor.has(Role.CURATOR) and actor.curated_ids:
        ways.append(and_(DocumentType.is_personal.is_(False), _looked_after(actor)))
    return and_(others, or_(*ways))


def _looked_after(actor: Actor) -> ColumnElement[bool]:
    taken_in = select(_MEMBER.c.vendor_id).where(_MEMBER.c.gallery_id.in_(actor.curated_ids))
    asking = select(VendorApplication.vendor_id).where(
        VendorApplication.gallery_id.in_(actor.curated_ids), _ASKED
    )
    return or_(Vendor.id.in_(taken_in), Vendor.id.in_(asking))
