"""Claims: what a person is being shown, and who asks for a record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.vendors.models import Vendor, VendorClaim
from catalog.vendors.rules.registering import ClaimState

SHOWN_FOR = timedelta(days=7)  # after that a new code is needed


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who asks for a record."""

    person_id: UUID
    name: str
    asked_at: datetime


def find_shown(work: Work, vendor_id: UUID) -> Vendor | None:
    """Return the vendor whose code the actor has typed and not yet answered, or None."""
    statement = (
        select(Vendor)
        .join(VendorClaim, VendorClaim.vendor_id == Vendor.id)
        .where(
            Vendor.id == vendor_id,
            VendorClaim.person_id == work.actor.user_id,
            VendorClaim.state == ClaimState.SHOWN,
            VendorClaim.asked_at > work.now - SHOWN_FOR,
        )
    )
    return work.session.scalar(statement)


def list_shown(work: Work) -> list[Vendor]:
    """Return what the actor has been shown and has not yet answered."""
    statement = (
        select(Vendor)
        .join(VendorClaim, VendorClaim.vendor_id == Vendor.id)
        .where(
            VendorClaim.person_id == work.actor.user_id,
            VendorClaim.state == ClaimState.SHOWN,
            VendorClaim.asked_at > work.now - SHOWN_FOR,
        )
        .order_by(Vendor.name, Vendor.id)
    )
    return list(work.session.scalars(statement))


def list_asked(work: Work, vendor_id: UUID) -> list[Asked]:
    """Return who asks the office for this record, oldest first."""
    rows = work.session.execute(
        select(VendorClaim.person_id, VendorClaim.asked_at)
        .where(VendorClaim.vendor_id == vendor_id, VendorClaim.state == ClaimState.ASKED)
        .order_by(VendorClaim.asked_at, VendorClaim.id)
    ).all()
    known = names(work, [row.person_id for row in rows])
    return [Asked(row.person_id, known.get(row.person_id, ""), row.asked_at) for row in rows]
