"""Who may say that a paper is genuine; pure functions."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role

VERIFIERS = (Role.DINAS,)  # and administrators


def can_verify(actor: Actor, *, vendor_id: UUID, region_code: str) -> bool:
    """Return whether the actor may decide about a paper of this vendor.

    ``region_code`` is the place whose office serves it. Nobody decides about the papers of a
    business that they belong to.
    """
    if vendor_id in actor.vendor_ids or actor.is_anonymous:
        return False
    if actor.has(Role.ADMIN):
        return True
    return actor.has(Role.DINAS) and any(
        region_code == code or region_code.startswith(f"{code}.") for code in actor.region_codes
    )
