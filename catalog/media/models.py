"""The pictures: one row for each original, whoever shows it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, JsonList, Pk


class Image(Base):
    """A picture that was taken in; other features refer to it by a foreign key, and only so.

    ``media tidy`` removes rows that no foreign key of any table points to.
    """

    __tablename__ = "image"

    id: Mapped[Pk]
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the original, hex
    name: Mapped[str] = mapped_column(String(20), unique=True)  # of the renditions, see name_of
    format: Mapped[str] = mapped_column(String(8))  # of the original
    byte_size: Mapped[int]
    width: Mapped[int]  # upright
    height: Mapped[int]
    widths: Mapped[JsonList]  # of the renditions, ascending
    colour: Mapped[str] = mapped_column(String(7))
    look: Mapped[int | None] = mapped_column(BigInteger)  # difference hash, 64 signed bits
    focal_x: Mapped[float] = mapped_column(default=0.5)
    focal_y: Mapped[float] = mapped_column(default=0.5)
    warnings: Mapped[JsonList]
    crops: Mapped[Json]  # by kind: {"name", "widths", "width", "height"}
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # when these bytes last came in; tidy spares what is fresh

    __table_args__ = (
        Index("ix_image_look_id", "look", "id"),  # for twins: all hashes without the rows
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("length(name) = 20", name="name"),
        CheckConstraint("format IN ('jpeg', 'png', 'webp', 'heif', 'avif')", name="format"),
        CheckConstraint("byte_size BETWEEN 1 AND 15728640", name="byte_size"),
        CheckConstraint("width BETWEEN 1 AND 100000", name="width"),
        CheckConstraint("height BETWEEN 1 AND 100000", name="height"),
        CheckConstraint("length(colour) = 7", name="colour"),
        CheckConstraint("focal_x BETWEEN 0 AND 1", name="focal_x"),
        CheckConstraint("focal_y BETWEEN 0 AND 1", name="focal_y"),
    )
