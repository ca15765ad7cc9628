"""Scores: what each curator gave, and what came of it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.curation.models.rubrics import Criterion, Rubric
from catalog.curation.rules.words import AssessmentState, Destination, RatingState
from catalog.db.base import Base, JsonList, Pk
from catalog.products.models import Product

_CURRENT = text("is_current")
_DRAFT = text("state = 'draft'")
_SENT = text("state = 'sent'")


class Assessment(Base):
    """One judgement of a product under one version of a rubric; the newest one is current.

    ``grade`` is what counts today (with a single score never above what a single one may give);
    ``reached`` is what the scores alone would say. ``percent`` is the mean of the scores that
    count. ``reason`` tells why a product was judged again.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index("uq_assessment_number", "product_id", "number", unique=True),
        Index("uq_assessment_one_current", "product_id", unique=True, sqlite_where=_CURRENT,
              postgresql_where=_CURRENT),
        Index("ix_assessment_state", "state", "opened_at", "id"),
    )  # fmt: skip

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    state: Mapped[AssessmentState] = mapped_column(default=AssessmentState.WAITING)
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    reached: Mapped[str | None] = mapped_column(String(1))
    grade: Mapped[str | None] = mapped_column(String(1))
    raters: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(300), default="")
    opened_by: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship()
    rubric: Mapped[Rubric] = relationship()
    ratings: Mapped[list["Rating"]] = relationship(
        back_populates="assessment", order_by="Rating.sent_at, Rating.id"
    )


class Rating(Base):
    """The scores of one curator; once sent it never changes, a revised one takes its place.

    ``revision`` rises with every save of a draft, so that two windows can be told apart.
    """

    __tablename__ = "rating"
    __table_args__ = (
        Index("uq_rating_one_draft", "assessment_id", "rater_id", unique=True,
              sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        Index("uq_rating_one_sent", "assessment_id", "rater_id", unique=True,
              sqlite_where=_SENT, postgresql_where=_SENT),
    )  # fmt: skip

    id: Mapped[Pk]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    rater_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[RatingState] = mapped_column(default=RatingState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(back_populates="ratings")
    lines: Mapped[list["RatingLine"]] = relationship(
        back_populates="rating", cascade="all, delete-orphan"
    )


class RatingLine(Base):
    """The points of one criterion; without points it is not filled in, or does not apply."""

    __tablename__ = "rating_line"
    __table_args__ = (CheckConstraint("points IS NULL OR points BETWEEN 0 AND 4", name="points"),)

    rating_id: Mapped[UUID] = mapped_column(ForeignKey("rating.id"), primary_key=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_criterion.id"), primary_key=True)
    points: Mapped[int | None]
    is_left_out: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(String(600), default="")

    rating: Mapped[Rating] = relationship(back_populates="lines")
    criterion: Mapped[Criterion] = relationship()


class GradeDecision(Base):
    """A grade as it was given: the history of a product's grades, and what each letter tells."""

    __tablename__ = "grade_decision"
    __table_args__ = (Index("ix_grade_decision_product", "product_id", "decided_at", "id"),)

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    grade: Mapped[str] = mapped_column(String(1))
    before: Mapped[str | None] = mapped_column(String(1))
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    destination: Mapped[Destination]
    is_single: Mapped[bool] = mapped_column(default=False)
    rating_ids: Mapped[JsonList]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship()
