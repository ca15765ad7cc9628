"""What people searched for and did not find."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base


class SearchMiss(Base):
    """A query without results, counted; the dinas reads here what the mall lacks."""

    __tablename__ = "search_miss"

    text: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime]
