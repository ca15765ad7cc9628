"""Kinds of papers: what each proves and where it is checked."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import String, inspect
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Local
from catalog.legality.rules import Scope
from catalog.legality.rules.numbers import NumberKind
from catalog.search.outbox import ALL
from catalog.taxonomy.models import OnPages


class DocumentType(OnPages, Base):
    """A kind of paper: what it proves, how its number is written and where it is checked.

    ``checker_note`` says what to compare at the official checker; ``validity_years`` for how long
    such a paper is usually issued.
    """

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
    hint: Mapped[Local]
    level: Mapped[str] = mapped_column(String(4), default="warn")
    strip: Mapped[str] = mapped_column(String(20), default="")
    prefix: Mapped[str] = mapped_column(String(80), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="")
    validity_years: Mapped[int | None]
    checker_note: Mapped[Local]
    source: Mapped[str] = mapped_column(String(300), default="")
    reviewed_on: Mapped[date | None]

    def number_kind(self) -> NumberKind:
        """Return what the rules need to judge a number of this type."""
        return NumberKind(
            code=self.code,
            label=self.label,
            pattern=self.pattern,
            strip=self.strip,
            prefix=self.prefix,
            level=self.level,
            hint=self.hint,
            certainty=self.certainty,
        )

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of every page, and of every vendor once badges come or go."""
        yield from super().search_marks()
        if inspect(self).attrs.has_badge.history.deleted:
            yield "vendor", ALL
