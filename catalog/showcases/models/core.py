"""Showcases: sections and items in a curated order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, Json, JsonList, Line, Local, Pk, PlainJson, Slug
from catalog.galleries.models import Gallery
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.search.outbox import Searchable
from catalog.showcases.rules import (
    Layout,
    ShowcaseFacts,
    ShowcaseKind,
    ShowcaseStatus,
    VersionKind,
)


class Showcase(Searchable, Base):
    """A curated set with a story; one of kind EXPORT promises goods ready for its market.

    These are the words that the public reads; what curators work on is in its ``ShowcaseDraft``.
    """

    __tablename__ = "showcase"
    __table_args__ = (
        CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR starts_at < ends_at", name="order"
        ),
        CheckConstraint("kind = 'story' OR market_code IS NOT NULL", name="market"),
    )
    search_kind = "page"

    id: Mapped[Pk]
    slug: Mapped[Slug]
    status: Mapped[ShowcaseStatus] = mapped_column(default=ShowcaseStatus.DRAFT, index=True)
    kind: Mapped[ShowcaseKind] = mapped_column(
        default=ShowcaseKind.STORY, server_default=ShowcaseKind.STORY.value
    )
    gallery_id: Mapped[UUID] = mapped_column(ForeignKey("gallery.id"))
    market_code: Mapped[str | None] = mapped_column(ForeignKey("market.code"))
    is_export: Mapped[bool] = mapped_column(default=False)  # in step with kind
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
    """A chapter: words, and the pieces that it shows.

    Publishing writes all sections and items of a showcase anew, each under the id that its block
    or item has in the content; so nothing else may point here by a foreign key.
    """

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
    extras: Mapped[Json] = mapped_column(server_default="{}")  # see ``rules.keeping``

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


class ShowcaseDraft(Base):
    """The working copy of a showcase; what visitors read changes when it is published.

    ``stamps`` tell for each part (a field, or the id of a block or item) in which revision, when
    and by whom it last changed: {"<part>": [revision, "<person id>", "<ISO time>"]}.
    """

    __tablename__ = "showcase_draft"
    __table_args__ = (CheckConstraint("revision >= 1", name="revision"),)

    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    published_revision: Mapped[int | None]  # what the public rows were written from
    content: Mapped[dict[str, Any]] = mapped_column(PlainJson)
    stamps: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict)
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ShowcaseVersion(Base):
    """A state of a showcase that was kept: who made it, when, and what had changed since the last.

    ``changes`` are what ``rules.comparing`` found: messages with their values.
    """

    __tablename__ = "showcase_version"
    __table_args__ = (UniqueConstraint("showcase_id", "number"),)

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    number: Mapped[int]
    kind: Mapped[VersionKind]
    name: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[dict[str, Any]] = mapped_column(PlainJson)
    changes: Mapped[JsonList]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ShowcasePhoto(Base):
    """A picture that a showcase may use: its library. Drafts and versions name only these."""

    __tablename__ = "showcase_photo"
    __table_args__ = (Index("ix_showcase_photo_image_id", "image_id"),)

    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    image_id: Mapped[UUID] = mapped_column(ForeignKey("image.id"), primary_key=True)
    is_own: Mapped[bool] = mapped_column(default=False)  # sent by a curator, not from a product
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
