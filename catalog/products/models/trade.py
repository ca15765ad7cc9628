"""What trade needs of a product: variants, ladders, cartons, markets, shelves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Json, JsonList, Line, Local, Pk
from catalog.galleries.models import Gallery
from catalog.products.models.core import OfProduct, Product
from catalog.products.rules.prices import PriceKind
from catalog.taxonomy.models import Market


class Variant(OfProduct, Base):
    """A size, colour or flavour; ``price`` in whole Rupiah, None takes the product's."""

    __tablename__ = "variant"
    __table_args__ = (
        UniqueConstraint("product_id", "position"),
        CheckConstraint("price IS NULL OR price >= 1", name="price"),
        CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int]
    sku: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[Local]
    options: Mapped[Json]
    price: Mapped[int | None] = mapped_column(BigInteger)
    stock: Mapped[int | None]
    minimum_order: Mapped[int | None]
    case_size: Mapped[int | None]

    product: Mapped[Product] = relationship()


class PriceTier(OfProduct, Base):
    """One step of a ladder: a unit price from a quantity on, in its own currency.

    ``amount`` is in minor units of ``currency`` (whole Rupiah for IDR). A price in another
    currency is stored, not converted, and never overwrites the Rupiah price.
    """

    __tablename__ = "price_tier"
    __table_args__ = (
        UniqueConstraint("product_id", "kind", "currency", "minimum_quantity"),
        CheckConstraint("amount >= 1", name="amount"),
        CheckConstraint("minimum_quantity >= 1", name="quantity"),
        CheckConstraint("kind <> 'fob' OR (port <> '' AND valid_until IS NOT NULL)", name="fob"),
    )

    id: Mapped[Pk]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[PriceKind]
    currency: Mapped[str] = mapped_column(String(3), default="IDR")
    minimum_quantity: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    port: Mapped[str] = mapped_column(String(80), default="")
    valid_until: Mapped[date | None]


class TradeFacts(OfProduct, Base):
    """Packaging and export terms; lengths in mm, weights in g."""

    __tablename__ = "trade_facts"
    __table_args__ = (
        CheckConstraint("carton_pieces IS NULL OR carton_pieces >= 1", name="pieces"),
        CheckConstraint("gross_g IS NULL OR net_g IS NULL OR gross_g >= net_g", name="gross"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    inner_pieces: Mapped[int | None]
    carton_pieces: Mapped[int | None]
    carton_length_mm: Mapped[int | None]
    carton_width_mm: Mapped[int | None]
    carton_height_mm: Mapped[int | None]
    net_g: Mapped[int | None]
    gross_g: Mapped[int | None]
    incoterms: Mapped[JsonList]
    port: Mapped[str] = mapped_column(String(80), default="")
    sample_policy: Mapped[Local]
    payment_terms: Mapped[Local]
    private_label: Mapped[bool | None]
    checked_by: Mapped[Line] = mapped_column(default="")
    checked_on: Mapped[date | None]


class ProductMarket(OfProduct, Base):
    """A market that this product was found ready for, until the last day that was sure of.

    Never shown past ``valid_until`` (None: no date ends it).
    """

    __tablename__ = "product_market"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    market_code: Mapped[str] = mapped_column(
        ForeignKey("market.code"), primary_key=True, index=True
    )
    checked_on: Mapped[date]
    checked_by: Mapped[Line] = mapped_column(default="")
    valid_until: Mapped[date | None]

    market: Mapped[Market] = relationship()


class ProductDisplay(OfProduct, Base):
    """A gallery's pool holds this product; with a counted ``stock`` it stands on a shelf."""

    __tablename__ = "product_display"
    __table_args__ = (CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), primary_key=True)
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"), primary_key=True, index=True)
    shelf: Mapped[str] = mapped_column(String(20), default="")
    stock: Mapped[int | None]
    counted_at: Mapped[datetime | None]

    gallery: Mapped[Gallery] = relationship()
