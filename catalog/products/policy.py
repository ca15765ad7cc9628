"""Who may see a product; pure functions over actor and facts."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role
from catalog.products.rules.status import Status
from catalog.vendors.rules import VendorStatus


def is_public(status: Status, vendor_status: VendorStatus, *, is_withdrawn: bool) -> bool:
    """Published products of active vendors are public, unless an incident keeps them out."""
    return status is Status.PUBLISHED and vendor_status is VendorStatus.ACTIVE and not is_withdrawn


def can_see(
    actor: Actor,
    *,
    vendor_id: UUID,
    status: Status,
    vendor_status: VendorStatus,
    is_withdrawn: bool,
    gallery_ids: frozenset[UUID] = frozenset(),
) -> bool:
    """What is public is seen by everyone; the rest by its owner and by staff."""
    if is_public(status, vendor_status, is_withdrawn=is_withdrawn):
        return True
    return can_preview(actor, vendor_id=vendor_id, gallery_ids=gallery_ids)


def can_preview(
    actor: Actor, *, vendor_id: UUID, gallery_ids: frozenset[UUID] = frozenset()
) -> bool:
    """Return whether the actor sees what the public does not.

    Members of the vendor do, administrators, and the curators of the galleries ``gallery_ids``
    that have taken it in or are asked to; what other galleries' makers draft is not theirs.
    """
    if vendor_id in actor.vendor_ids or actor.has(Role.ADMIN):
        return True
    return actor.has(Role.CURATOR) and not gallery_ids.isdisjoint(actor.curated_ids)


def can_decide(
    actor: Actor, *, vendor_id: UUID, region_code: str, gallery_ids: frozenset[UUID]
) -> bool:
    """Return whether the actor decides on what this vendor has sent.

    Its office does (``region_code`` is the place that serves it), and the curators of the galleries
    ``gallery_ids`` that have taken it in or are asked to. Nobody decides on their own business.
    """
    if vendor_id in actor.vendor_ids:
        return False
    if actor.has(Role.ADMIN):
        return True
    if actor.has(Role.CURATOR) and not gallery_ids.isdisjoint(actor.curated_ids):
        return True
    return actor.has(Role.DINAS) and any(
        region_code == code or region_code.startswith(f"{code}.") for code in actor.region_codes
    )
