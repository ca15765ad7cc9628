"""Reference tables: regions, categories, attributes, units, terms, currencies, markets."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.db.base import Base, JsonList, Line, Local, Pk, Slug
from catalog.search.outbox import ALL, Searchable
from catalog.taxonomy.rules import AttributeType, RegionKind, TermKind


class OnPages(Searchable):
    """Mixin: such a row has no page of its own, but others are made with it, so all of them age."""

    search_kind = "page"

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the mark of every page."""
        yield "page", ALL


class Region(Base):
    """A place of the Kemendagri region master; the code is its key."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    kind: Mapped[RegionKind] = mapped_column(index=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    postcode: Mapped[str | None] = mapped_column(String(5))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    parent: Mapped["Region | None"] = relationship(remote_side=code)


class RegionAlias(Base):
    """Another spelling of a region's name, folded to lower case."""

    __tablename__ = "region_alias"

    alias: Mapped[str] = mapped_column(String(80), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)


class Unit(OnPages, Base):
    """A unit of sale or measure; ``factor`` converts to the SI base of its dimension."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[Local]
    symbol: Mapped[str] = mapped_column(String(20))
    dimension: Mapped[str] = mapped_column(String(10))
    factor: Mapped[Decimal] = mapped_column(Numeric(18, 9))


class Category(Searchable, Base):
    """A node of the category tree."""

    __tablename__ = "category"
    search_kind = "page"

    id: Mapped[Pk]
    slug: Mapped[Slug]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))
    icon: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[Local]
    description: Mapped[Local]
    hs_prefixes: Mapped[JsonList]
    kbli: Mapped[JsonList]

    parent: Mapped["Category | None"] = relationship(remote_side="Category.id")
    attributes: Mapped[list["Attribute"]] = relationship(
        back_populates="category", order_by="Attribute.position"
    )


class Attribute(OnPages, Base):
    """One line of a category's template; children inherit it."""

    __tablename__ = "attribute"
    __table_args__ = (UniqueConstraint("category_id", "key"),)

    id: Mapped[Pk]
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    key: Mapped[str] = mapped_column(String(40))
    type: Mapped[AttributeType]
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    is_required: Mapped[bool] = mapped_column(default=False)
    block: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[Local]
    help: Mapped[Local]
    choices: Mapped[JsonList]

    category: Mapped[Category] = relationship(back_populates="attributes")


class Term(Searchable, Base):
    """An entry of an authority list: motif, technique, material or craft village."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("kind", "slug"),)
    search_kind = "page"

    id: Mapped[Pk]
    kind: Mapped[TermKind]
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[Local]
    description: Mapped[Local]
    image_id: Mapped[UUID | None] = mapped_column(ForeignKey("image.id"))
    is_protected: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("term.id"))
    source: Mapped[str] = mapped_column(String(300), default="")
    reviewed_on: Mapped[date | None]
    certainty: Mapped[str] = mapped_column(String(1), default="K")
    position: Mapped[int] = mapped_column(default=0)

    synonyms: Mapped[list["TermSynonym"]] = relationship(
        back_populates="term", cascade="all, delete-orphan"
    )
    regions: Mapped[list["TermRegion"]] = relationship(cascade="all, delete-orphan")


class OfTerm(Searchable):
    """Mixin: a change to this row is a change of its term."""

    search_kind = "page"

    term_id: Mapped[UUID]

    def search_marks(self) -> Iterable[tuple[str, UUID]]:
        """Give the term's mark."""
        yield "page", self.term_id


class TermSynonym(OfTerm, Base):
    """Another word or spelling for a term."""

    __tablename__ = "term_synonym"

    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"), primary_key=True)
    text: Mapped[str] = mapped_column(String(80), primary_key=True)

    term: Mapped[Term] = relationship(back_populates="synonyms")


class TermRegion(OfTerm, Base):
    """Where a term is at home; ``is_exclusive`` for protected geographical indications."""

    __tablename__ = "term_region"

    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    is_exclusive: Mapped[bool] = mapped_column(default=False)

    region: Mapped[Region] = relationship()


class Market(OnPages, Base):
    """A country or union that goods are exported to."""

    __tablename__ = "market"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[Local]
    position: Mapped[int] = mapped_column(default=0)


class HsCode(OnPages, Base):
    """A six-digit heading of the Harmonized System 2022 that our goods use."""

    __tablename__ = "hs_code"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    title: Mapped[Local]
    caution: Mapped[Local]


class ExchangeRate(Searchable, Base):
    """Rupiah for one unit of a currency on a day; display only, prices are never overwritten."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        UniqueConstraint("currency", "quoted_on"),
        CheckConstraint("rupiah > 0", name="rupiah_positive"),
    )
    search_kind = "page"

    id: Mapped[Pk]
    currency: Mapped[str] = mapped_column(String(3))
    rupiah: Mapped[Decimal] = mapped_column(Numeric(14, 4))
    quoted_on: Mapped[date]
    source: Mapped[Line]
    recorded_at: Mapped[datetime]
