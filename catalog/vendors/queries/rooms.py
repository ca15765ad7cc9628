"""Reads of a vendor's own rooms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.models import Grant, Person
from catalog.db.work import Work
from catalog.kernel.actor import MEMBERS, Role
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.vendors.models import Exhibition, OnBehalf, Vendor, VendorPhoto, VendorText
from catalog.vendors.rules.rooms import Story

_SHOWN = 50


def story_of(work: Work, vendor: Vendor) -> Story:
    """Return what the vendor tells of itself."""
    rows = work.session.scalars(select(VendorText).where(VendorText.vendor_id == vendor.id)).all()
    return Story(
        tagline={row.language: row.tagline for row in rows if row.tagline},
        story={row.language: row.story for row in rows if row.story},
        capacity=dict(vendor.capacity),
        since_year=vendor.since_year,
        worker_count=vendor.worker_count,
        response_hours=vendor.response_hours,
    )


def exhibitions_of(work: Work, vendor_id: UUID) -> list[tuple[str, str, int]]:
    """Return (name, place, year), the newest first."""
    statement = (
        select(Exhibition.name, Exhibition.place, Exhibition.year)
        .where(Exhibition.vendor_id == vendor_id)
        .order_by(Exhibition.year.desc(), Exhibition.name, Exhibition.id)
    )
    return [(name, place, year) for name, place, year in work.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of the profile as its editor shows it."""

    id: UUID
    picture: Picture
    caption: str
    caption_en: str
    is_cover: bool


def frames(work: Work, vendor: Vendor) -> list[Frame]:
    """Return the pictures of the profile in their order."""
    statement = (
        select(VendorPhoto, Image)
        .join(Image, Image.id == VendorPhoto.image_id)
        .where(VendorPhoto.vendor_id == vendor.id)
        .order_by(VendorPhoto.position, VendorPhoto.id)
    )
    return [
        Frame(
            id=photo.id,
            picture=picture_of(image),
            caption=photo.caption.get("id", ""),
            caption_en=photo.caption.get("en", ""),
            is_cover=image.id == vendor.cover_id,
        )
        for photo, image in work.session.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team."""

    grant_id: UUID
    person_id: UUID
    name: str
    role: Role
    since: datetime | None


def team(work: Work, vendor_id: UUID) -> list[Member]:
    """Return who belongs to a vendor, owners first."""
    order = list(MEMBERS_IN_ORDER)
    rows = work.session.execute(
        select(Grant.id, Person.id, Person.name, Grant.role, Grant.granted_at)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.vendor_id == vendor_id, Grant.role.in_(MEMBERS), Person.is_active)
        .order_by(Person.name, Grant.id)
    )
    found = [Member(*row) for row in rows]
    return sorted(found, key=lambda member: order.index(member.role))


MEMBERS_IN_ORDER = (Role.VENDOR, Role.VENDOR_STAFF, Role.VENDOR_HELPER)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that somebody who is no member did for a vendor; ``what`` is a msgid."""

    id: UUID
    who: str
    what: str
    url: str
    happened_at: datetime
    answered_at: datetime | None
    is_confirmed: bool | None


def done_on_behalf(work: Work, vendor_id: UUID) -> list[Done]:
    """Return what was done for a vendor: what waits for its word first, then the newest."""
    rows = work.session.execute(
        select(OnBehalf, Person.name)
        .outerjoin(Person, Person.id == OnBehalf.person_id)
        .where(OnBehalf.vendor_id == vendor_id)
        .order_by(OnBehalf.answered_at.is_not(None), OnBehalf.happened_at.desc(), OnBehalf.id)
        .limit(_SHOWN)
    )
    return [
        Done(
            id=row.id,
            who=name or "",
            what=row.what,
            url=row.url,
            happened_at=row.happened_at,
            answered_at=row.answered_at,
            is_confirmed=row.is_confirmed,
        )
        for row, name in rows
    ]
