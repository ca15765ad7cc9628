"""The tables of holds and of assignments; one row of each for a thing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base
from catalog.holds.rules import MAX_KIND


class HoldRow(Base):
    """Who has a thing open; ``seen_at`` is the last sign of life."""

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_person_id", "person_id"),)

    kind: Mapped[str] = mapped_column(String(MAX_KIND), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    since_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class AssignmentRow(Base):
    """Whom a thing was given to, and by whom."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_person_id", "person_id"),)

    kind: Mapped[str] = mapped_column(String(MAX_KIND), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    given_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
