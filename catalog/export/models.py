"""Export rules in their versions, what officers confirm, and how readiness has turned."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, JsonList, Line, Local, Pk
from catalog.export.rules import Fact, Part, RuleState, Severity, Standing, Who
from catalog.export.rules.confirming import ConfirmState
from catalog.export.rules.turning import Cause
from catalog.products.models import Product
from catalog.search.outbox import Searchable

RULE = "export_rule"  # kinds of marks: no page is made of them, readiness follows from them
FACT = "export_fact"
_ACTIVE = text("state = 'active'")
_DRAFT = text("state = 'draft'")
_OPEN = text("state IN ('claimed', 'confirmed')")
_CURRENT = text("ended_at IS NULL")


class ExportRule(Searchable, Base):
    """One version of a rule; ``key`` names what all its versions have in common.

    ``market_code`` "" is every market. ``revision`` rises with every change to a draft.
    """

    __tablename__ = "export_rule"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index(
            "ix_export_rule_one_active",
            "key",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index(
            "ix_export_rule_one_draft",
            "key",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
    )
    search_kind = RULE

    id: Mapped[Pk]
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[RuleState] = mapped_column(default=RuleState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    market_code: Mapped[str] = mapped_column(String(2), default="")
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Local]
    explanation: Mapped[Local]
    office: Mapped[Local]
    fact: Mapped[Fact]
    severity: Mapped[Severity]
    part: Mapped[Part]
    who: Mapped[Who]
    kinds: Mapped[JsonList]
    categories: Mapped[JsonList]
    hs_prefixes: Mapped[JsonList]
    applies_when: Mapped[JsonList]
    except_when: Mapped[JsonList]
    days: Mapped[int | None]
    requirement: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(300), default="")
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    reviewed_on: Mapped[date | None]
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    active_from: Mapped[datetime | None]
    activated_by: Mapped[UUID | None]
    retired_at: Mapped[datetime | None]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the rule's mark, unless it is a draft: nothing follows from one."""
        if self.state is not RuleState.DRAFT:
            yield from super().search_marks()


class ExportConfirmation(Searchable, Base):
    """What a maker says is done, and what an officer has seen of it, until when.

    ``evidence`` says where it was seen. A renewed one ends the one before.
    """

    __tablename__ = "export_confirmation"
    __table_args__ = (
        Index(
            "ix_export_confirmation_one_open",
            "product_id",
            "fact",
            "market_code",
            "state",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_export_confirmation_state", "state", "claimed_at"),
    )
    search_kind = FACT

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id), index=True)
    market_code: Mapped[str] = mapped_column(String(2), default="")
    fact: Mapped[Fact]
    state: Mapped[ConfirmState]
    claim: Mapped[str] = mapped_column(String(300), default="")
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None]
    evidence: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[UUID | None]
    decider: Mapped[Line] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give a mark of its own kind with the product's id: readiness follows from it."""
        yield FACT, self.product_id


class ExportTurn(Base):
    """A time in which a product stood so for a market; the current one has not ended.

    ``score`` and ``gaps`` (keys of rules) are those of its first moment; ``valid_until`` is the
    last day of the present standing if only the calendar moves.
    """

    __tablename__ = "export_turn"
    __table_args__ = (
        Index(
            "ix_export_turn_current",
            "product_id",
            "market_code",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_export_turn_standing", "market_code", "standing", "ended_at"),
        Index("ix_export_turn_product", "product_id", "happened_at"),
        Index("ix_export_turn_due", "ended_at", "valid_until"),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    market_code: Mapped[str] = mapped_column(String(2))
    before: Mapped[Standing | None]
    standing: Mapped[Standing]
    score: Mapped[int]
    gaps: Mapped[JsonList]
    cause: Mapped[Cause]
    happened_at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    valid_until: Mapped[date | None]
    ended_at: Mapped[datetime | None]
