"""What a vendor's home counts."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


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
