"""Showcases: sections and items in a curated order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Line, Local, Pk, Slug
from catalog.galleries.models import Gallery
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.search.outbox import Searchable
from catalog.showcases.rules import Layout, ShowcaseFacts, ShowcaseStatus


class Showcase(Searchable, Base):
    """A curated set with a story; ``market_code`` makes it "export ready for" that market."""

    __tablename__ = "showcase"
    __table_args__ = (
        CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR starts_at < ends_at", name="order"
        ),
    )
    search_kind = "page"

    id: Mapped[Pk]
    slug: Mapped[Slug]
    status: Mapped[ShowcaseStatus] = mapped_column(default=ShowcaseStatus.DRAFT, index=True)
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    market_code: Mapped[str | None] = mapped_column(ForeignKey("market.code"))
    is_export: Mapped[bool] = mapped_column(default=False)
    curator_name: Mapped[Line]
    title: Mapped[Local]
    lead: Mapped[Local]
    note: Mapped[Local]
    cover_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))
    position: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    first_published_at: Mapped[datetime | None]
    last_published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]

    gallery: Mapped[Gallery] = relationship()
    cover: Mapped[Image | None] = relationship()
    sections: Mapped[list["ShowcaseSection"]] = relationship(
        back_populates="showcase", cascade="all, delete-orphan", order_by="ShowcaseSection.position"
    )

    def facts(self) -> ShowcaseFacts:
        """Return what the rules need to know."""
        return ShowcaseFacts(self.status, self.starts_at, self.ends_at)


class ShowcaseSection(Searchable, Base):
    """A chapter: words, and the pieces that it shows."""

    __tablename__ = "showcase_section"
    __table_args__ = (UniqueConstraint("showcase_id", "position"),)
    search_kind = "page"

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    position: Mapped[int]
    layout: Mapped[Layout] = mapped_column(default=Layout.GRID)
    title: Mapped[Local]
    text: Mapped[Local]
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))

    showcase: Mapped[Showcase] = relationship(back_populates="sections")
    image: Mapped[Image | None] = relationship()
    items: Mapped[list["ShowcaseItem"]] = relationship(
        back_populates="section", cascade="all, delete-orphan", order_by="ShowcaseItem.position"
    )


class ShowcaseItem(Searchable, Base):
    """A product in a section with the curator's sentence about it."""

    __tablename__ = "showcase_item"
    __table_args__ = (
        UniqueConstraint("section_id", "position"),
        UniqueConstraint("section_id", "product_id"),
    )
    search_kind = "page"

    id: Mapped[Pk]
    section_id: Mapped[UUID] = mapped_column(ForeignKey("showcase_section.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int]
    note: Mapped[Local]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    hidden_reason: Mapped[str] = mapped_column(String(200), default="")

    section: Mapped[ShowcaseSection] = relationship(back_populates="items")
    product: Mapped[Product] = relationship()
