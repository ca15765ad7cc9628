"""Reads of reference data; the small tables are kept in memory until something changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.kernel.chart import Coordinates
from catalog.kernel.text import LocalText
from catalog.search.outbox import versioned
from catalog.taxonomy.models import (
    Category,
    ExchangeRate,
    Region,
    RegionAlias,
    Term,
    TermSynonym,
    Unit,
)
from catalog.taxonomy.rules import RegionKind


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category as pages need it; ``path`` runs from the top to itself."""

    id: UUID
    slug: str
    parent_id: UUID | None
    kind: str
    icon: str
    name: LocalText
    description: LocalText
    path: tuple[UUID, ...]
    children: tuple[UUID, ...]


class CategoryTree:
    """All categories, by id and by slug, in their order."""

    def __init__(self, nodes: dict[UUID, CategoryNode]) -> None:
        self.by_id = nodes
        self.by_slug = {node.slug: node for node in nodes.values()}

    @property
    def top(self) -> list[CategoryNode]:
        """Return the categories without a parent."""
        return [node for node in self.by_id.values() if node.parent_id is None]

    def path(self, category_id: UUID) -> list[CategoryNode]:
        """Return the nodes from the top down to this category."""
        return [self.by_id[step] for step in self.by_id[category_id].path]

    def children(self, category_id: UUID) -> list[CategoryNode]:
        """Return the direct children in their order."""
        return [self.by_id[child] for child in self.by_id[category_id].children]


@versioned
def category_tree(session: Session) -> CategoryTree:
    """Return the whole category tree."""
    rows = session.execute(
        select(
            Category.id,
            Category.slug,
            Category.parent_id,
            Category.kind,
            Category.icon,
            Category.name,
            Category.description,
        ).order_by(Category.position, Category.slug)
    ).all()
    parents = {row.id: row.parent_id for row in rows}

    def path(node: UUID) -> tuple[UUID, ...]:
        parent = parents[node]
        return (*(path(parent) if parent else ()), node)

    return CategoryTree(
        {
            row.id: CategoryNode(
                *row,
                path=path(row.id),
                children=tuple(child.id for child in rows if child.parent_id == row.id),
            )
            for row in rows
        }
    )


@versioned
def unit_symbols(session: Session) -> dict[str, LocalText]:
    """Return the name of each unit of sale, by code."""
    return {row.code: row.name for row in session.execute(select(Unit.code, Unit.name))}


@versioned
def place_names(session: Session) -> dict[str, str]:
    """Return the name of every kecamatan, regency and outside place, by code."""
    kinds = (RegionKind.DISTRICT, RegionKind.REGENCY, RegionKind.REGENCY_CITY, RegionKind.OUTSIDE)
    rows = session.execute(select(Region.code, Region.name).where(Region.kind.in_(kinds)))
    return {row.code: row.name for row in rows}


@versioned
def district_spots(session: Session) -> dict[str, Coordinates]:
    """Return name, latitude and longitude of every kecamatan whose place is known, by code."""
    rows = session.execute(
        select(Region.code, Region.name, Region.latitude, Region.longitude)
        .where(
            Region.kind == RegionKind.DISTRICT,
            Region.latitude.is_not(None),
            Region.longitude.is_not(None),
        )
        .order_by(Region.code)
    )
    return {row.code: (row.name, row.latitude, row.longitude) for row in rows}


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term as search and links need it; ``text`` holds its names and synonyms."""

    id: UUID
    kind: str
    slug: str
    name: LocalText
    text: str


@versioned
def term_words(session: Session) -> dict[UUID, TermWords]:
    """Return every term by id; a merged one stands as what it was merged into."""
    synonyms: dict[UUID, list[str]] = defaultdict(list)
    for term_id, text in session.execute(select(TermSynonym.term_id, TermSynonym.text)):
        synonyms[term_id].append(text)
    rows = session.execute(
        select(Term.id, Term.kind, Term.slug, Term.name, Term.merged_into_id).order_by(
            Term.position, Term.slug
        )
    ).all()
    terms = {
        row.id: TermWords(
            row.id,
            row.kind.value,
            row.slug,
            row.name,
            " ".join([*row.name.values(), *synonyms[row.id]]),
        )
        for row in rows
    }
    merged = {row.id: terms[row.merged_into_id] for row in rows if row.merged_into_id in terms}
    return terms | merged


OUTSIDE = "00"  # "luar daerah"


@versioned
def _place_codes(session: Session) -> dict[str, str]:
    codes = {
        row.name.casefold(): row.code
        for row in session.execute(
            select(Region.name, Region.code).order_by(Region.code.desc())
        )  # the shortest code, the larger place, wins a shared name
    }
    aliases = session.execute(select(RegionAlias.alias, RegionAlias.region_code))
    return codes | {row.alias: row.region_code for row in aliases}


def find_place(session: Session, name: str) -> str:
    """Return the region code of a place as people write it; unknown is "luar daerah"."""
    codes = _place_codes(session)
    folded = name.casefold().strip()
    for prefix in ("", "kecamatan ", "kec. ", "kabupaten ", "kab. ", "kota ", "desa "):
        if prefix and not folded.startswith(prefix):
            continue
        code = codes.get(folded.removeprefix(prefix).strip())
        if code is not None:
            return code
    return OUTSIDE


@dataclass(frozen=True, slots=True)
class Rate:
    """Rupiah for one unit of a currency, with the day and the source that a page must name."""

    currency: str
    rupiah: Decimal
    quoted_on: date
    source: str


def find_rate(session: Session, currency: str, day: date) -> Rate | None:
    """Return the newest rate of a currency that was quoted by ``day``, or None."""
    row = session.execute(
        select(
            ExchangeRate.currency,
            ExchangeRate.rupiah,
            ExchangeRate.quoted_on,
            ExchangeRate.source,
        )
        .where(ExchangeRate.currency == currency, ExchangeRate.quoted_on <= day)
        .order_by(ExchangeRate.quoted_on.desc())
        .limit(1)
    ).one_or_none()
    return Rate(*row) if row else None
