"""Taking vendors into a gallery, or saying why not."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import update

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.galleries.models import Gallery, GalleryVendor
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.vendors.models import Vendor, VendorApplication
from catalog.vendors.rules.registering import ApplicationState

MAX_ANSWER = 600
NO_ANSWER = N_("Write why not, so that the maker knows what to do.")
ANSWERED = N_("Somebody has answered this meanwhile. Look at it again.")


def may_answer(actor: Actor, *, vendor_id: UUID, gallery_id: UUID) -> bool:
    """Return whether the actor decides for this gallery, and not about their own business."""
    if vendor_id in actor.vendor_ids:
        return False
    return actor.has(Role.ADMIN) or (actor.has(Role.CURATOR) and gallery_id in actor.curated_ids)


def answer(work: Work, vendor_id: UUID, gallery_id: UUID, words: str, *, is_accepted: bool) -> None:
    """Take a vendor in, or say why not; RuleBroken when somebody was faster."""
    if not may_answer(work.actor, vendor_id=vendor_id, gallery_id=gallery_id):
        raise NotFound("application")
    vendor, gallery = work.session.get(Vendor, vendor_id), work.session.get(Gallery, gallery_id)
    if vendor is None or gallery is None:
        raise NotFound("application")
    if not is_accepted and not words:
        raise RuleBroken(NO_ANSWER, field="answer")
    state = ApplicationState.ACCEPTED if is_accepted else ApplicationState.REFUSED
    hit = work.session.execute(
        update(VendorApplication)
        .where(
            VendorApplication.vendor_id == vendor_id,
            VendorApplication.gallery_id == gallery_id,
            VendorApplication.state == ApplicationState.ASKED,
        )
        .values(
            state=state,
            answer=words[:MAX_ANSWER],
            answered_by=work.actor.user_id,
            answered_at=work.now,
        )
        .execution_options(synchronize_session="fetch")
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(ANSWERED)
    if is_accepted and work.session.get(GalleryVendor, (gallery_id, vendor_id)) is None:
        since = wib_date(work.now)
        work.session.add(GalleryVendor(gallery_id=gallery_id, vendor_id=vendor_id, since_on=since))
    record(
        work,
        "galleries.answer_application",
        target=("vendor", vendor_id),
        after={"gallery": gallery.slug, "state": state},
        vendor_id=vendor_id,
    )
    _tell(work, vendor, gallery, is_accepted=is_accepted, words=words)
    work.session.flush()


def _tell(work: Work, vendor: Vendor, gallery: Gallery, *, is_accepted: bool, words: str) -> None:
    people: Iterable[UUID] = set(member_ids(work, vendor.id)) - {work.actor.user_id}
    if is_accepted:
        title, text = N_("A gallery has taken you in"), N_("%(gallery)s has taken you in.")
    else:
        title = N_("A gallery has answered")
        text = N_("%(gallery)s cannot take you in now: %(words)s")
    notify(work, people, Notice(
        kind="galleries.answered", title=title, text=text,
        values={"gallery": gallery.name, "words": words[:MAX_ANSWER]},
        url=f"/usaha/{vendor.id}", next_step=N_("Open your business"), key=gallery.slug,
    ))  # fmt: skip
