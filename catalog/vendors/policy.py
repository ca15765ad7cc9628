"""Who may see a vendor's window and who may work for a vendor; pure functions."""

from enum import StrEnum
from uuid import UUID

from catalog.kernel.actor import Actor, Role
from catalog.vendors.rules import VendorStatus


class Ability(StrEnum):
    """What someone may do in a vendor's own rooms."""

    SEE = "see"  # read what the vendor reads, personal papers apart
    EDIT = "edit"  # write drafts, photographs, texts
    SUBMIT = "submit"  # send to the curators, publish small changes, import, pause
    PAPERS = "papers"  # read and change legality papers and their files
    OWN = "own"  # team, consent, claims, deletion


_OF_HELPERS = frozenset({Ability.SEE, Ability.EDIT})
_OF_STAFF = _OF_HELPERS | {Ability.SUBMIT, Ability.PAPERS}
# An office or an assistant does the vendor's work, never what only its owner may decide.
_ON_BEHALF = _OF_STAFF


def can_see(
    actor: Actor,
    *,
    vendor_id: UUID,
    status: VendorStatus,
    gallery_ids: frozenset[UUID] = frozenset(),
) -> bool:
    """Active vendors are public; others are for their members and staff."""
    if status is VendorStatus.ACTIVE:
        return True
    return can_preview(actor, vendor_id=vendor_id, gallery_ids=gallery_ids)


def can_preview(
    actor: Actor, *, vendor_id: UUID, gallery_ids: frozenset[UUID] = frozenset()
) -> bool:
    """Return whether the actor sees a window that is not open.

    Members do, assistants, administrators, and the curators of the galleries ``gallery_ids`` that
    have taken the vendor in or are asked to.
    """
    if vendor_id in actor.vendor_ids or vendor_id in actor.assisted_ids:
        return True
    if actor.has(Role.ADMIN):
        return True
    return actor.has(Role.CURATOR) and not gallery_ids.isdisjoint(actor.curated_ids)


def can(actor: Actor, ability: Ability, *, vendor_id: UUID, region_code: str) -> bool:
    """Return whether the actor may do this in the rooms of this vendor.

    ``region_code`` is where the vendor works; an office holds the code of its city or regency.
    """
    if actor.has(Role.ADMIN) or vendor_id in actor.owned_ids:
        return True
    if vendor_id in actor.staffed_ids and ability in _OF_STAFF:
        return True
    if vendor_id in actor.vendor_ids and ability in _OF_HELPERS:
        return True
    if _serves(actor, region_code) or _assists(actor, vendor_id):
        return ability in _ON_BEHALF
    return ability is Ability.SEE and actor.has(Role.AUDITOR)


def can_decide(actor: Actor, *, region_code: str, vendor_id: UUID | None = None) -> bool:
    """Return whether the actor opens and closes vendors of this place and hands out claim codes.

    Nobody does so for their own business.
    """
    if vendor_id is not None and vendor_id in actor.vendor_ids:
        return False
    return actor.has(Role.ADMIN) or _serves(actor, region_code)


def is_on_behalf(actor: Actor, *, vendor_id: UUID) -> bool:
    """Return whether someone who is no member works here: the owner is told and confirms."""
    return not actor.is_anonymous and vendor_id not in actor.vendor_ids


def _serves(actor: Actor, region_code: str) -> bool:
    return actor.has(Role.DINAS) and any(
        region_code == code or region_code.startswith(f"{code}.") for code in actor.region_codes
    )


def _assists(actor: Actor, vendor_id: UUID) -> bool:
    return actor.has(Role.ASSISTANT) and vendor_id in actor.assisted_ids
