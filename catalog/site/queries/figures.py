"""Counts and example pictures of the whole catalogue, kept until something public changes."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Subquery, and_, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductDisplay, ProductImage, ProductTerm, ProductText
from catalog.products.queries.visible import public
from catalog.search.outbox import versioned
from catalog.taxonomy.queries import CategoryNode, TermWords, category_tree, term_words
from catalog.vendors.models import Vendor

EXAMPLES = 3  # pictures kept for each category and each gallery
_HINTS = 40  # busiest terms that are looked at


@dataclass(frozen=True, slots=True)
class Example:
    """A product that stands for its category or gallery: a picture with an address."""

    id: UUID
    slug: str
    name: LocalText
    picture: Picture
    is_pick: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the catalogue a category or a gallery holds, and what it looks like."""

    count: int
    examples: tuple[Example, ...]


NOTHING = Share(0, ())


@versioned
def totals(session: Session) -> tuple[int, int]:
    """Return how many public products there are, and how many makers they come from."""
    row = session.execute(
        select(func.count(), func.count(distinct(Product.vendor_id)))
        .select_from(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
    ).one()
    return row[0], row[1]


@versioned
def by_category(session: Session) -> dict[UUID, Share]:
    """Return the share of every category with products, ancestors included."""
    tree = category_tree(session)
    found: dict[UUID, list[Share]] = defaultdict(list)
    for category_id, share in _shares(session, _ranked(Product.category_id)).items():
        for step in tree.by_id[category_id].path:
            found[step].append(share)
    return {category_id: _sum(shares) for category_id, shares in found.items()}


@versioned
def by_gallery(session: Session) -> dict[UUID, Share]:
    """Return the share of every gallery: the products of its pool."""
    return _shares(session, _ranked(ProductDisplay.gallery_id, through=ProductDisplay))


@versioned
def by_term(session: Session) -> dict[UUID, Share]:
    """Return the share of every term that stands on a public product."""
    return _shares(session, _ranked(ProductTerm.term_id, through=ProductTerm))


@versioned
def busy_terms(session: Session) -> tuple[TermWords, ...]:
    """Return the terms with most public products, the busiest first."""
    count = func.count().label("total")
    rows = session.execute(
        select(ProductTerm.term_id, count)
        .join(Product, Product.id == ProductTerm.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .group_by(ProductTerm.term_id)
        .order_by(count.desc(), ProductTerm.term_id)
        .limit(_HINTS)
    ).all()
    words = term_words(session)
    found = (words[row.term_id] for row in rows if row.term_id in words)
    return tuple({term.id: term for term in found}.values())


@versioned
def shows_sample_data(session: Session) -> bool:
    """Return whether any public product is sample data."""
    chosen = (
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public(), Product.is_sample)
        .limit(1)
    )
    return session.scalar(chosen) is not None


def top_categories(session: Session) -> list[tuple[CategoryNode, Share]]:
    """Return the top categories that have products, in their order."""
    shares = by_category(session)
    return [(node, shares[node.id]) for node in category_tree(session).top if node.id in shares]


def gallery_share(session: Session, gallery_id: UUID) -> Share:
    """Return the share of one gallery."""
    return by_gallery(session).get(gallery_id, NOTHING)


def _sum(shares: list[Share]) -> Share:
    examples = [example for share in shares for example in share.examples]
    examples.sort(key=lambda example: not example.is_pick)  # stable: picks first
    return Share(sum(share.count for share in shares), tuple(examples[:EXAMPLES]))


def _ranked(
    group: InstrumentedAttribute[UUID],
    *,
    through: type[ProductDisplay | ProductTerm] | None = None,
) -> Subquery:
    """Return products ranked inside each group: picks first, then the newest."""
    chosen = (
        select(
            Product.id,
            group.label("group_id"),
            func.count().over(partition_by=group).label("total"),
            func.row_number()
            .over(
                partition_by=group,
                order_by=(Product.is_pick.desc(), Product.published_at.desc(), Product.id),
            )
            .label("rank"),
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
    )
    if through is not None:
        chosen = chosen.join(through, through.product_id == Product.id)
    return chosen.subquery()


def _shares(session: Session, ranked: Subquery) -> dict[UUID, Share]:
    rows = session.execute(
        select(
            ranked.c.group_id,
            ranked.c.total,
            Product.id,
            Product.slug,
            Product.is_pick,
            ProductText.language,
            ProductText.name.label("title"),
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
        )
        .select_from(ranked)
        .join(Product, Product.id == ranked.c.id)
        .outerjoin(
            ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0)
        )
        .outerjoin(Image, Image.id == ProductImage.image_id)
        .outerjoin(ProductText, ProductText.product_id == Product.id)
        .where(ranked.c.rank <= EXAMPLES)
        .order_by(ranked.c.group_id, ranked.c.rank, ProductText.language)
    ).all()
    groups: dict[UUID, dict[UUID, list[Row[*tuple[Any, ...]]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        groups[row.group_id][row.id].append(row)
    return {
        group_id: Share(
            next(iter(products.values()))[0].total,
            tuple(example for same in products.values() if (example := _example(same))),
        )
        for group_id, products in groups.items()
    }


def _example(rows: list[Row[*tuple[Any, ...]]]) -> Example | None:
    row = rows[0]
    if not row.name:
        return None
    names = LocalText.of({each.language: each.title for each in rows if each.language})
    return Example(row.id, row.slug, names, picture_of(row), row.is_pick)
