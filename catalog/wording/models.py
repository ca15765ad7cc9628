"""Words of the field, drafts made by the machine, and which English texts a person has checked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk


class GlossaryEntry(Base):
    """An Indonesian word and the English that is wanted for it; ``is_kept`` leaves it as it is.

    ``folded`` is the word as it is looked for: small letters, single spaces.
    """

    __tablename__ = "glossary_entry"

    id: Mapped[Pk]
    term: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80), unique=True)
    english: Mapped[str] = mapped_column(String(160), default="")
    is_kept: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None]


class EnglishDraft(Base):
    """An English text that nobody has checked; on no public page.

    It lies apart from the product's own texts, so that nothing can show it by mistake. ``revision``
    rises with every save.
    """

    __tablename__ = "english_draft"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    is_machine: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]


class EnglishCheck(Base):
    """A person compared both languages; ``digest`` is of the words that they saw, in both.

    ``version`` is that of the product at the time: one that has not changed since needs no
    comparison.
    """

    __tablename__ = "english_check"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    checked_at: Mapped[datetime]
    checked_by: Mapped[UUID | None]
