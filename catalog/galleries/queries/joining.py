"""Reads of who belongs to which gallery, and who wants to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, true

from catalog.db.work import Work
from catalog.galleries.models import Gallery, GalleryVendor
from catalog.kernel.actor import Role
from catalog.taxonomy.queries import place_names
from catalog.vendors.models import Vendor, VendorApplication
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registering import ApplicationState


def galleries_asked(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    """Return the galleries that this vendor asks to be taken in by."""
    return frozenset(
        work.session.scalars(
            select(VendorApplication.gallery_id).where(
                VendorApplication.vendor_id == vendor_id,
                VendorApplication.state == ApplicationState.ASKED,
            )
        )
    )


def homes_of(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    """Return the galleries that have taken this vendor in."""
    return frozenset(
        work.session.scalars(
            select(GalleryVendor.gallery_id).where(GalleryVendor.vendor_id == vendor_id)
        )
    )


@dataclass(frozen=True, slots=True)
class Applicant:
    """A vendor that wants to be taken in; ``agreed`` are the keys of the rules it agreed to."""

    vendor_id: UUID
    name: str
    place: str
    gallery_id: UUID
    gallery: str
    asked_at: datetime
    agreed: tuple[str, ...]


def applicants(work: Work) -> list[Applicant]:
    """Return who waits to be taken in by a gallery of the actor's, oldest first."""
    actor = work.actor
    scope = true() if actor.has(Role.ADMIN) else VendorApplication.gallery_id.in_(actor.curated_ids)
    places = place_names(work.session)
    rows = work.session.execute(
        select(VendorApplication, Vendor, Gallery.name.label("gallery"))
        .join(Vendor, Vendor.id == VendorApplication.vendor_id)
        .join(Gallery, Gallery.id == VendorApplication.gallery_id)
        .where(
            VendorApplication.state == ApplicationState.ASKED,
            Vendor.status != VendorStatus.CLOSED,
            Vendor.id.not_in(actor.vendor_ids),
            scope,
        )
        .order_by(VendorApplication.asked_at, Vendor.id, Gallery.position, Gallery.id)
    )
    return [
        Applicant(
            row.Vendor.id,
            row.Vendor.name,
            places.get(row.Vendor.district_code or row.Vendor.region_code, ""),
            row.VendorApplication.gallery_id,
            row.gallery,
            row.VendorApplication.asked_at,
            tuple(row.VendorApplication.answers.get("agreed", ())),
        )
        for row in rows
    ]
