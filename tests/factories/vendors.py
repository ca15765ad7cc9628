"""Vendors for tests."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.vendors.models import Vendor, VendorText
from catalog.vendors.services import ContactDraft, keep_contact
from tests.factories.people import VAULT
from tests.factories.places import PLERED, TRUSMI, a_region

_numbers = count(1)
JOINED = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def a_vendor(session: Session, *, story: dict[str, str] | None = None, **values: Any) -> Vendor:
    """Store an active vendor in Trusmi Kulon; ``story`` holds a text per language."""
    number = next(_numbers)
    values.setdefault("region_code", TRUSMI)
    values.setdefault("district_code", PLERED)
    for code in (values["region_code"], values["district_code"]):
        if code:
            a_region(session, code)
    vendor = Vendor(
        **{
            "slug": f"batik-rara-sekar-{number}",
            "name": f"Batik Rara Sekar {number}",
            "joined_at": JOINED,
            "updated_at": JOINED,
            **values,
        }
    )
    vendor.texts = [
        VendorText(language=language, story=text) for language, text in (story or {}).items()
    ]
    session.add(vendor)
    session.flush()
    return vendor


def a_contact(session: Session, vendor: Vendor, **values: str) -> None:
    """Seal the contact of a vendor: ``owner_name``, ``phone``, ``nik``, ``nib`` and so on."""
    work = Work(session=session, now=JOINED, vault=VAULT)
    keep_contact(work, vendor.id, ContactDraft(**values))
