"""A vendor's window: what its public page tells."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Line, Local, Pk, Slug
from catalog.media.models import Image
from catalog.search.outbox import Searchable
from catalog.taxonomy.models import Region
from catalog.vendors.rules.window import TextState, VendorStatus


class Vendor(Searchable, Base):
    """A small maker that shows products."""

    __tablename__ = "vendor"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("since_year IS NULL OR since_year BETWEEN 1800 AND 2100", name="since"),
    )
    search_kind = "vendor"

    id: Mapped[Pk]
    slug: Mapped[Slug]
    name: Mapped[str] = mapped_column(String(120), index=True)
    status: Mapped[VendorStatus] = mapped_column(default=VendorStatus.ACTIVE, index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    # The city or regency whose office looks after it, where that is not the one it works in.
    office_code: Mapped[str | None] = mapped_column(String(13), index=True)
    since_year: Mapped[int | None]
    worker_count: Mapped[int | None]
    capacity: Mapped[Local]
    response_hours: Mapped[int | None]
    cover_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))
    paused_from_on: Mapped[date | None]
    paused_until_on: Mapped[date | None]
    pause_note: Mapped[Local]
    source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(120))
    is_sample: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    region: Mapped[Region] = relationship(foreign_keys=region_code)
    district: Mapped[Region | None] = relationship(foreign_keys=district_code)
    cover: Mapped[Image | None] = relationship()
    texts: Mapped[list["VendorText"]] = relationship(
        back_populates="vendor", cascade="all, delete-orphan"
    )
    photos: Mapped[list["VendorPhoto"]] = relationship(
        cascade="all, delete-orphan", order_by="VendorPhoto.position"
    )
    exhibitions: Mapped[list["Exhibition"]] = relationship(
        cascade="all, delete-orphan", order_by="Exhibition.year.desc(), Exhibition.id"
    )

    @property
    def served_by(self) -> str:
        """Return the region code by which an office knows that this vendor is its own."""
        return self.office_code or self.region_code


class OfVendor(Searchable):
    """Mixin: a change to this row is a change of its vendor."""

    search_kind = "vendor"

    vendor_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the vendor's mark."""
        yield "vendor", self.vendor_id


class VendorText(OfVendor, Base):
    """A vendor's profile in one language."""

    __tablename__ = "vendor_text"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    tagline: Mapped[Line] = mapped_column(default="")
    story: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[TextState] = mapped_column(default=TextState.HUMAN)

    vendor: Mapped[Vendor] = relationship(back_populates="texts")


class VendorPhoto(OfVendor, Base):
    """A picture of the workshop or the work."""

    __tablename__ = "vendor_photo"
    __table_args__ = (UniqueConstraint("vendor_id", "position"),)

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"))
    position: Mapped[int]
    caption: Mapped[Local]

    image: Mapped[Image] = relationship()


class Exhibition(OfVendor, Base):
    """An exhibition that the vendor took part in."""

    __tablename__ = "exhibition"

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), index=True)
    name: Mapped[Line]
    place: Mapped[Line]
    year: Mapped[int]


class VendorSlug(OfVendor, Base):
    """A slug that a vendor once had; it answers 301."""

    __tablename__ = "vendor_slug"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
