"""Who may work on a showcase, and who may read what is not public yet; pure."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role


def can_edit(actor: Actor, *, gallery_id: UUID) -> bool:
    """Curators build the showcases of their own gallery; administrators build all."""
    return actor.has(Role.ADMIN) or (actor.has(Role.CURATOR) and gallery_id in actor.curated_ids)


def can_read_draft(actor: Actor, *, gallery_id: UUID, region_code: str) -> bool:
    """Besides those who build it: auditors, and the office of the gallery's place."""
    if can_edit(actor, gallery_id=gallery_id) or actor.has(Role.AUDITOR):
        return True
    return actor.has(Role.DINAS) and any(
        region_code == code or region_code.startswith(f"{code}.") for code in actor.region_codes
    )
