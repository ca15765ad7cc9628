"""What a vendor changes in its own rooms: story, pictures, exhibitions, pause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.media.models import Image
from catalog.vendors import policy
from catalog.vendors.models import Exhibition, Vendor, VendorPhoto, VendorText
from catalog.vendors.queries.contacts import CONTACT_FIELDS, Contact, contact, contact_mark
from catalog.vendors.queries.rooms import exhibitions_of, story_of
from catalog.vendors.rules.registering import KNOWN
from catalog.vendors.rules.rooms import (
    CHANGED_MEANWHILE,
    MAX_EXHIBITIONS,
    MAX_PHOTOS,
    Story,
    check_pause,
    check_story,
    mark_of,
)
from catalog.vendors.rules.window import TextState
from catalog.vendors.services.contacts import ContactDraft, keep_contact
from catalog.vendors.services.governing import OFFICE, learn
from catalog.vendors.services.on_behalf import note_on_behalf
from catalog.vendors.services.registering import DAY, KNOWN_A_DAY
from catalog.web.limits import check, count_refused

LANGUAGES = ("id", "en")
OWN_WORD = "vendor"  # where a fact comes from that the vendor gave itself


def lock(work: Work, vendor: Vendor) -> None:
    """Let nobody else change this vendor until the end of the transaction."""
    work.session.execute(select(Vendor.id).where(Vendor.id == vendor.id).with_for_update())
    work.session.refresh(vendor)


def tell_story(work: Work, vendor: Vendor, story: Story, *, seen: str) -> None:
    """Store what the vendor tells of itself; ``seen`` is the mark that the writer began from.

    Raises RuleBroken when somebody else has saved meanwhile.
    """
    check_story(story, wib_date(work.now))
    lock(work, vendor)
    before = story_of(work, vendor)
    if before.mark == story.mark:
        return
    if before.mark != seen:
        raise RuleBroken(CHANGED_MEANWHILE)
    for language in LANGUAGES:
        _write(work, vendor, language, story)
    vendor.capacity = LocalText.of(dict(story.capacity))
    vendor.since_year = story.since_year
    vendor.worker_count = story.worker_count
    vendor.response_hours = story.response_hours
    _touched(work, vendor, N_("The profile was changed."), "profil")
    changed = [
        name
        for name in ("tagline", "story", "capacity", "since_year", "worker_count", "response_hours")
        if getattr(before, name) != getattr(story, name)
    ]
    for name in ("since_year", "worker_count"):
        if name in changed:
            learn(work, vendor.id, name, source=OWN_WORD)
    record(work, "vendors.profile", target=("vendor", vendor.id), after={"fields": changed})


def _write(work: Work, vendor: Vendor, language: str, story: Story) -> None:
    row = work.session.get(VendorText, (vendor.id, language))
    tagline, text = story.tagline.get(language, ""), story.story.get(language, "")
    if row is None:
        if tagline or text:
            work.session.add(
                VendorText(vendor_id=vendor.id, language=language, tagline=tagline, story=text)
            )
    elif (row.tagline, row.story) != (tagline, text):
        row.tagline, row.story, row.state = tagline, text, TextState.HUMAN


def keep_own_contact(work: Work, vendor: Vendor, draft: ContactDraft, *, seen: str) -> None:
    """Keep how the vendor is reached, as it says itself; ``seen`` is the mark it began from.

    Raises RuleBroken at a number that is taken, and when somebody else has saved meanwhile.
    """
    lock(work, vendor)
    before = contact(work, vendor.id)
    if all((getattr(draft, name) or "") == getattr(before, name) for name in CONTACT_FIELDS):
        return
    if contact_mark(before, work) != seen:
        raise RuleBroken(CHANGED_MEANWHILE)
    _keep_counted(work, vendor, draft, before)
    after = contact(work, vendor.id)
    changed = [name for name in CONTACT_FIELDS if getattr(before, name) != getattr(after, name)]
    source = OFFICE if policy.is_on_behalf(work.actor, vendor_id=vendor.id) else OWN_WORD
    for name in changed:  # so that an older list does not write over it
        learn(work, vendor.id, name, source=source)
    if changed:
        _touched(work, vendor, N_("The contact was changed."), "profil/kontak")
        record(work, "vendors.contact", target=("vendor", vendor.id), after={"fields": changed})


def _keep_counted(work: Work, vendor: Vendor, draft: ContactDraft, before: Contact) -> None:
    """Keep a contact; numbers are not tried out here: what is taken counts, also when refused."""
    bucket = f"known:{work.actor.user_id}"
    if draft.phone and draft.phone != before.phone:
        check(work, bucket, per=DAY, most=KNOWN_A_DAY)
    try:
        keep_contact(work, vendor.id, draft)
    except RuleBroken as error:
        if error.message == KNOWN:
            count_refused(work, bucket, per=DAY)
        raise


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibition that the vendor took part in."""

    name: str
    place: str
    year: int


def list_exhibitions(work: Work, vendor: Vendor, shown: Sequence[Shown], *, seen: str) -> None:
    """Replace the list of exhibitions."""
    if len(shown) > MAX_EXHIBITIONS:
        raise RuleBroken(N_("List at most 30 exhibitions."))
    lock(work, vendor)
    before = exhibitions_of(work, vendor.id)
    wanted = [(entry.name, entry.place, entry.year) for entry in shown]
    if mark_of({"rows": before}) != seen:
        raise RuleBroken(CHANGED_MEANWHILE)
    if sorted(before) == sorted(wanted):
        return
    for row in list(vendor.exhibitions):
        work.session.delete(row)
    work.session.flush()
    work.session.add_all(
        Exhibition(vendor_id=vendor.id, name=name, place=place, year=year)
        for name, place, year in wanted
    )
    _touched(work, vendor, N_("The list of exhibitions was changed."), "profil/pameran")
    record(
        work,
        "vendors.exhibitions",
        target=("vendor", vendor.id),
        before={"count": len(before)},
        after={"count": len(wanted)},
    )
    work.session.expire(vendor, ["exhibitions"])


def add_photo(work: Work, vendor: Vendor, image: Image) -> VendorPhoto | None:
    """Add a picture of the workshop; the first becomes the cover. A repeated one adds nothing."""
    lock(work, vendor)
    photos = _photos(work, vendor)
    if any(photo.image_id == image.id for photo in photos):
        return None
    if len(photos) >= MAX_PHOTOS:
        raise RuleBroken(N_("A profile shows at most 8 photos. Remove one first."))
    photo = VendorPhoto(
        vendor_id=vendor.id, image_id=image.id, position=len(photos), caption=LocalText()
    )
    work.session.add(photo)
    if vendor.cover_id is None:
        vendor.cover_id = image.id
    _touched(work, vendor, N_("Photos of the profile were changed."), "profil/foto")
    record(
        work, "vendors.photo_added", target=("vendor", vendor.id), after={"image": str(image.id)}
    )
    work.session.flush()
    return photo


def caption_photo(work: Work, vendor: Vendor, photo_id: UUID, caption: LocalText) -> None:
    """Say what a picture shows."""
    photo = _photo(work, vendor, photo_id)
    photo.caption = caption
    _touched(work, vendor, N_("Photos of the profile were changed."), "profil/foto")
    record(work, "vendors.photo_caption", target=("vendor", vendor.id))


def choose_cover(work: Work, vendor: Vendor, photo_id: UUID) -> None:
    """Let this picture head the vendor's page."""
    vendor.cover_id = _photo(work, vendor, photo_id).image_id
    _touched(work, vendor, N_("Photos of the profile were changed."), "profil/foto")
    record(work, "vendors.cover", target=("vendor", vendor.id))


def move_photo(work: Work, vendor: Vendor, photo_id: UUID, to: int) -> None:
    """Give a picture another place, from 0."""
    photo = _photo(work, vendor, photo_id)
    photos = _photos(work, vendor)
    photos.remove(photo)
    photos.insert(min(max(to, 0), len(photos)), photo)
    _place(work, photos)
    _touched(work, vendor, N_("Photos of the profile were changed."), "profil/foto")
    record(work, "vendors.photo_order", target=("vendor", vendor.id))


def remove_photo(work: Work, vendor: Vendor, photo_id: UUID) -> None:
    """Take a picture off; when it was the cover, the next one heads the page."""
    photo = _photo(work, vendor, photo_id)
    image_id = photo.image_id
    work.session.delete(photo)
    work.session.flush()
    left = _photos(work, vendor)
    _place(work, left)
    if vendor.cover_id == image_id:
        vendor.cover_id = left[0].image_id if left else None
    _touched(work, vendor, N_("Photos of the profile were changed."), "profil/foto")
    record(work, "vendors.photo_removed", target=("vendor", vendor.id))


def pause(
    work: Work, vendor: Vendor, *, from_on: date, until_on: date | None, note: LocalText
) -> None:
    """Mark the window as on holiday; it opens by itself after the last day."""
    check_pause(from_on, until_on, wib_date(work.now))
    lock(work, vendor)
    before = {"from": str(vendor.paused_from_on or ""), "until": str(vendor.paused_until_on or "")}
    vendor.paused_from_on, vendor.paused_until_on, vendor.pause_note = from_on, until_on, note
    _touched(work, vendor, N_("A pause was entered."), "libur")
    record(
        work,
        "vendors.pause",
        target=("vendor", vendor.id),
        before=before,
        after={"from": str(from_on), "until": str(until_on or "")},
    )


def resume(work: Work, vendor: Vendor) -> None:
    """End a pause now, or take back one that has not begun."""
    lock(work, vendor)
    if vendor.paused_from_on is None:
        return
    vendor.paused_from_on = vendor.paused_until_on = None
    vendor.pause_note = LocalText()
    _touched(work, vendor, N_("The pause was ended."), "libur")
    record(work, "vendors.resume", target=("vendor", vendor.id))


def _touched(work: Work, vendor: Vendor, what: str, path: str) -> None:
    vendor.updated_at = work.now
    note_on_behalf(work, vendor, what, f"/usaha/{vendor.id}/{path}")


def _photos(work: Work, vendor: Vendor) -> list[VendorPhoto]:
    return list(
        work.session.scalars(
            select(VendorPhoto)
            .where(VendorPhoto.vendor_id == vendor.id)
            .order_by(VendorPhoto.position, VendorPhoto.id)
        )
    )


def _photo(work: Work, vendor: Vendor, photo_id: UUID) -> VendorPhoto:
    lock(work, vendor)
    photo = work.session.get(VendorPhoto, photo_id)
    if photo is None or photo.vendor_id != vendor.id:
        raise NotFound("photo")
    return photo


def _place(work: Work, photos: Sequence[VendorPhoto]) -> None:
    """Number them anew; two steps, since no two may hold one place at any moment."""
    for offset in (len(photos) + MAX_PHOTOS, 0):
        for place, photo in enumerate(photos):
            photo.position = place + offset
        work.session.flush()
