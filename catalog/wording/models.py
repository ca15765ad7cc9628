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
    """What the machine proposes for a product without English; on no public page.

    It lies apart from the product's own texts, so that nothing can show it by mistake.
    """

    __tablename__ = "english_draft"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]


class EnglishCheck(Base):
    """A person compared both languages; ``digest`` is of the words that they saw, in both."""

    __tablename__ = "english_check"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime]
    checked_by: Mapped[UUID | None]
