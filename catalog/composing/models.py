"""Proposals for a showcase: what was asked, what the solver found, what people made of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalog.composing.rules.programme import Outcome
from catalog.db.base import Base, JsonList, Pk, PlainJson


class Proposal(Base):
    """One answer of the solver. What it proposed never changes; ``current`` does by swaps.

    ``wishes`` as ``rules.wishes`` keeps them; ``pieces`` lists what was proposed, in reading order:
    {"id", "worth", "parts": [quality, theme, readiness, rotation]}. ``findings`` are shares, swaps,
    binding limits and ways out as ``rules.findings`` keeps them. ``taken`` are the ids that went
    into the showcase. Products are named by id alone: a proposal outlives what it names.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("bound >= value", name="bound"),
        Index("ix_proposal_showcase_id_made_at", "showcase_id", "made_at"),
    )

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    milliseconds: Mapped[int] = mapped_column(default=0)
    wishes: Mapped[dict[str, Any]] = mapped_column(PlainJson)
    outcome: Mapped[Outcome]
    value: Mapped[int] = mapped_column(BigInteger, default=0)
    bound: Mapped[int] = mapped_column(BigInteger, default=0)
    pool: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[JsonList]
    current: Mapped[JsonList]
    findings: Mapped[dict[str, Any]] = mapped_column(PlainJson)
    version: Mapped[int] = mapped_column(default=1)
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken: Mapped[JsonList]


class ProposalSwap(Base):
    """A piece of a proposal that a curator exchanged for another one."""

    __tablename__ = "proposal_swap"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    out_id: Mapped[UUID]
    into_id: Mapped[UUID]
    swapped_at: Mapped[datetime]
    swapped_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
