"""What waits: the pictures of changes, and live products that lack a paper they must have."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class ChangePhoto(Base):
    """A picture that stands before or after in a change; kept as long as the change is told of.

    The values of a change are JSON, which no foreign key watches over.
    """

    __tablename__ = "change_photo"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("change_request.id"), primary_key=True)
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"), primary_key=True, index=True)


class ProductGrace(Base):
    """Until when a live product may stay without a paper that it must have by now, and why.

    One of a product: time that is given again takes the place of what was given before.
    """

    __tablename__ = "product_grace"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    given_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
