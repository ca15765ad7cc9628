"""Mails that wait, were sent or could not be."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"  # handed to the server at this moment, or when the worker died
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(Base):
    """A mail on its way; whom it goes to and what it says are sealed, and dropped in time."""

    __tablename__ = "outgoing_mail"

    id: Mapped[Pk]
    language: Mapped[str] = mapped_column(String(8))
    sealed_to: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[int] = mapped_column(default=0)  # tries of which nobody knows the end
    message_id: Mapped[str] = mapped_column(String(200), default="")
    problem: Mapped[str] = mapped_column(String(100), default="")  # of the last try; no address
    created_at: Mapped[datetime] = mapped_column(index=True)
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
