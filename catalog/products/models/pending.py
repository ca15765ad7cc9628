"""What a waiting change refers to; its values are JSON, which no foreign key watches over."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class ChangePhoto(Base):
    """A picture that stands before or after in a change; kept as long as the change is told of."""

    __tablename__ = "change_photo"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("change_request.id"), primary_key=True)
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"), primary_key=True, index=True)
