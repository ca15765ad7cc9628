"""Reads of the galleries; all of them are a handful of rows, kept until something changes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, union
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.galleries.models import Gallery, GalleryHoliday, GalleryHours, GalleryVendor
from catalog.galleries.rules import Opening
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Cut, Picture, cut_of, picture_of
from catalog.search.outbox import versioned
from catalog.taxonomy.queries import place_names
from catalog.taxonomy.rules import regency_of
from catalog.vendors.models import Vendor, VendorApplication, VendorText
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registering import ApplicationState, Host, HostRule, kind_of


@dataclass(frozen=True, slots=True)
class EntryRule:
    """What a gallery asks of a maker, and where that was read; ``certainty`` as in terms."""

    text: LocalText
    source: str
    certainty: str
    key: str = ""
    statement: LocalText = field(default_factory=LocalText)  # what a maker ticks
    version: str = ""  # of that statement


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which the doors stay closed."""

    on: date
    note: LocalText


@dataclass(frozen=True, slots=True)
class GalleryFacts:
    """A gallery with its hours, as pages need it; plain values."""

    id: UUID
    slug: str
    name: str
    institution: LocalText
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    map_url: str
    story: LocalText
    parking: LocalText
    hours_note: LocalText
    email: str
    phone: str
    contact_note: LocalText
    cover: Picture | None
    cover_wide: Cut | None
    entry_rules: tuple[EntryRule, ...]
    openings: tuple[Opening, ...]
    holidays: tuple[Holiday, ...]
    hours_sources: tuple[str, ...]
    hours_reviewed_on: date | None
    vendor_count: int

    @property
    def closed_on(self) -> frozenset[date]:
        """Return the dates of its holidays."""
        return frozenset(holiday.on for holiday in self.holidays)


@dataclass(frozen=True, slots=True)
class VendorLine:
    """A maker as a list names it."""

    slug: str
    name: str
    place: str
    tagline: str
    picture: Picture | None


@versioned
def galleries(session: Session) -> tuple[GalleryFacts, ...]:
    """Return every gallery in its order."""
    hours: dict[UUID, list[GalleryHours]] = defaultdict(list)
    for span in session.scalars(select(GalleryHours).order_by(GalleryHours.weekday)):
        hours[span.gallery_id].append(span)
    holidays: dict[UUID, list[GalleryHoliday]] = defaultdict(list)
    for holiday in session.scalars(select(GalleryHoliday).order_by(GalleryHoliday.closed_on)):
        holidays[holiday.gallery_id].append(holiday)
    vendors = (
        select(func.count())
        .select_from(GalleryVendor)
        .join(Vendor, Vendor.id == GalleryVendor.vendor_id)
        .where(GalleryVendor.gallery_id == Gallery.id, Vendor.status == VendorStatus.ACTIVE)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Gallery, vendors.label("vendor_count"), Image)
        .outerjoin(Image, Image.id == Gallery.cover_id)
        .order_by(Gallery.position, Gallery.slug)
    ).all()
    places = place_names(session)
    return tuple(
        _facts(row, hours[row.Gallery.id], holidays[row.Gallery.id], places) for row in rows
    )


def by_slug(work: Work, slug: str) -> GalleryFacts:
    """Return the gallery at this address; raise NotFound."""
    for gallery in galleries(work.session):
        if gallery.slug == slug:
            return gallery
    raise NotFound


def list_vendors(work: Work, gallery_id: UUID, language: str, *, limit: int) -> list[VendorLine]:
    """Return active makers that the gallery has taken in, by name."""
    rows = work.session.execute(
        select(
            Vendor.slug,
            Vendor.name.label("vendor"),
            Vendor.district_code,
            Vendor.region_code,
            VendorText.tagline,
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
        )
        .join(GalleryVendor, GalleryVendor.vendor_id == Vendor.id)
        .outerjoin(
            VendorText, (VendorText.vendor_id == Vendor.id) & (VendorText.language == language)
        )
        .outerjoin(Image, Image.id == Vendor.cover_id)
        .where(GalleryVendor.gallery_id == gallery_id, Vendor.status == VendorStatus.ACTIVE)
        .order_by(Vendor.name, Vendor.id)
        .limit(limit)
    )
    places = place_names(work.session)
    return [
        VendorLine(
            slug=row.slug,
            name=row.vendor,
            place=places.get(row.district_code or row.region_code, ""),
            tagline=row.tagline or "",
            picture=picture_of(row) if row.name else None,
        )
        for row in rows
    ]


def _facts(
    row: Row[*tuple[Any, ...]],
    hours: list[GalleryHours],
    holidays: list[GalleryHoliday],
    places: dict[str, str],
) -> GalleryFacts:
    gallery: Gallery = row.Gallery
    reviews = [span.reviewed_on for span in hours if span.reviewed_on]
    return GalleryFacts(
        id=gallery.id,
        slug=gallery.slug,
        name=gallery.name,
        institution=gallery.institution,
        place=places.get(regency_of(gallery.region_code), ""),
        address=gallery.address,
        latitude=gallery.latitude,
        longitude=gallery.longitude,
        map_url=gallery.map_url,
        story=gallery.story,
        parking=gallery.parking,
        hours_note=gallery.hours_note,
        email=gallery.email,
        phone=gallery.phone,
        contact_note=gallery.contact_note,
        cover=picture_of(row.Image) if row.Image else None,
        cover_wide=cut_of(row.Image.crops, "wide") if row.Image else None,
        entry_rules=tuple(_rule(rule) for rule in gallery.entry_rules),
        openings=tuple(Opening(span.weekday, span.opens, span.closes) for span in hours),
        holidays=tuple(Holiday(holiday.closed_on, holiday.note) for holiday in holidays),
        hours_sources=tuple(dict.fromkeys(span.source for span in hours if span.source)),
        hours_reviewed_on=min(reviews) if reviews else None,
        vendor_count=row.vendor_count,
    )


def _rule(rule: dict[str, Any]) -> EntryRule:
    return EntryRule(
        text=LocalText(rule["text"]),
        source=rule.get("source", ""),
        certainty=rule.get("certainty", "K"),
        key=rule.get("key", ""),
        statement=LocalText(rule.get("statement", {})),
        version=rule.get("version", ""),
    )


def vendor_ids(gallery_id: UUID) -> Select[UUID]:
    """Return the statement for the vendors that a gallery has taken in."""
    return select(GalleryVendor.vendor_id).where(GalleryVendor.gallery_id == gallery_id)


def hosts(work: Work) -> tuple[Host, ...]:
    """Return the galleries as a maker who registers sees them: what each asks."""
    rows = work.session.execute(select(Gallery.id, Gallery.region_code))
    regions = {row.id: row.region_code for row in rows}
    return tuple(
        Host(
            id=gallery.id,
            slug=gallery.slug,
            name=gallery.name,
            place=gallery.place,
            regency=regency_of(regions[gallery.id]),
            rules=tuple(
                HostRule(
                    key=rule.key,
                    kind=kind_of(rule.key),
                    text=rule.text,
                    statement=rule.statement or rule.text,
                    version=rule.version,
                    source=rule.source,
                    certainty=rule.certainty,
                )
                for rule in gallery.entry_rules
            ),
        )
        for gallery in galleries(work.session)
    )


def vendors_of(gallery_ids: Collection[UUID]) -> Select[tuple[UUID]]:
    """Return the statement of the vendors that these galleries have taken in or are asked by."""
    asking = select(VendorApplication.vendor_id).where(
        VendorApplication.gallery_id.in_(gallery_ids),
        VendorApplication.state == ApplicationState.ASKED,
    )
    taken_in = select(GalleryVendor.vendor_id).where(GalleryVendor.gallery_id.in_(gallery_ids))
    both = union(taken_in, asking).subquery()
    return select(both.c.vendor_id)


def galleries_of(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    """Return the galleries that have taken this vendor in or are asked to."""
    asked = select(VendorApplication.gallery_id).where(
        VendorApplication.vendor_id == vendor_id, VendorApplication.state == ApplicationState.ASKED
    )
    within = select(GalleryVendor.gallery_id).where(GalleryVendor.vendor_id == vendor_id)
    return frozenset(work.session.scalars(union(within, asked)))
