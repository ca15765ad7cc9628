"""What officers work with: words for notes, limits of a review, what was seen, who shows what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Json, Local, Pk
from catalog.galleries.models import Gallery
from catalog.products.models.core import Product
from catalog.products.rules.crossing import CrossingState

_ONE_ASKED = text("state = 'asked'")


class NoteTemplate(Base):
    """Words that officers may put at a field or a photograph, in both languages.

    ``place`` is a field of the editor, ``photo``, or empty for every place; ``category_slug`` a
    kind of goods, or empty for all. A note keeps the words that it was written with.
    """

    __tablename__ = "note_template"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(30), unique=True)
    place: Mapped[str] = mapped_column(String(60), default="")
    category_slug: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[Local]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime | None]


class ReviewSetting(Base):
    """A limit of reviews, as the administrators have set it."""

    __tablename__ = "review_setting"

    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[int]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime | None]


class ReviewSeen(Base):
    """What a listing said when a round was given back: the next round is told apart from it."""

    __tablename__ = "review_seen"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"), primary_key=True)
    values: Mapped[Json]


class ReviewSeenPhoto(Base):
    """A photograph that stood in a listing then; kept as long as the round is told of."""

    __tablename__ = "review_seen_photo"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"), primary_key=True)
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"), primary_key=True, index=True)


class CrossListing(Base):
    """A wish that a product also stand in another gallery, and what came of it.

    ``gallery_id`` is where it shall stand, ``asked_for_id`` the gallery whose curator asks, and
    ``answers_id`` the one whose curator answers.
    """

    __tablename__ = "cross_listing"
    __table_args__ = (
        Index(
            "uq_cross_listing_one_asked",
            "product_id",
            "gallery_id",
            unique=True,
            sqlite_where=_ONE_ASKED,
            postgresql_where=_ONE_ASKED,
        ),
        Index("ix_cross_listing_answers_id", "answers_id", "state", "asked_at"),
        CheckConstraint("asked_for_id <> answers_id", name="two"),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    asked_for_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    answers_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    state: Mapped[CrossingState] = mapped_column(default=CrossingState.ASKED)
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship()
    gallery: Mapped[Gallery] = relationship(foreign_keys=[gallery_id])
