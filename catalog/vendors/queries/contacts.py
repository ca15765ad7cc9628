"""The sealed contact of a vendor, and finding a vendor again by its numbers."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from catalog.db.work import Work
from catalog.vendors.models import Vendor, VendorContact

SEALED = ("owner_name", "phone", "email", "address", "nik", "nib", "npwp")
# Which of them let no second record be, and the purpose of their fingerprints.
KEYS = ("nib", "nik", "phone")
CONTACT_FIELDS = ("owner_name", "phone", "email", "address")  # what the vendor changes itself


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a vendor, and its numbers; of the NIK only its end. Empty where unknown."""

    owner_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    nib: str = ""
    npwp: str = ""
    nik_last4: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A vendor that already has one of the numbers; ``by`` says which."""

    vendor_id: UUID
    name: str
    served_by: str
    by: str


def bound(column: str, vendor_id: UUID) -> str:
    """Return what a sealed value of this vendor is bound to."""
    return f"vendor_contact.{column}:{vendor_id}"


def contact(work: Work, vendor_id: UUID) -> Contact:
    """Return the opened contact of a vendor; the caller has asked whether the actor may see it."""
    row = work.session.get(VendorContact, vendor_id)
    if row is None:
        return Contact()
    return Contact(
        **{
            column: work.vault.open_text(getattr(row, column), bound_to=bound(column, vendor_id))
            for column in SEALED
            if column != "nik"
        },
        nik_last4=row.nik_last4,
    )


def contact_mark(known: Contact, work: Work) -> str:
    """Return a mark that differs when the contact does; nobody can guess a number from it."""
    text = json.dumps([getattr(known, name) for name in CONTACT_FIELDS])
    return work.vault.fingerprint(text, purpose="contact mark")[:16]


def nik(work: Work, vendor_id: UUID) -> str:
    """Return the whole NIK of the owner, for checks; pages show ``Contact.nik_last4``."""
    row = work.session.get(VendorContact, vendor_id)
    return work.vault.open_text(row.nik, bound_to=bound("nik", vendor_id)) if row else ""


def fingerprints(work: Work, **numbers: str) -> dict[str, str]:
    """Return the fingerprint of each number that is given, by its kind (one of ``KEYS``)."""
    return {
        kind: work.vault.fingerprint(number, purpose=kind)
        for kind, number in numbers.items()
        if number and kind in KEYS
    }


def find_known(work: Work, *, besides: UUID | None = None, **numbers: str) -> Known | None:
    """Return a vendor that has this NIB, NIK or phone, the surest kind first, or None."""
    found = list_known(work, besides=besides, **numbers)
    return found[0] if found else None


def list_known(work: Work, *, besides: UUID | None = None, **numbers: str) -> list[Known]:
    """Return every vendor that has one of these numbers, the surest kind first."""
    prints = fingerprints(work, **numbers)
    if not prints:
        return []
    columns = {kind: getattr(VendorContact, f"{kind}_hash") for kind in prints}
    rows = work.session.execute(
        select(Vendor, VendorContact)
        .join(VendorContact, VendorContact.vendor_id == Vendor.id)
        .where(or_(*(columns[kind] == digest for kind, digest in prints.items())))
        .where(Vendor.id != besides if besides else Vendor.id.is_not(None))
        .order_by(Vendor.joined_at, Vendor.id)
    ).all()
    return [
        Known(row.Vendor.id, row.Vendor.name, row.Vendor.served_by, kind)
        for kind in KEYS
        if kind in prints
        for row in rows
        if getattr(row.VendorContact, f"{kind}_hash") == prints[kind]
    ]
