"""The audit trail: who did what to which thing, before and after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, Pk


class AuditEntry(Base):
    """One thing that someone did; rows are only ever added, triggers refuse all else.

    ``vendor_id`` names the room that it happened in; ``address`` is sealed for this row.
    """

    __tablename__ = "audit_entry"

    id: Mapped[Pk]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(20), default="")  # the strongest that the actor held
    action: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    target_id: Mapped[str] = mapped_column(String(60), index=True)
    vendor_id: Mapped[UUID | None] = mapped_column(index=True)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    before: Mapped[Json]
    after: Mapped[Json]
    address: Mapped[bytes | None]
