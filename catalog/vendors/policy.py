"""Who may see a vendor's window; pure functions over actor and facts."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role
from catalog.vendors.rules import VendorStatus


def can_see(actor: Actor, *, vendor_id: UUID, status: VendorStatus) -> bool:
    """Active vendors are public; others are for their members and staff."""
    return status is VendorStatus.ACTIVE or can_preview(actor, vendor_id=vendor_id)


def can_preview(actor: Actor, *, vendor_id: UUID) -> bool:
    """Members, curators and administrators see a window that is not open."""
    return vendor_id in actor.vendor_ids or actor.has(Role.CURATOR, Role.ADMIN)
