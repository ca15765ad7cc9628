"""Keeping the private contact of a vendor, sealed."""

from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.search.outbox import mark_ids
from catalog.vendors.models import VendorContact
from catalog.vendors.queries.contacts import KEYS, bound, find_known, fingerprints
from catalog.vendors.rules.numbers import masked_name
from catalog.vendors.rules.registering import KNOWN

_END = 4  # digits of a NIK that stay readable


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What shall be kept; None leaves a value as it is, '' removes it.

    Numbers come as ``catalog.vendors.rules.numbers`` reads them.
    """

    owner_name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    nik: str | None = None
    nib: str | None = None
    npwp: str | None = None


def keep_contact(work: Work, vendor_id: UUID, draft: ContactDraft) -> list[str]:
    """Seal what was given; return the names of the fields that it gave, for the audit trail.

    Raises RuleBroken at the number's field when another vendor has that NIB, NIK or phone.
    """
    given = {
        field.name: value
        for field in fields(draft)
        if (value := getattr(draft, field.name)) is not None
    }
    numbers = {kind: given[kind] for kind in KEYS if given.get(kind)}
    known = find_known(work, besides=vendor_id, **numbers)
    if known is not None:
        raise RuleBroken(KNOWN, field=known.by, name=masked_name(known.name))
    row = work.session.get(VendorContact, vendor_id)
    if row is None:
        row = VendorContact(vendor_id=vendor_id)
        work.session.add(row)
    prints = fingerprints(work, **numbers)
    if "npwp" in given:  # on no page, but readiness for export follows from whether there is one
        mark_ids(work.session, "vendor", [vendor_id])
    for column, value in given.items():
        sealed = work.vault.seal(value, bound_to=bound(column, vendor_id)) if value else None
        setattr(row, column, sealed)
        if column in KEYS:
            setattr(row, f"{column}_hash", prints.get(column))
    if "nik" in given:
        row.nik_last4 = given["nik"][-_END:]
    try:
        work.session.flush()
    except IntegrityError as error:  # somebody was faster by a moment
        raise RuleBroken(KNOWN, field=next(iter(numbers), None), name="•••") from error
    return sorted(given)
