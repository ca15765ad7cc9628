"""What stands behind the editor: supply facts, what was typed, reviews, pending changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Json, JsonList, Local, Pk
from catalog.products.models.core import OfProduct, Product
from catalog.products.rules.review import ChangeState, Outcome

_ONE_OPEN = text("state IN ('open', 'waiting')")
_ONE_WAITING = text("outcome = 'waiting'")


class ProductSupply(OfProduct, Base):
    """How a product is sold and sent: what the vendor says beyond its price.

    ``base_price`` (whole Rupiah) is what options without a price of their own cost;
    ``selling`` is ``ready``, ``order`` or empty while nobody chose; ``lead_steps`` are
    {"quantity", "days"} in rising quantity; ``markets`` are codes that the vendor already serves.
    """

    __tablename__ = "product_supply"
    __table_args__ = (
        CheckConstraint("weight_g IS NULL OR weight_g >= 1", name="weight"),
        CheckConstraint("shelf_life_days IS NULL OR shelf_life_days >= 1", name="shelf_life"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    selling: Mapped[str] = mapped_column(String(10), default="")
    base_price: Mapped[int | None] = mapped_column(BigInteger)
    asks_price: Mapped[bool] = mapped_column(default=False)
    weight_g: Mapped[int | None]
    shelf_life_days: Mapped[int | None]
    lead_steps: Mapped[JsonList]
    markets: Mapped[JsonList]


class ProductEdit(Base):
    """The editor's own memory of a product; nothing of it is public.

    ``revision`` rises with every save. ``kept`` holds, by field, the texts that could not be read,
    so that they come back; ``trail`` the values before the last saves, so that two people who
    type at once can be told apart. ``approved`` are the prices, by field, that an
    officer saw last: small changes are measured from them.
    """

    __tablename__ = "product_edit"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    kept: Mapped[Json]
    trail: Mapped[Json]
    note: Mapped[str] = mapped_column(Text, default="")
    approved: Mapped[Json]
    saved_at: Mapped[datetime | None]


class ChangeRequest(Base):
    """What a vendor wants to change of a live product; at most one is open or waiting.

    ``before`` and ``after`` hold values by field, as ``queries.editing`` reads them. ``version``
    rises with every change of it, so that nobody decides on what they have not seen.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        Index(
            "uq_change_request_one_open",
            "product_id",
            unique=True,
            sqlite_where=_ONE_OPEN,
            postgresql_where=_ONE_OPEN,
        ),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.OPEN)
    before: Mapped[Json]
    after: Mapped[Json]
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    product: Mapped[Product] = relationship()


class ReviewRound(Base):
    """One time that a product, or a change of it, lay before the officers.

    ``answered_at`` is set once the vendor has sent it again (or given it up): until then the
    round's notes stand in the editor and in the list.
    """

    __tablename__ = "review_round"
    __table_args__ = (
        Index(
            "uq_review_round_one_waiting",
            "product_id",
            unique=True,
            sqlite_where=_ONE_WAITING,
            postgresql_where=_ONE_WAITING,
        ),
        Index("ix_review_round_outcome_sent", "outcome", "sent_at", "id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("change_request.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    vendor_note: Mapped[str] = mapped_column(Text, default="")
    sent_by: Mapped[UUID | None]
    sent_at: Mapped[datetime]
    message: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship()
    change: Mapped[ChangeRequest | None] = relationship()
    notes: Mapped[list["ReviewNote"]] = relationship(
        back_populates="round", cascade="all, delete-orphan", order_by="ReviewNote.position"
    )


class ReviewNote(Base):
    """What an officer asks for at one field, or at one photograph (``image_id``).

    ``reason`` is the code of a template and ``words`` what it said then; ``text`` are the
    officer's own words.
    """

    __tablename__ = "review_note"

    id: Mapped[Pk]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"), index=True)
    position: Mapped[int]
    field: Mapped[str] = mapped_column(String(60), default="")
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))
    reason: Mapped[str] = mapped_column(String(30), default="")
    words: Mapped[Local]
    text: Mapped[str] = mapped_column(Text, default="")

    round: Mapped[ReviewRound] = relationship(back_populates="notes")
