"""What a goal asks of a product or a business: versions that an office edits, one in force."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, JsonList, Local, Pk
from catalog.legality.rules.requirements import Level, Purpose, SetState

_ONE_ACTIVE = text("state = 'active'")
_ONE_DRAFT = text("state = 'draft'")


class RequirementSet(Base):
    """One version of the requirements of a goal, for some categories or one gallery.

    ``key`` names what all versions have in common. ``kind`` and ``category_id`` say which products
    it speaks of (neither: all), ``gallery_id`` for which gallery (none: everywhere). ``revision``
    rises with every change to a draft.
    """

    __tablename__ = "requirement_set"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index(
            "ix_requirement_set_one_active",
            "key",
            unique=True,
            sqlite_where=_ONE_ACTIVE,
            postgresql_where=_ONE_ACTIVE,
        ),
        Index(
            "ix_requirement_set_one_draft",
            "key",
            unique=True,
            sqlite_where=_ONE_DRAFT,
            postgresql_where=_ONE_DRAFT,
        ),
    )

    id: Mapped[Pk]
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[SetState] = mapped_column(default=SetState.DRAFT)
    purpose: Mapped[Purpose]
    kind: Mapped[str] = mapped_column(String(20), default="")
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"))
    gallery_id: Mapped[UUID | None] = mapped_column(ForeignKey("gallery.id"))
    based_on_id: Mapped[UUID | None] = mapped_column(ForeignKey("requirement_set.id"))
    revision: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    active_from: Mapped[datetime | None]
    activated_by: Mapped[UUID | None]
    retired_at: Mapped[datetime | None]

    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="set",
        cascade="all, delete-orphan",
        order_by="Requirement.position, Requirement.key",
    )


class Requirement(Base):
    """One line of a set: any of these papers, or one fact, and how to come by it.

    ``how_to`` and ``papers`` hold one line per step or paper. ``cost`` is a sentence, because
    what is free and for whom matters more than a number.
    """

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("set_id", "key"),)

    id: Mapped[Pk]
    set_id: Mapped[UUID] = mapped_column(ForeignKey("requirement_set.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Local]
    type_codes: Mapped[JsonList]
    stopgap_codes: Mapped[JsonList]
    fact: Mapped[str] = mapped_column(String(20), default="")
    level: Mapped[Level]
    applies_when: Mapped[JsonList]
    except_when: Mapped[JsonList]
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    next_step: Mapped[Local]
    office: Mapped[Local]
    cost: Mapped[Local]
    days_min: Mapped[int | None]
    days_max: Mapped[int | None]
    how_to: Mapped[Local]
    papers: Mapped[Local]
    link: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    reviewed_on: Mapped[date | None]

    set: Mapped[RequirementSet] = relationship(back_populates="requirements")


class PirtFood(Base):
    """A food type of the home-industry permit: the second and third digit of its number."""

    __tablename__ = "pirt_food"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[Local]
    category_slugs: Mapped[JsonList]
    source: Mapped[str] = mapped_column(String(300), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    reviewed_on: Mapped[date | None]
