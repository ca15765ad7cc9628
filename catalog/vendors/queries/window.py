"""What is public of vendors. ``VendorContact`` is joined by nothing here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    SQLColumnExpression,
    Uuid,
    column,
    or_,
    select,
    table,
    true,
    union,
)
from sqlalchemy.orm import aliased

from catalog.db.nested import rows_of
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import Moved, NotFound
from catalog.kernel.text import LocalText, is_slug
from catalog.media.models import Image
from catalog.media.rules import Cut, Picture, cut_of, picture_of
from catalog.taxonomy.models import Region
from catalog.taxonomy.queries import place_names
from catalog.taxonomy.rules import regency_of
from catalog.vendors import policy
from catalog.vendors.models import (
    Exhibition,
    Vendor,
    VendorApplication,
    VendorPhoto,
    VendorSlug,
    VendorText,
)
from catalog.vendors.rules.registering import ApplicationState
from catalog.vendors.rules.window import VendorStatus, is_paused, monogram, workers_band


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the workshop or the work."""

    picture: Picture
    caption: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A vendor as its page tells of it. ``workers`` is a band, ``story_language`` as in cards."""

    id: UUID
    slug: str
    name: str
    monogram: str
    is_public: bool
    place: tuple[str, ...]  # desa, kecamatan, kabupaten or kota
    district: str
    since_year: int | None
    workers: tuple[int, int | None] | None
    capacity: str
    response_hours: int | None
    cover: Picture | None
    cover_wide: Cut | None
    cover_share: Cut | None
    tagline: str
    story: str
    story_language: str
    offered: tuple[str, ...]
    photos: tuple[Photo, ...]
    exhibitions: tuple[tuple[int, str, str], ...]  # year, name, place; newest first
    is_paused: bool
    paused_until: date | None
    pause_note: str
    is_sample: bool
    updated_at: datetime


# Galleries stand above this feature, so their table is named, not imported.
_MEMBER = table("gallery_vendor", column("gallery_id", Uuid), column("vendor_id", Uuid))
_ASKED = VendorApplication.state == ApplicationState.ASKED


class Closed(NotFound):
    """The vendor has left for good; its page answers 410."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can_see``."""
    if actor.has(Role.ADMIN):
        return true()
    known = actor.vendor_ids | actor.assisted_ids
    ways = [Vendor.status == VendorStatus.ACTIVE, Vendor.id.in_(known)]
    if actor.has(Role.CURATOR) and actor.curated_ids:
        ways += [
            Vendor.id.in_(select(_MEMBER.c.vendor_id).where(_in(actor, _MEMBER.c.gallery_id))),
            Vendor.id.in_(
                select(VendorApplication.vendor_id).where(
                    _in(actor, VendorApplication.gallery_id), _ASKED
                )
            ),
        ]
    return or_(*ways)


def _in(actor: Actor, column: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    return column.in_(actor.curated_ids)


def _galleries_of(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    """Return the galleries of a vendor; none for those who curate none, which costs nothing."""
    if not work.actor.curated_ids:
        return frozenset()
    within = select(_MEMBER.c.gallery_id).where(_MEMBER.c.vendor_id == vendor_id)
    asked = select(VendorApplication.gallery_id).where(
        VendorApplication.vendor_id == vendor_id, _ASKED
    )
    return frozenset(work.session.scalars(union(within, asked)))


def list_named(work: Work, vendor_ids: Collection[UUID]) -> list[Vendor]:
    """Return these vendors by name."""
    statement = select(Vendor).where(Vendor.id.in_(vendor_ids)).order_by(Vendor.name, Vendor.id)
    return list(work.session.scalars(statement)) if vendor_ids else []


def get_managed(work: Work, vendor_id: UUID, ability: policy.Ability) -> Vendor:
    """Return the vendor whose rooms the actor may use in this way, else raise NotFound."""
    vendor = work.session.get(Vendor, vendor_id)
    if vendor is None or not policy.can(
        work.actor, ability, vendor_id=vendor.id, region_code=vendor.served_by
    ):
        raise NotFound("vendor")
    return vendor


_STORY_ID, _STORY_EN = aliased(VendorText), aliased(VendorText)
_STATEMENT = (
    select(
        Vendor,
        Image,
        Region.name.label("village"),
        _STORY_ID.tagline.label("tagline_id"),
        _STORY_ID.story.label("story_id"),
        _STORY_EN.tagline.label("tagline_en"),
        _STORY_EN.story.label("story_en"),
        rows_of(
            VendorPhoto.position,
            VendorPhoto.caption,
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
            to=Vendor,
            where=VendorPhoto.vendor_id == Vendor.id,
            join=(Image, Image.id == VendorPhoto.image_id),
        ).label("photos"),
        rows_of(
            Exhibition.year,
            Exhibition.name,
            Exhibition.place,
            to=Vendor,
            where=Exhibition.vendor_id == Vendor.id,
        ).label("exhibitions"),
    )
    .join(Region, Region.code == Vendor.region_code)
    .outerjoin(Image, Image.id == Vendor.cover_id)
    .outerjoin(_STORY_ID, (_STORY_ID.vendor_id == Vendor.id) & (_STORY_ID.language == "id"))
    .outerjoin(_STORY_EN, (_STORY_EN.vendor_id == Vendor.id) & (_STORY_EN.language == "en"))
)


def get_profile(work: Work, slug: str, language: str) -> Profile:
    """Return the vendor at this slug; raise Moved, Closed or NotFound."""
    if not is_slug(slug):
        raise NotFound
    row = work.session.execute(_STATEMENT.where(Vendor.slug == slug)).one_or_none()
    if row is None:
        raise _moved(work, slug)
    vendor = row.Vendor
    if policy.can_see(
        work.actor,
        vendor_id=vendor.id,
        status=vendor.status,
        gallery_ids=_galleries_of(work, vendor.id),
    ):
        return _profile(work, row, language)
    raise Closed if vendor.status is VendorStatus.CLOSED else NotFound


def _moved(work: Work, slug: str) -> NotFound | Moved:
    known = work.session.scalar(
        select(Vendor.slug)
        .join(VendorSlug, VendorSlug.vendor_id == Vendor.id)
        .where(
            VendorSlug.slug == slug,
            or_(visible(work.actor), Vendor.status == VendorStatus.CLOSED),
        )
    )
    return Moved(known) if known else NotFound()


def _profile(work: Work, row: Row[*tuple[Any, ...]], language: str) -> Profile:
    vendor: Vendor = row.Vendor
    texts = {
        "id": (row.tagline_id or "", row.story_id or ""),
        "en": (row.tagline_en or "", row.story_en or ""),
    }
    (tagline, story), spoken = spoken_text(texts, language)
    places = place_names(work.session)
    names = (row.village, places.get(vendor.district_code or ""), _regency(vendor, places))
    crops = row.Image.crops if row.Image else {}
    today = wib_date(work.now)
    return Profile(
        id=vendor.id,
        slug=vendor.slug,
        name=vendor.name,
        monogram=monogram(vendor.name),
        is_public=vendor.status is VendorStatus.ACTIVE,
        place=tuple(dict.fromkeys(name for name in names if name)),
        district=vendor.district_code or "",
        since_year=vendor.since_year,
        workers=workers_band(vendor.worker_count),
        capacity=vendor.capacity.best(language),
        response_hours=vendor.response_hours,
        cover=picture_of(row.Image) if row.Image else None,
        cover_wide=cut_of(crops, "wide"),
        cover_share=cut_of(crops, "share"),
        tagline=tagline,
        story=story,
        story_language=spoken,
        offered=tuple(code for code, (_, told) in texts.items() if code == "id" or told),
        photos=photos(row.photos, language),
        exhibitions=tuple(
            (year, name, place)
            for year, name, place in sorted(row.exhibitions, key=itemgetter(0), reverse=True)
        ),
        is_paused=is_paused(vendor.paused_from_on, vendor.paused_until_on, today),
        paused_until=vendor.paused_until_on,
        pause_note=vendor.pause_note.best(language),
        is_sample=vendor.is_sample,
        updated_at=vendor.updated_at,
    )


def spoken_text(texts: Mapping[str, tuple[str, str]], language: str) -> tuple[tuple[str, str], str]:
    """Return (tagline, story) for a reader, and their language when it is another than theirs."""
    if texts.get(language, ("", ""))[1]:
        return texts[language], ""
    for code, told in texts.items():
        if told[1]:
            return told, code
    return texts.get(language, ("", "")), ""


def _regency(vendor: Vendor, places: Mapping[str, str]) -> str:
    return places.get(regency_of(vendor.region_code), "")


def photos(rows: Sequence[Sequence[Any]], language: str) -> tuple[Photo, ...]:
    """Return the pictures of a maker from their nested rows, in order."""
    names = ("name", "widths", "width", "height", "colour", "focal_x", "focal_y")
    return tuple(
        Photo(
            picture_of(SimpleNamespace(**dict(zip(names, row[2:], strict=True)))),
            LocalText(row[1] or {}).best(language),
        )
        for row in sorted(rows, key=itemgetter(0))
    )
