"""Kinds of papers: what each proves and where it is checked."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import String, inspect
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Local
from catalog.legality.rules import Scope
from catalog.search.outbox import ALL
from catalog.taxonomy.models import OnPages


class DocumentType(OnPages, Base):
    """A kind of paper: what it proves and where it is checked."""

    __tablename__ = "document_type"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Local]
    label: Mapped[str] = mapped_column(String(20))
    description: Mapped[Local]
    checker_name: Mapped[str] = mapped_column(String(80), default="")
    checker_url: Mapped[str] = mapped_column(String(300), default="")
    is_number_public: Mapped[bool] = mapped_column(default=False)
    has_badge: Mapped[bool] = mapped_column(default=True, active_history=True)
    is_personal: Mapped[bool] = mapped_column(default=False)  # numbers are sealed, never public
    default_scope: Mapped[Scope]
    applies: Mapped[str] = mapped_column(String(20), default="all")
    pattern: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    reviewed_on: Mapped[date | None]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of every page, and of every vendor once badges come or go."""
        yield from super().search_marks()
        if inspect(self).attrs.has_badge.history.deleted:
            yield "vendor", ALL
