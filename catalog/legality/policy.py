"""Who may say that a paper is genuine; pure functions."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role

VERIFIERS = (Role.DINAS, Role.CURATOR)  # and administrators


def can_verify(
    actor: Actor,
    *,
    vendor_id: UUID,
    region_code: str,
    gallery_ids: frozenset[UUID],
    is_personal: bool,
) -> bool:
    """Return whether the actor may decide about a paper of this vendor.

    The office of ``region_code``, the place that serves it, may; so may the curators of
    ``gallery_ids``, which have taken the vendor in or are asked to, except where the paper tells of
    a person (identity card, tax number). Nobody decides about the papers of their own business.
    """
    if vendor_id in actor.vendor_ids or actor.is_anonymous:
        return False
    if actor.has(Role.ADMIN):
        return True
    is_theirs = not gallery_ids.isdisjoint(actor.curated_ids)
    if actor.has(Role.CURATOR) and is_theirs and not is_personal:
        return True
    return actor.has(Role.DINAS) and any(
        region_code == code or region_code.startswith(f"{code}.") for code in actor.region_codes
    )
