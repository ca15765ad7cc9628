"""Who has files made and who takes them; showcases and vendors have policies of their own."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role


def can_label(actor: Actor, *, gallery_id: UUID) -> bool:
    """Those who work in a gallery label its shelves; administrators all."""
    if actor.has(Role.ADMIN):
        return True
    return actor.has(Role.CURATOR, Role.COUNTER) and gallery_id in actor.gallery_ids
