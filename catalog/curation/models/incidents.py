"""Incidents: what went wrong, what was taken off the shelves, what was done about it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.curation.rules.words import IncidentKind, IncidentState, Severity, Side
from catalog.db.base import Base, Pk
from catalog.galleries.models import Gallery
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.vendors.models import Vendor


class Incident(Base):
    """A complaint or recall about some products of a vendor, or about all of them.

    ``is_withdrawn``: while it is not closed its products are shown nowhere. ``text`` is what
    officers know, ``told`` what the vendor is asked to do.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_state", "state", "opened_at", "id"),
        Index("ix_incident_vendor", "vendor_id", "opened_at", "id"),
    )

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    kind: Mapped[IncidentKind]
    severity: Mapped[Severity]
    state: Mapped[IncidentState] = mapped_column(default=IncidentState.OPEN)
    covers_all: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"), index=True)
    due_on: Mapped[date]
    opened_by: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    closed_for: Mapped[str] = mapped_column(String(600), default="")

    vendor: Mapped[Vendor] = relationship()
    image: Mapped[Image | None] = relationship()
    products: Mapped[list["IncidentProduct"]] = relationship(back_populates="incident")
    tasks: Mapped[list["IncidentTask"]] = relationship(
        back_populates="incident", order_by="IncidentTask.gallery_id, IncidentTask.id"
    )
    actions: Mapped[list["IncidentAction"]] = relationship(
        back_populates="incident", order_by="IncidentAction.made_at, IncidentAction.id"
    )


class IncidentProduct(Base):
    """A product that an incident is about."""

    __tablename__ = "incident_product"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)

    incident: Mapped[Incident] = relationship(back_populates="products")
    product: Mapped[Product] = relationship()


class IncidentTask(Base):
    """Stock of a withdrawn product on the shelf of a gallery: somebody has to take it away."""

    __tablename__ = "incident_task"
    __table_args__ = (
        Index("uq_incident_task", "incident_id", "product_id", "gallery_id", unique=True),
        Index("ix_incident_task_gallery", "gallery_id", "pulled_at"),
    )

    id: Mapped[Pk]
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    shelf: Mapped[str] = mapped_column(String(20), default="")
    stock: Mapped[int | None]
    pulled_at: Mapped[datetime | None]
    pulled_by: Mapped[UUID | None]

    incident: Mapped[Incident] = relationship(back_populates="tasks")
    product: Mapped[Product] = relationship()
    gallery: Mapped[Gallery] = relationship()


class IncidentAction(Base):
    """What the vendor or an officer did about an incident."""

    __tablename__ = "incident_action"

    id: Mapped[Pk]
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str] = mapped_column(Text)
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"), index=True)
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship(back_populates="actions")
    image: Mapped[Image | None] = relationship()
