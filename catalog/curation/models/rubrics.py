"""Rubrics: versions that offices edit, one in force for each kind of goods."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.curation.rules.words import Group, RubricState
from catalog.db.base import Base, Json, JsonList, Local, Pk

_ACTIVE = text("state = 'active'")
_DRAFT = text("state = 'draft'")


class Rubric(Base):
    """One version of what curators look at in some kinds of goods (``Category.kind``).

    ``least_a`` to ``least_c`` are per cent of the full score from which a grade is reached;
    ``gap_tenths`` is how far scores may lie apart, in tenths of a grade. ``raters_low`` scores
    suffice for C and D, ``raters_high`` for A and B; ``publish_from`` is the lowest grade that may
    be published. ``destinations`` leads from a grade to its destination. ``revision`` rises with
    every change of a draft; a version that has been in force never changes.
    """

    __tablename__ = "rubric"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("least_a > least_b AND least_b > least_c AND least_c >= 1", name="order"),
        CheckConstraint("raters_high >= raters_low AND raters_low >= 1", name="raters"),
        Index("uq_rubric_one_active", "key", unique=True, sqlite_where=_ACTIVE,
              postgresql_where=_ACTIVE),
        Index("uq_rubric_one_draft", "key", unique=True, sqlite_where=_DRAFT,
              postgresql_where=_DRAFT),
    )  # fmt: skip

    id: Mapped[Pk]
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[RubricState] = mapped_column(default=RubricState.DRAFT)
    name: Mapped[Local]
    kinds: Mapped[JsonList]
    least_a: Mapped[int]
    least_b: Mapped[int]
    least_c: Mapped[int]
    gap_tenths: Mapped[int] = mapped_column(default=15)
    raters_low: Mapped[int] = mapped_column(default=1)
    raters_high: Mapped[int] = mapped_column(default=2)
    publish_from: Mapped[str] = mapped_column(String(1), default="C")
    destinations: Mapped[Json]
    source: Mapped[str] = mapped_column(String(300), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    reviewed_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    based_on_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    active_from: Mapped[datetime | None]
    activated_by: Mapped[UUID | None]
    retired_at: Mapped[datetime | None]

    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="rubric",
        cascade="all, delete-orphan",
        order_by="Criterion.position, Criterion.key",
    )


class Criterion(Base):
    """One thing that curators look at: its weight, and what each of 0 to 4 points looks like.

    ``anchors`` are five texts per language, from 0 points up; ``next_step`` tells a vendor what to
    mend. ``may_not_apply`` lets a curator leave it out, with a reason.
    """

    __tablename__ = "rubric_criterion"
    __table_args__ = (
        UniqueConstraint("rubric_id", "key"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
    )

    id: Mapped[Pk]
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    group: Mapped[Group] = mapped_column("side")
    weight: Mapped[int]
    name: Mapped[Local]
    hint: Mapped[Local]
    anchors: Mapped[JsonList]
    next_step: Mapped[Local]
    may_not_apply: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(300), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    reviewed_on: Mapped[date | None]

    rubric: Mapped[Rubric] = relationship(back_populates="criteria")
