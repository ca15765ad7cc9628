"""Products that a paper no longer speaks for since their recipe changed; the yearly question."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, JsonList, Pk
from catalog.legality.rules.reopening import ReopenReason
from catalog.search.outbox import Searchable

_OPEN = text("resolved_at IS NULL")


class DocumentReopening(Searchable, Base):
    """A product whose recipe changed after the paper was verified.

    Open until a verifier looks again. ``changes`` are {"part", "before", "after"} in words;
    ``version`` grows with every further change, so that an officer who saw an older one is told.
    ``product`` stands in a higher layer.
    """

    __tablename__ = "document_reopening"
    __table_args__ = (
        Index(
            "uq_document_reopening_one_open",
            "document_id",
            "product_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    # Its type is told here: see ``DocumentProduct``.
    product_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("product.id"), index=True)
    reason: Mapped[ReopenReason]
    changes: Mapped[JsonList]
    version: Mapped[int] = mapped_column(default=1)
    since: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    asked: Mapped[str] = mapped_column(String(300), default="")
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the product's mark: its badges change, no other's."""
        yield "product", self.product_id


class DocumentConfirmation(Base):
    """The yearly question whether what a paper speaks for is still made the same way."""

    __tablename__ = "document_confirmation"
    __table_args__ = (
        Index(
            "uq_document_confirmation_one_open",
            "document_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
