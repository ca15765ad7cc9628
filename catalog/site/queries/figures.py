"""Counts and example pictures of the whole catalogue, kept until something public changes.

Counts take "all, less what the public may not see", since a small index answers the first part
and the second is short. Examples are the newest few of each group, read off an index; those of
terms come from the newest of all: a change among 100,000 costs the next reader milliseconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, exists, func, select, union, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductDisplay, ProductImage, ProductTerm, ProductText
from catalog.products.queries.visible import live, public
from catalog.products.rules.status import Status
from catalog.search.outbox import versioned
from catalog.taxonomy.queries import CategoryNode, TermWords, category_tree, term_words
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus

EXAMPLES = 3  # pictures kept for each category, gallery and term
_NEWEST = 2_000  # products among which terms are looked for
_AT_ONCE = 100  # groups in one statement; SQLite takes 500
_HINTS = 40  # busiest terms that are looked at
_UNSEEN = [status for status in Status if status is not Status.PUBLISHED]

Counts = dict[UUID, int]


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
    has_one = exists().where(Product.vendor_id == Vendor.id, live())
    makers = select(func.count()).select_from(Vendor)
    makers = makers.where(Vendor.status == VendorStatus.ACTIVE, has_one)
    return sum(_category_counts(session).values()), session.scalar(makers) or 0


@versioned
def by_category(session: Session) -> dict[UUID, Share]:
    """Return the share of every category with products, ancestors included."""
    tree = category_tree(session)
    counts = _category_counts(session)
    chosen = select(Product.category_id, Product.id).select_from(Product)
    pictures = _examples(session, _newest_of_each(session, chosen, Product.category_id, counts))
    counted: dict[UUID, int] = Counter()
    shown: dict[UUID, list[Example]] = defaultdict(list)
    for category_id, count in counts.items():
        for step in tree.by_id[category_id].path:
            counted[step] += count
            shown[step] += pictures.get(category_id, ())
    return {
        category_id: Share(count, tuple(_picks_first(shown[category_id])[:EXAMPLES]))
        for category_id, count in counted.items()
    }


@versioned
def by_gallery(session: Session) -> dict[UUID, Share]:
    """Return the share of every gallery: the products of its pool."""
    rows = session.execute(
        select(ProductDisplay.gallery_id, func.count())
        .where(ProductDisplay.product_id.not_in(_unseen()))
        .group_by(ProductDisplay.gallery_id)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    chosen = select(ProductDisplay.gallery_id, Product.id).join(
        Product, Product.id == ProductDisplay.product_id
    )
    groups = _newest_of_each(session, chosen, ProductDisplay.gallery_id, counts)
    return _shares(session, counts, groups)


@versioned
def by_term(session: Session) -> dict[UUID, Share]:
    """Return the share of every term that stands on a public product."""
    whole = _count(session, ProductTerm.term_id)
    unseen = session.execute(
        select(ProductTerm.term_id, func.count())
        .where(ProductTerm.product_id.in_(_unseen()))
        .group_by(ProductTerm.term_id)
    ).all()
    counts = _less(whole, {row[0]: row[1] for row in unseen})
    return _shares(session, counts, _newest_first(session, _newest_terms(session)))


@versioned
def busy_terms(session: Session) -> tuple[TermWords, ...]:
    """Return the terms that stand most often on the newest products, the busiest first."""
    found = Counter(term_id for term_id, _ in _newest_terms(session))
    words = term_words(session)
    busy = sorted(found, key=lambda key: (-found[key], str(key)))[:_HINTS]
    return tuple({words[key].id: words[key] for key in busy if key in words}.values())


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


@versioned
def _category_counts(session: Session) -> Counts:
    # Every status is counted, so that the index on both columns answers alone.
    every = session.execute(
        select(Product.category_id, Product.status, func.count()).group_by(
            Product.category_id, Product.status
        )
    ).all()
    shut = session.execute(
        select(Product.category_id, func.count())
        .where(Product.id.in_(union(*_held_back())), Product.status == Status.PUBLISHED)
        .group_by(Product.category_id)
    ).all()
    published = {row[0]: row[2] for row in every if row[1] is Status.PUBLISHED}
    return _less(published, {row[0]: row[1] for row in shut})


def _newest_of_each(
    session: Session,
    chosen: Select[UUID, UUID],
    group: InstrumentedAttribute[UUID],
    keys: Iterable[UUID],
) -> list[tuple[UUID, UUID]]:
    """Return (group, product) of the newest few public products of each group."""
    newest = (
        chosen.add_columns(Product.published_at)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .order_by(Product.published_at.desc(), Product.id.desc())
        .limit(EXAMPLES)
    )
    parts = [select(newest.where(group == key).subquery()) for key in keys]
    found: list[tuple[UUID, UUID]] = []
    for start in range(0, len(parts), _AT_ONCE):
        both = union_all(*parts[start : start + _AT_ONCE])
        rows = session.execute(both.order_by(both.selected_columns.published_at.desc()))
        found += [(row[0], row[1]) for row in rows]
    return found


def _newest_ids() -> Select[UUID]:
    return (
        select(Product.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .order_by(Product.published_at.desc(), Product.id.desc())
        .limit(_NEWEST)
    )


@versioned
def _newest_terms(session: Session) -> tuple[tuple[UUID, UUID], ...]:
    rows = session.execute(
        select(ProductTerm.term_id, ProductTerm.product_id).where(
            ProductTerm.product_id.in_(_newest_ids())
        )
    )
    return tuple((row.term_id, row.product_id) for row in rows)


def _unseen() -> CompoundSelect[UUID]:
    """Return the ids of products that the public may not see; three short index walks."""
    hidden = select(Product.id).where(Product.status.in_(_UNSEEN))
    return union(hidden, *_held_back())


def _held_back() -> tuple[Select[UUID], Select[UUID]]:
    """Return the ids of products that are not shown whatever their status, in two parts.

    SQLite takes no union within a union.
    """
    shut = select(Product.id).where(Product.vendor_id.in_(_shut()))
    return shut, select(Product.id).where(Product.withdrawn_at.is_not(None))


def _shut() -> Select[UUID]:
    """Return the ids of vendors whose window is closed."""
    return select(Vendor.id).where(Vendor.status != VendorStatus.ACTIVE)


def _count(session: Session, group: InstrumentedAttribute[UUID]) -> Counts:
    rows = session.execute(select(group, func.count()).group_by(group))
    return {row[0]: row[1] for row in rows}


def _less(whole: Counts, part: Counts) -> Counts:
    """Return the counts that are left; groups with nothing left are dropped."""
    left = {key: count - part.get(key, 0) for key, count in whole.items()}
    return {key: count for key, count in left.items() if count > 0}


def _newest_first(session: Session, groups: Iterable[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    place = {key: number for number, key in enumerate(session.scalars(_newest_ids()))}
    return sorted(groups, key=lambda pair: place.get(pair[1], _NEWEST))


def _shares(
    session: Session, counts: Counts, groups: Iterable[tuple[UUID, UUID]]
) -> dict[UUID, Share]:
    pictures = _examples(session, groups)
    return {
        key: Share(count, tuple(_picks_first(pictures.get(key, ()))))
        for key, count in counts.items()
    }


def _picks_first(examples: Iterable[Example]) -> list[Example]:
    return sorted(examples, key=lambda example: not example.is_pick)  # stable


def _examples(
    session: Session, groups: Iterable[tuple[UUID, UUID]]
) -> dict[UUID, tuple[Example, ...]]:
    """Return up to ``EXAMPLES`` pictured products of each group, in the order given."""
    wanted: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, product_id in groups:
        if len(wanted[group_id]) < EXAMPLES:
            wanted[group_id].append(product_id)
    known = _pictured(session, {key for keys in wanted.values() for key in keys})
    return {
        group_id: tuple(known[key] for key in keys if key in known)
        for group_id, keys in wanted.items()
    }


def _pictured(session: Session, ids: set[UUID]) -> dict[UUID, Example]:
    rows = session.execute(
        select(
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
        .join(ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0))
        .join(Image, Image.id == ProductImage.image_id)
        .outerjoin(ProductText, ProductText.product_id == Product.id)
        .where(Product.id.in_(ids))
    ).all()
    names: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.language:
            names[row.id][row.language] = row.title
    return {
        row.id: Example(row.id, row.slug, LocalText(names[row.id]), picture_of(row), row.is_pick)
        for row in rows
    }
