"""Leads: that somebody asked about a product. Nothing of who asked is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk
from catalog.inquiries.rules import LeadKind


class Lead(Base):
    """One question about a product, logged before its sender is led on."""

    __tablename__ = "lead"
    __table_args__ = (
        Index("ix_lead_vendor_asked", "vendor_id", "asked_at"),
        CheckConstraint("quantity IS NULL OR quantity >= 1", name="quantity"),
    )

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[LeadKind]
    language: Mapped[str] = mapped_column(String(2))
    quantity: Mapped[int | None]
    asked_at: Mapped[datetime]
