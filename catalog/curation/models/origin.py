"""What shows that a business makes its goods itself."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.curation.rules.words import EvidenceKind
from catalog.db.base import Base, Line, Pk
from catalog.media.models import Image


class OriginEvidence(Base):
    """A photo of the making, a note of a visit or a statement; for one product or the business.

    It is never changed: what turns out wrong is taken back with a reason and stays readable.
    """

    __tablename__ = "origin_evidence"
    __table_args__ = (Index("ix_origin_evidence_vendor", "vendor_id", "recorded_at", "id"),)

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[EvidenceKind]
    text: Mapped[str] = mapped_column(Text, default="")
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"), index=True)
    happened_on: Mapped[date | None]
    visitor: Mapped[Line] = mapped_column(default="")
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]
    revoked_for: Mapped[str] = mapped_column(String(300), default="")

    image: Mapped[Image | None] = relationship()
