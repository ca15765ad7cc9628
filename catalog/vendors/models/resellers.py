"""Businesses that sell what others make."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base
from catalog.vendors.models.window import OfVendor


class VendorReseller(OfVendor, Base):
    """Curators found that this vendor does not make its goods itself; gone when that is mended."""

    __tablename__ = "vendor_reseller"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    flagged_by: Mapped[UUID | None]
    flagged_at: Mapped[datetime]
