"""What surrounds a showcase: its run, exceptions, absences, previews, comments, home places."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, JsonList, Local, Pk
from catalog.media.models import Image
from catalog.search.outbox import Searchable
from catalog.showcases.models.core import Showcase
from catalog.showcases.rules.slots import Place

_OPEN = text("ended_at IS NULL")


class OfShowcase(Searchable):
    """Mixin: a change to this row is a change of its showcase's page."""

    search_kind = "page"

    showcase_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of the showcase."""
        yield "page", self.showcase_id


class ShowcaseRun(OfShowcase, Base):
    """What publishing adds to a showcase: the cover in words, the notice of an ended one.

    ``stopped_reason`` says why it was taken down, until it is published again.
    """

    __tablename__ = "showcase_run"

    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    cover_alt: Mapped[Local]
    closing: Mapped[Local]
    stopped_reason: Mapped[str] = mapped_column(String(300), default="")
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[UUID | None]


class ShowcaseOverride(OfShowcase, Base):
    """An exception from what refuses a product in one showcase; read by auditors, never deleted."""

    __tablename__ = "showcase_override"
    __table_args__ = (
        Index(
            "uq_showcase_override_one_open",
            "showcase_id",
            "product_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    causes: Mapped[JsonList]
    reason: Mapped[str] = mapped_column(String(500))
    given_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]


class ShowcaseAbsence(Base):
    """Since when a piece is kept away, and for what; it was said to curators and the maker."""

    __tablename__ = "showcase_absence"
    __table_args__ = (
        Index(
            "uq_showcase_absence_one_open",
            "showcase_id",
            "product_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    causes: Mapped[JsonList]
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ShowcasePreview(Base):
    """A link under which someone without an account reads the working copy.

    ``token`` is sealed, bound to ``showcase_preview.token:<id>``; it is found by its hash.
    """

    __tablename__ = "showcase_preview"

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[str] = mapped_column(String(80))
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ShowcaseComment(Base):
    """A remark on a showcase or on one of its blocks; an answer has a parent.

    What came through a preview link has ``preview_id`` and the ``name`` that its writer gave.
    """

    __tablename__ = "showcase_comment"
    __table_args__ = (
        Index("ix_showcase_comment_showcase_created", "showcase_id", "created_at", "id"),
    )

    id: Mapped[Pk]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"))
    block_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("showcase_comment.id"))
    preview_id: Mapped[UUID | None] = mapped_column(ForeignKey("showcase_preview.id"))
    author_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    mentions: Mapped[JsonList]
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None]


class HomeSlot(Searchable, Base):
    """A showcase in a place of the first page for a time, with a picture of its own if wanted."""

    __tablename__ = "home_slot"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="order"),
        CheckConstraint("focal_x BETWEEN 0 AND 1", name="focal_x"),
        CheckConstraint("focal_y BETWEEN 0 AND 1", name="focal_y"),
    )
    search_kind = "page"

    id: Mapped[Pk]
    place: Mapped[Place]
    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    words: Mapped[Local]
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"), index=True)
    alt: Mapped[Local]
    focal_x: Mapped[float] = mapped_column(default=0.5)
    focal_y: Mapped[float] = mapped_column(default=0.5)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}

    showcase: Mapped[Showcase] = relationship()
    image: Mapped[Image | None] = relationship()
