"""Who stands on the first page, now or at any moment that a curator asks about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, focal_class, picture_of
from catalog.search.outbox import versioned
from catalog.showcases import policy
from catalog.showcases.models import HomeSlot, Showcase
from catalog.showcases.queries.teasers import (
    IMAGE,
    Cover,
    Teaser,
    counted,
    is_running,
    teaser,
    teasers,
)
from catalog.showcases.rules import Phase, ShowcaseFacts, ShowcaseStatus, phase
from catalog.showcases.rules.schedule import Window
from catalog.showcases.rules.slots import Booking, Place, clashes, standing


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking with what it shows: the showcase's own picture, unless it has one."""

    id: UUID
    place: Place
    window: Window
    position: int
    version: int
    showcase_id: UUID
    gallery_id: UUID
    title: LocalText
    facts: ShowcaseFacts
    words: LocalText
    picture: Picture | None
    alt: LocalText
    focal: tuple[float, float]

    def at(self, now: datetime) -> Booking:
        """Return what the rules need to know at a moment."""
        runs = phase(self.facts, now) is Phase.RUNNING
        return Booking(self.id, self.place, self.window, self.position, self.showcase_id, runs)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a place shows: a showcase, the words of its booking, and its picture in words."""

    place: Place
    teaser: Teaser
    words: LocalText
    alt: LocalText
    is_booked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A showcase that may be given a place."""

    id: UUID
    title: LocalText
    phase: Phase


@versioned
def bookings(session: Session) -> tuple[Booked, ...]:
    """Return every booking, by place and then in the curators' order; plain values."""
    rows = session.execute(
        select(
            HomeSlot.id,
            HomeSlot.place,
            HomeSlot.starts_at,
            HomeSlot.ends_at,
            HomeSlot.position,
            HomeSlot.version,
            HomeSlot.showcase_id,
            HomeSlot.words,
            HomeSlot.alt,
            HomeSlot.focal_x.label("x"),
            HomeSlot.focal_y.label("y"),
            Showcase.gallery_id,
            Showcase.title,
            Showcase.status,
            Showcase.starts_at.label("from_at"),
            Showcase.ends_at.label("until_at"),
            *IMAGE,
        )
        .join(Showcase, Showcase.id == HomeSlot.showcase_id)
        .outerjoin(Image, Image.id == HomeSlot.image_id)
    )
    found = [
        Booked(
            id=row.id,
            place=row.place,
            window=Window(row.starts_at, row.ends_at),
            position=row.position,
            version=row.version,
            showcase_id=row.showcase_id,
            gallery_id=row.gallery_id,
            title=row.title,
            facts=ShowcaseFacts(row.status, row.from_at, row.until_at),
            words=row.words,
            picture=_focused(picture_of(row), row.x, row.y) if row.name else None,
            alt=row.alt,
            focal=(row.x, row.y),
        )
        for row in rows
    ]
    order = list(Place)
    return tuple(
        sorted(
            found,
            key=lambda each: (
                order.index(each.place),
                each.position,
                each.window.starts_at,
                each.id,
            ),
        )
    )


def first_page(work: Work) -> dict[Place, Standing]:
    """Return what stands on the first page at ``work.now``; what nobody booked is filled.

    The large place falls back to the first running showcase, the second to the next; the banner
    stays away. Five statements at most, however many showcases run.
    """
    running = teasers(work, teaser().where(is_running(work.now)), is_counted=False)
    booked = {each.id: each for each in bookings(work.session)}
    chosen = standing([each.at(work.now) for each in booked.values()], work.now)
    by_id = {each.id: each for each in running}
    found = {
        place: _booked(by_id[slot.showcase_id], booked[slot.id])
        for place, slot in chosen.items()
        if slot.showcase_id in by_id
    }
    taken = {each.teaser.id for each in found.values()}
    rest = iter([each for each in running if each.id not in taken])
    for place in (Place.HERO, Place.SECOND):
        free = None if place in found else next(rest, None)
        if free is not None:
            found[place] = Standing(place, free, LocalText(), free.cover_alt, is_booked=False)
    numbers = {each.id: each for each in counted(work, [one.teaser for one in found.values()])}
    return {place: replace(one, teaser=numbers[one.teaser.id]) for place, one in found.items()}


def clashing(work: Work) -> dict[UUID, list[Booked]]:
    """Return, for each booking that waits behind others at some time ahead, which those are."""
    ahead = {
        each.id: each
        for each in bookings(work.session)
        if each.window.ends_at is None or each.window.ends_at > work.now
    }
    found: dict[UUID, list[Booked]] = {}
    for clash in clashes([each.at(work.now) for each in ahead.values()]):
        found.setdefault(clash.behind.id, []).append(ahead[clash.shown.id])
    return found


def get_slot(work: Work, slot_id: UUID) -> HomeSlot:
    """Return a booking that this person may change; NotFound otherwise."""
    row = work.session.get(HomeSlot, slot_id)
    if row is None or not policy.can_edit(work.actor, gallery_id=row.showcase.gallery_id):
        raise NotFound(f"slot {slot_id}")
    return row


def choices(work: Work) -> list[Choice]:
    """Return the showcases that this person may put on the first page: published, not over."""
    chosen = (
        select(Showcase)
        .where(Showcase.status == ShowcaseStatus.PUBLISHED)
        .order_by(Showcase.position, Showcase.slug)
    )
    if not work.actor.has(Role.ADMIN):
        chosen = chosen.where(Showcase.gallery_id.in_(work.actor.curated_ids))
    found = [
        Choice(row.id, row.title, phase(row.facts(), work.now))
        for row in work.session.scalars(chosen)
    ]
    return [each for each in found if each.phase is not Phase.ENDED]


def free_position(session: Session, place: Place) -> int:
    """Return the position behind all bookings of a place."""
    held: Sequence[int] = [each.position for each in bookings(session) if each.place is place]
    return max(held, default=-1) + 1


def _focused(picture: Picture, x: float, y: float) -> Picture:
    return replace(picture, focal=focal_class(x, y))


def _booked(found: Teaser, slot: Booked) -> Standing:
    if slot.picture is not None:
        found = replace(found, cover=Cover(slot.picture, None, None, None, None))
    alt = slot.alt if slot.picture is not None else found.cover_alt
    return Standing(slot.place, found, slot.words, alt, is_booked=True)
