"""Imports of whole sheets: the runs, the products of each, and the vendors' own codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Json, JsonList, Pk
from catalog.products.rules.bulk.runs import ItemKind, ItemState, RunState
from catalog.products.rules.bulk.words import fold


class ProductSku(Base):
    """A vendor's own code of a product; no two products of a vendor share one, whatever its case.

    Products without a row go by their permanent code.
    """

    __tablename__ = "product_sku"
    __table_args__ = (UniqueConstraint("vendor_id", "folded"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    sku: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(120))


class BulkRun(Base):
    """A sheet that was sent: what it came to, and how far taking it in is.

    ``columns`` are {"place", "header", "inputs"}, ``headers`` the whole heading row as it was;
    counts are rows of the sheet. ``problems`` and ``notes`` hold messages with their values.
    ``archive`` tells whether photos came with it, in the private store under the run's id.
    """

    __tablename__ = "bulk_run"
    __table_args__ = (Index("ix_bulk_run_vendor_created", "vendor_id", "created_at"),)

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[RunState] = mapped_column(default=RunState.UPLOADED)
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(80), default="")
    has_archive: Mapped[bool] = mapped_column(default=False)
    headers: Mapped[JsonList]
    columns: Mapped[JsonList]
    problems: Mapped[JsonList]
    notes: Mapped[JsonList]
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class BulkItem(Base):
    """The rows of one product in a run, as they were sent.

    ``kind`` is what taking it in would do, or did; ``photos`` are what its names stand for.
    """

    __tablename__ = "bulk_item"
    __table_args__ = (
        UniqueConstraint("run_id", "place"),
        Index("ix_bulk_item_run_state", "run_id", "state", "kind", "place"),
    )

    id: Mapped[Pk]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_run.id"))
    place: Mapped[int]  # number of its first row
    count: Mapped[int]  # of its rows
    sku: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[ItemKind] = mapped_column(default=ItemKind.UNREAD)
    state: Mapped[ItemState] = mapped_column(default=ItemState.WAITING)
    product_id: Mapped[UUID | None]
    lines: Mapped[JsonList]
    problems: Mapped[JsonList]
    photos: Mapped[Json]

    @property
    def sku_key(self) -> str:
        """Return the code as it is compared."""
        return fold(self.sku)
