"""Jobs and the runs of schedules: the truth about what was asked for and what was done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, Pk
from catalog.jobs.rules import JobState


class Job(Base):
    """Something to be done once its transaction stands; holds ids, never personal data."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_run_after", "state", "run_after"),)

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[Json]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(80), default="")  # who runs it, or did
    last_error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ScheduleRun(Base):
    """A moment at which a schedule was due, and the job that was made of it."""

    __tablename__ = "schedule_run"
    __table_args__ = (UniqueConstraint("name", "due_at"),)

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime]
    job_id: Mapped[UUID]  # no key: done jobs are removed sooner
    made_at: Mapped[datetime]
