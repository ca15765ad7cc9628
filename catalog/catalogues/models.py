"""Files that were asked for, and which of them buyers may download."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.catalogues.rules.files import FileKind, FileState, Scope, Spoken
from catalog.db.base import Base, Json, JsonList, Pk
from catalog.search.outbox import Searchable

_WAITING = text("state = 'waiting'")


class CatalogueFile(Base):
    """A file made of a showcase, of a vendor's or of a gallery's goods; it lies at ``key``.

    ``order_mark`` is the same for the same wish, so that asking twice makes one file.
    ``content_mark`` tells how the goods stood when it was made, in its second half which permits
    and markets it names; ``product_ids`` what it shows.
    Persons are named by id without a key: the row may outlive their accounts.
    """

    __tablename__ = "catalogue_file"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN showcase_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN vendor_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN gallery_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="scope",
        ),
        CheckConstraint("size >= 0", name="size"),
        Index(
            "uq_catalogue_file_one_waiting",
            "order_mark",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_catalogue_file_showcase_id", "showcase_id", "asked_at"),
        Index("ix_catalogue_file_vendor_id", "vendor_id", "asked_at"),
        Index("ix_catalogue_file_gallery_id", "gallery_id", "asked_at"),
    )

    id: Mapped[Pk]
    kind: Mapped[FileKind]
    showcase_id: Mapped[UUID | None] = mapped_column(ForeignKey("showcase.id"))
    vendor_id: Mapped[UUID | None] = mapped_column(ForeignKey("vendor.id"))
    gallery_id: Mapped[UUID | None] = mapped_column(ForeignKey("gallery.id"))
    options: Mapped[Json]
    order_mark: Mapped[str] = mapped_column(String(64))
    state: Mapped[FileState] = mapped_column(default=FileState.WAITING)
    failure: Mapped[str] = mapped_column(String(200), default="")  # a msgid
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(120), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    pages: Mapped[int] = mapped_column(default=0)
    content_mark: Mapped[str] = mapped_column(String(64), default="")
    product_ids: Mapped[JsonList]

    @property
    def scope(self) -> tuple[Scope, UUID]:
        """Return what it is made of."""
        for scope, key in (
            (Scope.SHOWCASE, self.showcase_id),
            (Scope.VENDOR, self.vendor_id),
            (Scope.GALLERY, self.gallery_id),
        ):
            if key is not None:
                return scope, key
        raise LookupError("a file of nothing")


class CatalogueRelease(Searchable, Base):
    """A catalogue that buyers may download from the showcase's page; one for each language."""

    __tablename__ = "catalogue_release"
    search_kind = "page"

    showcase_id: Mapped[UUID] = mapped_column(ForeignKey("showcase.id"), primary_key=True)
    spoken: Mapped[Spoken] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("catalogue_file.id"), index=True)
    released_at: Mapped[datetime]
    released_by: Mapped[UUID | None]

    file: Mapped[CatalogueFile] = relationship()

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of the showcase's pages."""
        yield "page", self.showcase_id
