"""Legality documents of vendors and what they speak for."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from catalog.db.base import Base, Line, Pk
from catalog.legality.models.files import DocumentEvent, DocumentFile, DocumentReminder
from catalog.legality.models.reopenings import DocumentConfirmation, DocumentReopening
from catalog.legality.models.types import DocumentType
from catalog.legality.rules import DocumentFacts, DocumentState, Scope
from catalog.search.outbox import Searchable
from catalog.vendors.models import Vendor


class Document(Searchable, Base):
    """One paper of a vendor. The number is shown masked unless its type is public.

    Of a personal type ``number`` holds the mask, and the number itself is sealed. ``version``
    grows with every change, so that whoever looked at an older one is told. Of the files a digest
    is kept, and the digest that the verifier saw.
    """

    __tablename__ = "document"
    search_kind = "vendor"

    id: Mapped[Pk]
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("vendor.id"), index=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    holder_name: Mapped[Line] = mapped_column(default="")
    scope: Mapped[Scope]
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.PENDING)
    refusal: Mapped[str] = mapped_column(String(300), default="")
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    verified_number: Mapped[str | None] = mapped_column(String(60))
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[Line] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    number_sealed: Mapped[bytes | None]
    number_print: Mapped[str] = mapped_column(String(64), default="", index=True)
    files_digest: Mapped[str] = mapped_column(String(64), default="")
    verified_files: Mapped[str] = mapped_column(String(64), default="")
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"), index=True)

    vendor: Mapped[Vendor] = relationship()
    type: Mapped[DocumentType] = relationship()
    categories: Mapped[list["DocumentCategory"]] = relationship(cascade="all, delete-orphan")
    products: Mapped[list["DocumentProduct"]] = relationship(cascade="all, delete-orphan")
    files: Mapped[list["DocumentFile"]] = relationship(
        cascade="all, delete-orphan", order_by="DocumentFile.stored_at, DocumentFile.position"
    )
    events: Mapped[list["DocumentEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="DocumentEvent.version, DocumentEvent.happened_at"
    )
    reminders: Mapped[list["DocumentReminder"]] = relationship(cascade="all, delete-orphan")
    reopenings: Mapped[list["DocumentReopening"]] = relationship(cascade="all, delete-orphan")
    confirmations: Mapped[list["DocumentConfirmation"]] = relationship(cascade="all, delete-orphan")

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the vendor's mark: a document changes the badges of all its products."""
        yield "vendor", self.vendor_id

    def facts(self) -> DocumentFacts:
        """Return what the rules need to know."""
        return DocumentFacts(
            type_code=self.type_code,
            state=self.state,
            scope=self.scope,
            number=self.number,
            verified_number=self.verified_number,
            verified_at=self.verified_at,
            valid_until=self.valid_until,
            category_ids=frozenset(link.category_id for link in self.categories),
            product_ids=frozenset(link.product_id for link in self.products),
            reopened_ids=frozenset(
                each.product_id for each in self.reopenings if each.resolved_at is None
            ),
            files_digest=self.files_digest,
            verified_files=self.verified_files,
            is_narrow=self.type.default_scope is not Scope.VENDOR,
        )


class OfDocument(Searchable):
    """Mixin: a change to this row is a change of its document's vendor."""

    search_kind = "vendor"

    document_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the vendor's mark; a document that is gone too has given it itself."""
        session = object_session(self)
        owner = select(Document.vendor_id).where(Document.id == self.document_id)
        vendor_id = session.scalar(owner) if session else None
        if vendor_id:
            yield "vendor", vendor_id


class DocumentCategory(OfDocument, Base):
    """A product type that a document covers."""

    __tablename__ = "document_category"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"), primary_key=True)


class DocumentProduct(OfDocument, Base):
    """A single product that a document covers.

    ``product`` stands in a higher layer, so the type is told here: read from the foreign key, it
    would be unknown to whatever is built before that table is.
    """

    __tablename__ = "document_product"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    product_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("product.id"), primary_key=True, index=True
    )
