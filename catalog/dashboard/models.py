"""What a vendor's home counts, and what an owner asked to be done with the vendor's data."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk
from catalog.vendors.rules.window import VendorStatus

_OPEN = text("state = 'open'")
_WAITING = text("state = 'waiting'")


class Visited(StrEnum):
    """Kinds of pages whose openings are counted."""

    PRODUCT = "product"
    VENDOR = "vendor"


class VisitCount(Base):
    """How often a page was opened on one WIB day; nothing of whom.

    ``target_id`` names a product or a vendor without a foreign key: a count outlives its page.
    """

    __tablename__ = "visit_count"
    __table_args__ = (CheckConstraint("times >= 1", name="times"),)

    kind: Mapped[Visited] = mapped_column(primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]


class ClosingKind(StrEnum):
    """Why an owner has closed the window."""

    CONSENT = "consent"  # the consent to show it was withdrawn
    ERASURE = "erasure"  # everything is to be deleted


class ClosingState(StrEnum):
    """Where a closing stands."""

    OPEN = "open"
    ENDED = "ended"  # the owner has changed their mind
    DONE = "done"  # everything is deleted


class Closing(Base):
    """An owner's wish that the window be closed; at most one of a kind is open for a vendor.

    ``status_before`` is what the vendor was, and is again once the wish is taken back. Persons are
    named by id without a key: the row outlives their accounts.
    """

    __tablename__ = "vendor_closing"
    __table_args__ = (
        Index(
            "uq_vendor_closing_one_open",
            "vendor_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_vendor_closing_state_due", "state", "due_at"),
    )

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    kind: Mapped[ClosingKind]
    state: Mapped[ClosingState] = mapped_column(default=ClosingState.OPEN)
    status_before: Mapped[VendorStatus]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # when everything is deleted
    ended_at: Mapped[datetime | None]


class ExportState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class DataExport(Base):
    """Everything of a vendor as one ZIP: the row; the sealed file lies in the store at ``key``."""

    __tablename__ = "data_export"
    __table_args__ = (
        Index(
            "uq_data_export_one_waiting",
            "vendor_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("size >= 0", name="size"),
    )

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), index=True)
    state: Mapped[ExportState] = mapped_column(default=ExportState.WAITING)
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    files_done: Mapped[int] = mapped_column(default=0)
    files_total: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes of the opened ZIP
