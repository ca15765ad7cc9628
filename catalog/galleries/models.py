"""The galleries, their hours, holidays and member vendors."""

from collections.abc import Iterable
from datetime import date, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, JsonList, Local, Pk, Slug
from catalog.media.models import Image
from catalog.search.outbox import Searchable
from catalog.taxonomy.models import Region
from catalog.vendors.models import Vendor


class Gallery(Searchable, Base):
    """A real gallery with a counter that people can visit."""

    __tablename__ = "gallery"
    search_kind = "page"

    id: Mapped[Pk]
    slug: Mapped[Slug]
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    institution: Mapped[Local]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    address: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    map_url: Mapped[str] = mapped_column(String(300), default="")
    story: Mapped[Local]
    parking: Mapped[Local]
    hours_note: Mapped[Local]
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    contact_note: Mapped[Local]
    entry_rules: Mapped[JsonList]
    cover_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))

    region: Mapped[Region] = relationship()
    cover: Mapped[Image | None] = relationship()
    hours: Mapped[list["GalleryHours"]] = relationship(
        cascade="all, delete-orphan", order_by="GalleryHours.weekday, GalleryHours.opens"
    )
    holidays: Mapped[list["GalleryHoliday"]] = relationship(
        cascade="all, delete-orphan", order_by="GalleryHoliday.closed_on"
    )


class OfGallery(Searchable):
    """Mixin: a change to this row is a change of what pages say of its gallery."""

    search_kind = "page"

    gallery_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of the gallery's pages."""
        yield "page", self.gallery_id


class GalleryHours(OfGallery, Base):
    """One opening span of one weekday (0 = Monday), WIB, with where it was learnt."""

    __tablename__ = "gallery_hours"
    __table_args__ = (
        UniqueConstraint("gallery_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="order"),
    )

    id: Mapped[Pk]
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
    source: Mapped[str] = mapped_column(String(300), default="")
    reviewed_on: Mapped[date | None]


class GalleryHoliday(OfGallery, Base):
    """A date on which the gallery stays closed."""

    __tablename__ = "gallery_holiday"
    __table_args__ = (UniqueConstraint("gallery_id", "closed_on"),)

    id: Mapped[Pk]
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    closed_on: Mapped[date]
    note: Mapped[Local]


class GalleryVendor(OfGallery, Base):
    """A vendor that a gallery has taken in."""

    __tablename__ = "gallery_vendor"

    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"), primary_key=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True, index=True)
    since_on: Mapped[date | None]

    gallery: Mapped[Gallery] = relationship()
    vendor: Mapped[Vendor] = relationship()
