"""The files of papers, what became of papers, and the reminders that were sent."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, JsonList, Pk
from catalog.legality.rules import DocumentState, EventKind, FileKind, FilePurpose, Stage


class DocumentFile(Base):
    """A page or a PDF of a paper: the row; the sealed content lies in the store under ``key``."""

    __tablename__ = "document_file"
    __table_args__ = (
        UniqueConstraint("document_id", "purpose", "print"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("pages > 0", name="pages"),
    )

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    purpose: Mapped[FilePurpose]
    kind: Mapped[FileKind]
    size: Mapped[int]  # bytes of the opened content
    pages: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    print: Mapped[str] = mapped_column(String(64))  # keyed, of what was sent: equal for equal files
    name_sealed: Mapped[bytes]  # people name files after themselves
    key: Mapped[str] = mapped_column(String(120), unique=True)
    stored_at: Mapped[datetime]
    stored_by: Mapped[UUID | None]


class DocumentEvent(Base):
    """Something that became of a paper; rows are only added."""

    __tablename__ = "document_event"

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    version: Mapped[int]  # of the document afterwards
    happened_at: Mapped[datetime]
    person_id: Mapped[UUID | None]  # no key: people may leave, the history stays
    is_officer: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[EventKind]
    from_state: Mapped[DocumentState | None]
    to_state: Mapped[DocumentState]
    reason: Mapped[str] = mapped_column(String(300), default="")
    fields: Mapped[JsonList]  # which were changed, never to what


class DocumentReminder(Base):
    """A reminder that was sent, so that none is sent twice for the same date."""

    __tablename__ = "document_reminder"
    __table_args__ = (UniqueConstraint("document_id", "valid_until", "stage"),)

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    valid_until: Mapped[date]
    stage: Mapped[Stage]
    sent_at: Mapped[datetime]
