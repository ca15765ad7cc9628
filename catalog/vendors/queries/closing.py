"""Whether an owner has closed the window; read by table, which a higher layer fills."""

from uuid import UUID

from sqlalchemy import String, Uuid, column, exists, select, table

from catalog.db.work import Work
from catalog.vendors.models import Vendor

_CLOSING = table("vendor_closing", column("vendor_id", Uuid), column("state", String))


def lock_vendor(work: Work, vendor_id: UUID) -> None:
    """Let no other transaction move this vendor until this one ends."""
    work.session.execute(select(Vendor.id).where(Vendor.id == vendor_id).with_for_update())


def is_held_closed(work: Work, vendor_id: UUID) -> bool:
    """Return whether the owner has withdrawn the consent, or wants everything deleted.

    Locks the vendor, so that the answer is still true when something is done with it.
    """
    lock_vendor(work, vendor_id)
    is_open = exists().where(_CLOSING.c.vendor_id == vendor_id, _CLOSING.c.state == "open")
    return bool(work.session.scalar(select(is_open)))
