"""What offices and assistants do for a vendor, kept until its owner confirms it."""

from uuid import UUID

from catalog.accounts.queries import member_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.vendors import policy
from catalog.vendors.models import OnBehalf, Vendor


def note_on_behalf(work: Work, vendor: Vendor | UUID, what: str, url: str = "") -> None:
    """Keep that somebody who is no member changed this, and tell the owner; for members nothing.

    ``what`` is a msgid that says it in a sentence without names or numbers, ``url`` where the
    change can be seen. Call it after any change in a vendor's rooms.
    """
    vendor_id = vendor if isinstance(vendor, UUID) else vendor.id
    if work.actor.user_id is None or not policy.is_on_behalf(work.actor, vendor_id=vendor_id):
        return
    work.session.add(
        OnBehalf(
            vendor_id=vendor_id,
            person_id=work.actor.user_id,
            what=what,
            url=url,
            happened_at=work.now,
        )
    )
    owners = member_ids(work, vendor_id, Role.VENDOR)
    notify(
        work,
        [owner for owner in owners if owner != work.actor.user_id],
        Notice(
            kind="vendors.on_behalf",
            title=N_("An officer has worked for you"),
            text=what,
            url=url or f"/usaha/{vendor_id}",
            next_step=N_("See what was changed"),
        ),
    )
