"""A product with its texts, images and terms."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Json, Local, Pk, Slug
from catalog.kernel.money import MAX_RUPIAH
from catalog.media.models import Image
from catalog.products.rules.status import Status
from catalog.search.outbox import Searchable
from catalog.taxonomy.models import Category, Region, Term, Unit
from catalog.vendors.models import Vendor
from catalog.vendors.rules import TextState

_WITHDRAWN = text("withdrawn_at IS NOT NULL")


class Product(Searchable, Base):
    """One sellable good, as its vendor shows it.

    ``price`` is the lowest current retail price in whole Rupiah, kept in step with the variants;
    None means "price on request". ``code`` is the permanent short address and never changes.
    ``version`` rises with every change, so that cached markup of a card can be told apart.
    ``withdrawn_at`` is set while an incident keeps it out of sight, whatever its status.
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint(f"price IS NULL OR price BETWEEN 1 AND {MAX_RUPIAH}", name="price"),
        CheckConstraint("minimum_order >= 1", name="minimum_order"),
        CheckConstraint("capacity_month IS NULL OR capacity_month >= 0", name="capacity"),
        CheckConstraint("lead_days_min IS NULL OR lead_days_min >= 0", name="lead_min"),
        Index("ix_product_status_published", "status", "published_at", "id"),
        Index("ix_product_category_status", "category_id", "status", "published_at", "id"),
        Index("ix_product_vendor_status", "vendor_id", "status", "published_at", "id"),
        Index("ix_product_withdrawn_at", "withdrawn_at", sqlite_where=_WITHDRAWN,
              postgresql_where=_WITHDRAWN),
    )  # fmt: skip
    search_kind = "product"

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    slug: Mapped[Slug]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    price: Mapped[int | None] = mapped_column(BigInteger)
    price_varies: Mapped[bool] = mapped_column(default=False)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code"), default="pcs")
    minimum_order: Mapped[int] = mapped_column(default=1)
    capacity_month: Mapped[int | None]
    lead_days_min: Mapped[int | None]
    lead_days_max: Mapped[int | None]
    is_made_to_order: Mapped[bool] = mapped_column(default=False)
    origin_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    hs_code: Mapped[str | None] = mapped_column(String(8))
    grade: Mapped[str | None] = mapped_column(String(1))
    is_pick: Mapped[bool] = mapped_column(default=False)
    attributes: Mapped[Json]
    source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(120))
    is_sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}

    vendor: Mapped[Vendor] = relationship()
    category: Mapped[Category] = relationship()
    unit: Mapped[Unit] = relationship()
    origin: Mapped[Region | None] = relationship()
    texts: Mapped[list["ProductText"]] = relationship(
        back_populates="product", cascade="all, delete-orphan"
    )
    images: Mapped[list["ProductImage"]] = relationship(
        back_populates="product", cascade="all, delete-orphan", order_by="ProductImage.position"
    )
    terms: Mapped[list["ProductTerm"]] = relationship(
        back_populates="product", cascade="all, delete-orphan"
    )


class OfProduct(Searchable):
    """Mixin: a change to this row is a change of its product."""

    search_kind = "product"

    product_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the product's mark."""
        yield "product", self.product_id


class ProductText(OfProduct, Base):
    """A product's words in one language; English counts once name and description exist."""

    __tablename__ = "product_text"
    search_kind = "product"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[TextState] = mapped_column(default=TextState.HUMAN)

    product: Mapped[Product] = relationship(back_populates="texts")


class ProductImage(OfProduct, Base):
    """A picture of a product at its place in the order; position 0 is the cover."""

    __tablename__ = "product_image"
    __table_args__ = (UniqueConstraint("product_id", "position"),)
    search_kind = "product"

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"), index=True)
    position: Mapped[int]
    alt: Mapped[Local]

    product: Mapped[Product] = relationship(back_populates="images")
    image: Mapped[Image] = relationship()


class ProductTerm(OfProduct, Base):
    """A motif, technique, material or craft village of a product."""

    __tablename__ = "product_term"
    search_kind = "product"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"), primary_key=True, index=True)

    product: Mapped[Product] = relationship(back_populates="terms")
    term: Mapped[Term] = relationship()


class ProductSlug(OfProduct, Base):
    """A slug that a product once had; it answers 301."""

    __tablename__ = "product_slug"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
