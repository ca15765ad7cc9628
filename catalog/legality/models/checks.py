"""What officers found when they looked a paper up: when, with which outcome, when to look again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk
from catalog.legality.models.documents import Document
from catalog.legality.models.files import DocumentFile
from catalog.legality.rules.checking import CheckOutcome


class DocumentCheck(Base):
    """One look of an officer at a paper; rows are only added.

    ``version`` is that of the paper which was looked at, ``looked_on`` the day on which it was
    compared with the official register; ``reason`` a code of ``rules.checking.REFUSALS``.
    """

    __tablename__ = "document_check"

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    version: Mapped[int]
    outcome: Mapped[CheckOutcome]
    looked_on: Mapped[date | None]
    again_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(30), default="")
    person_id: Mapped[UUID | None]  # no key: people may leave, the check stays
    happened_at: Mapped[datetime]


# A verifier asks for equal numbers and equal files in all wallets.
Index("ix_document_number", Document.type_code, Document.number)
Index("ix_document_file_print", DocumentFile.print)
