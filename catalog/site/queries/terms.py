"""The encyclopaedia: terms of the authority lists with their places, makers and products."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductTerm
from catalog.products.queries import cards
from catalog.products.queries.locality import local
from catalog.products.queries.visible import public
from catalog.site.queries import figures
from catalog.site.queries.shelves import first_cards
from catalog.taxonomy.models import Region, Term, TermRegion, TermSynonym
from catalog.taxonomy.queries import place_names
from catalog.taxonomy.rules import TermKind, district_of, regency_of
from catalog.vendors.models import Vendor

MAKERS = 12
PRODUCTS = 12
RELATED = 8
_RECENT = 400  # products that are looked at for related terms
_PLACE = (
    Region.code,
    Region.name,
    Region.latitude,
    Region.longitude,
    TermRegion.is_exclusive,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term is at home, from the village up."""

    code: str
    name: str
    district: str
    regency: str
    is_exclusive: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with all that is known of it."""

    id: UUID
    kind: TermKind
    slug: str
    name: LocalText
    description: LocalText
    picture: Picture | None
    is_protected: bool
    source: str
    reviewed_on: date | None
    certainty: str
    synonyms: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A term as an index names it."""

    kind: TermKind
    slug: str
    name: LocalText
    description: LocalText
    is_protected: bool
    count: int
    picture: Picture | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker whose public products carry the term."""

    slug: str
    name: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Merged:
    """A term that lives on under another name."""

    kind: TermKind
    slug: str


def find(work: Work, kind: TermKind, slug: str) -> Entry | Merged:
    """Return the term at this address, or where it was merged into; raise NotFound."""
    into = aliased(Term)
    row = work.session.execute(
        select(Term, Image, into.kind.label("into_kind"), into.slug.label("into_slug"))
        .outerjoin(Image, Image.id == Term.image_id)
        .outerjoin(into, into.id == Term.merged_into_id)
        .where(Term.kind == kind, Term.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.into_slug:
        return Merged(row.into_kind, row.into_slug)
    return _entry(work, row)


def list_lines(work: Work, kind: TermKind) -> list[Line]:
    """Return the terms of one list in their order; ``count`` is of public products."""
    rows = work.session.execute(
        select(Term, Image)
        .outerjoin(Image, Image.id == Term.image_id)
        .where(Term.kind == kind, Term.merged_into_id.is_(None))
        .order_by(Term.position, Term.slug)
    ).all()
    shares = figures.by_term(work.session)
    at = _places_of_kind(work, kind)
    return [
        _line(row, shares.get(row.Term.id, figures.NOTHING), at.get(row.Term.id, ()))
        for row in rows
    ]


def list_makers(work: Work, term_id: UUID) -> list[Maker]:
    """Return the makers with most public products of this term."""
    count = func.count(Product.id)
    rows = work.session.execute(
        select(
            Vendor.slug,
            Vendor.name,
            Vendor.district_code,
            Vendor.region_code,
            count.label("total"),
        )
        .join(Product, Product.vendor_id == Vendor.id)
        .join(ProductTerm, ProductTerm.product_id == Product.id)
        .where(public(), ProductTerm.term_id == term_id, _of_here(work, term_id))
        .group_by(Vendor.id)
        .order_by(count.desc(), Vendor.name, Vendor.id)
        .limit(MAKERS)
    )
    places = place_names(work.session)
    return [
        Maker(row.slug, row.name, places.get(row.district_code or row.region_code, ""), row.total)
        for row in rows
    ]


def list_products(work: Work, term_id: UUID, language: str) -> list[cards.Card]:
    """Return cards of the newest public products of this term."""
    tagged = select(ProductTerm.product_id).where(ProductTerm.term_id == term_id)
    held = and_(Product.id.in_(tagged), _of_here(work, term_id))
    return first_cards(work, held, language, limit=PRODUCTS)


def _of_here(work: Work, term_id: UUID) -> ColumnElement[bool]:
    """Return the clause that keeps what is made elsewhere off craft villages and protected names.

    Anything may be of cotton; only what is made here is of Trusmi.
    """
    bound = exists().where(
        Term.id == term_id, or_(Term.kind == TermKind.SENTRA, Term.is_protected.is_(True))
    )
    return or_(~bound, local(work.session))


def list_related(work: Work, term_id: UUID) -> list[Line]:
    """Return the terms that stand most often beside this one on recent public products."""
    recent = (
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .join(ProductTerm, ProductTerm.product_id == Product.id)
        .where(public(), ProductTerm.term_id == term_id)
        .order_by(Product.published_at.desc(), Product.id)
        .limit(_RECENT)
        .subquery()
    )
    count = func.count().label("total")
    rows = work.session.execute(
        select(Term, count)
        .join(ProductTerm, ProductTerm.term_id == Term.id)
        .join(recent, recent.c.id == ProductTerm.product_id)
        .where(Term.id != term_id, Term.merged_into_id.is_(None))
        .group_by(Term.id)
        .order_by(count.desc(), Term.kind, Term.slug)
        .limit(RELATED)
    )
    return [
        Line(
            kind=row.Term.kind,
            slug=row.Term.slug,
            name=row.Term.name,
            description=row.Term.description,
            is_protected=row.Term.is_protected,
            count=row.total,
            picture=None,
        )
        for row in rows
    ]


def _line(row: Row[*tuple[Any, ...]], share: figures.Share, places: tuple[Place, ...]) -> Line:
    term: Term = row.Term
    picture = picture_of(row.Image) if row.Image else None
    # A cloth that bears a motif seldom shows it alone, so a motif has a picture of its own or none.
    if picture is None and share.examples and term.kind is not TermKind.MOTIF:
        picture = share.examples[0].picture
    return Line(
        kind=term.kind,
        slug=term.slug,
        name=term.name,
        description=term.description,
        is_protected=term.is_protected,
        count=share.count,
        picture=picture,
        places=places,
    )


def _entry(work: Work, row: Row[*tuple[Any, ...]]) -> Entry:
    term: Term = row.Term
    # One statement for two short lists: every synonym meets every place.
    details = work.session.execute(
        select(TermSynonym.text, *_PLACE)
        .select_from(Term)
        .outerjoin(TermSynonym, TermSynonym.term_id == Term.id)
        .outerjoin(TermRegion, TermRegion.term_id == Term.id)
        .outerjoin(Region, Region.code == TermRegion.region_code)
        .where(Term.id == term.id)
        .order_by(TermSynonym.text, Region.code)
    ).all()
    places = {each.code: each for each in details if each.code}
    return Entry(
        id=term.id,
        kind=term.kind,
        slug=term.slug,
        name=term.name,
        description=term.description,
        picture=picture_of(row.Image) if row.Image else None,
        is_protected=term.is_protected,
        source=term.source,
        reviewed_on=term.reviewed_on,
        certainty=term.certainty,
        synonyms=tuple(dict.fromkeys(each.text for each in details if each.text)),
        places=_placed(work, list(places.values())),
    )


def _places_of_kind(work: Work, kind: TermKind) -> dict[UUID, tuple[Place, ...]]:
    rows = work.session.execute(
        select(TermRegion.term_id, *_PLACE)
        .join(Region, Region.code == TermRegion.region_code)
        .join(Term, Term.id == TermRegion.term_id)
        .where(Term.kind == kind)
        .order_by(TermRegion.term_id, Region.code)
    )
    grouped = groupby(rows, key=lambda row: row.term_id)
    return {term_id: _placed(work, list(same)) for term_id, same in grouped}


def _placed(work: Work, rows: list[Row[*tuple[Any, ...]]]) -> tuple[Place, ...]:
    names = place_names(work.session)
    return tuple(
        Place(
            code=row.code,
            name=row.name,
            district=names.get(district_of(row.code) or "", ""),
            regency=names.get(regency_of(row.code), ""),
            is_exclusive=row.is_exclusive,
            latitude=row.latitude,
            longitude=row.longitude,
        )
        for row in rows
    )
