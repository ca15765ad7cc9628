"""Who may change export rules, and who confirms what only officers can; pure functions."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role
from catalog.products.policy import can_decide

EDITORS = (Role.DINAS,)  # and administrators
READERS = (Role.CURATOR, Role.DINAS, Role.AUDITOR)


def can_edit_rules(actor: Actor) -> bool:
    """Return whether the actor drafts rules and puts them in force."""
    return actor.has(Role.ADMIN, *EDITORS)


def can_confirm(
    actor: Actor, *, vendor_id: UUID, region_code: str, gallery_ids: frozenset[UUID]
) -> bool:
    """Return whether the actor says that something of this vendor was seen; never of their own."""
    return can_decide(actor, vendor_id=vendor_id, region_code=region_code, gallery_ids=gallery_ids)
