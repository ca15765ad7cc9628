"""What people were told, and how they want to be told."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, Pk


class NoticeRow(Base):
    """One notice for one person; msgids and their values, so that it is read in any language."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key", "said_on"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
        Index("ix_notice_created_at", "created_at"),
    )

    id: Mapped[Pk]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(String(1000))
    values: Mapped[Json]
    url: Mapped[str] = mapped_column(String(300), default="")
    next_step: Mapped[str] = mapped_column(String(200), default="")
    deadline_on: Mapped[date | None]
    key: Mapped[str] = mapped_column(String(64))
    said_on: Mapped[date]  # with the key: two workers at once say it once
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class NoticeSettings(Base):
    """How a person wants to be told; who has no row gets the defaults."""

    __tablename__ = "notice_settings"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    wishes: Mapped[Json]  # group: wish
    digest_on: Mapped[date | None]  # the last day with a digest
    weekly_on: Mapped[date | None]  # … that also told what is told weekly
