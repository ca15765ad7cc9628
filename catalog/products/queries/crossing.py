"""Reads of products that stand, or shall stand, in more than one gallery."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, func, or_, select, true

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.galleries.queries import GalleryFacts, galleries, vendor_ids
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import NotFound
from catalog.products.models import CrossListing, Product, ProductDisplay, ProductText
from catalog.products.queries.visible import public
from catalog.products.rules.crossing import CrossingState
from catalog.vendors.models import Vendor

PAGE = 30
_LATELY = 20  # answered ones that are still listed
_ESCAPE = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


@dataclass(frozen=True, slots=True)
class Crossing:
    """A wish that a product stand in another gallery."""

    id: UUID
    product_id: UUID
    slug: str
    name: str
    vendor: str
    gallery: str  # where it shall stand
    asks: str  # the gallery that asks
    answers: str
    state: CrossingState
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_mine_to_answer: bool
    is_mine: bool  # asked for a gallery of the actor's


@dataclass(frozen=True, slots=True)
class Pooled:
    """A public product with the galleries that it stands in; ``could`` are the others."""

    product_id: UUID
    slug: str
    name: str
    vendor: str
    homes: tuple[GalleryFacts, ...]
    guests: tuple[GalleryFacts, ...]
    could: tuple[GalleryFacts, ...]


def mine(actor: Actor, column: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Return the clause of rows that belong to a gallery which the actor decides for."""
    if actor.has(Role.ADMIN):
        return true()
    return column.in_(actor.curated_ids) if actor.has(Role.CURATOR) else false()


def crossings(work: Work) -> list[Crossing]:
    """Return what waits for the actor's answer, what they asked for, and what was answered late.

    Those that wait come first, oldest first; then those that were answered, newest first.
    """
    actor = work.actor
    ours = or_(mine(actor, CrossListing.answers_id), mine(actor, CrossListing.asked_for_id))
    is_asked = CrossListing.state == CrossingState.ASKED
    statement = (
        select(CrossListing, Product.slug, Product.code, ProductText.name, Vendor.name, Vendor.id)
        .join(Product, Product.id == CrossListing.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, _in_indonesian())
        .where(ours, Vendor.id.not_in(actor.vendor_ids))
    )
    open_ones = work.session.execute(
        statement.where(is_asked).order_by(CrossListing.asked_at, CrossListing.id)
    ).all()
    done = work.session.execute(
        statement.where(~is_asked)
        .order_by(CrossListing.answered_at.desc(), CrossListing.id)
        .limit(_LATELY)
    ).all()
    rows = [*open_ones, *done]
    people = names(work, {row[0].asked_by for row in rows if row[0].asked_by})
    named = {gallery.id: gallery.name for gallery in galleries(work.session)}
    decides = actor.curated_ids if not actor.has(Role.ADMIN) else frozenset(named)
    return [
        Crossing(
            id=row.id,
            product_id=row.product_id,
            slug=slug,
            name=name or code,
            vendor=vendor,
            gallery=named.get(row.gallery_id, ""),
            asks=named.get(row.asked_for_id, ""),
            answers=named.get(row.answers_id, ""),
            state=row.state,
            reason=row.reason,
            asked_by=people.get(row.asked_by, "") if row.asked_by else "",
            asked_at=row.asked_at,
            answer=row.answer,
            answered_at=row.answered_at,
            is_mine_to_answer=row.state is CrossingState.ASKED and row.answers_id in decides,
            is_mine=row.asked_for_id in decides,
        )
        for row, slug, code, name, vendor, _ in rows
    ]


def get_crossing(work: Work, crossing_id: UUID) -> CrossListing:
    """Return a wish that concerns a gallery of the actor's, or raise NotFound."""
    row = work.session.scalar(
        select(CrossListing)
        .join(Product, Product.id == CrossListing.product_id)
        .where(
            CrossListing.id == crossing_id,
            or_(
                mine(work.actor, CrossListing.answers_id),
                mine(work.actor, CrossListing.asked_for_id),
            ),
            Product.vendor_id.not_in(work.actor.vendor_ids),
        )
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("crossing")
    return row


def find_answering(work: Work, crossing_id: UUID) -> UUID | None:
    """Return the gallery that answers to a wish, if there is such a wish."""
    return work.session.scalar(
        select(CrossListing.answers_id).where(CrossListing.id == crossing_id)
    )


def get_pooled(work: Work, product_id: UUID) -> Product:
    """Return a public product that the actor may speak for or ask for, or raise NotFound."""
    product = work.session.scalar(
        select(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id == product_id, public(), Vendor.id.not_in(work.actor.vendor_ids))
        .with_for_update(of=Product)
    )
    if product is None:
        raise NotFound("product")
    return product


def pool(work: Work, *, gallery: str, words: str, page: int) -> tuple[list[Pooled], int]:
    """Return public products with the galleries they stand in, by name, and how many there are.

    ``gallery`` (a slug) narrows to those that stand there, at home or as guests.
    """
    where = [public(), Vendor.id.not_in(work.actor.vendor_ids), _has_home()]
    if gallery:
        ids = [each.id for each in galleries(work.session) if each.slug == gallery]
        where.append(_stands_in(ids))
    if words:
        like = f"%{words.translate(_ESCAPE)}%"
        where.append(
            or_(ProductText.name.ilike(like, escape="\\"), Vendor.name.ilike(like, escape="\\"))
        )
    base = (
        select(Product.id, Product.slug, Product.code, ProductText.name, Vendor.name, Vendor.id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, _in_indonesian())
        .where(*where)
    )
    total = work.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    rows = work.session.execute(
        base.order_by(func.lower(ProductText.name), Product.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    stands = _stands(work, [row[0] for row in rows], {row[5] for row in rows})
    every = galleries(work.session)
    found = []
    for key, slug, code, name, vendor, vendor_id in rows:
        homes, guests = stands[0][vendor_id], stands[1][key]
        found.append(
            Pooled(
                key,
                slug,
                name or code,
                vendor,
                tuple(each for each in every if each.id in homes),
                tuple(each for each in every if each.id in guests and each.id not in homes),
                tuple(each for each in every if each.id not in homes and each.id not in guests),
            )
        )
    return found, total


def _stands(
    work: Work, product_ids: Sequence[UUID], vendors: set[UUID]
) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """Return the galleries by vendor that took it in, and by product those that show it."""
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    guests: dict[UUID, set[UUID]] = defaultdict(set)
    members = select(GalleryVendor.vendor_id, GalleryVendor.gallery_id)
    for vendor_id, gallery_id in work.session.execute(
        members.where(GalleryVendor.vendor_id.in_(vendors))
    ):
        homes[vendor_id].add(gallery_id)
    shown = select(ProductDisplay.product_id, ProductDisplay.gallery_id)
    for product_id, gallery_id in work.session.execute(
        shown.where(ProductDisplay.product_id.in_(product_ids))
    ):
        guests[product_id].add(gallery_id)
    return homes, guests


def _has_home() -> ColumnElement[bool]:
    return Vendor.id.in_(select(GalleryVendor.vendor_id))


def _stands_in(ids: Sequence[UUID]) -> ColumnElement[bool]:
    shown = select(ProductDisplay.product_id).where(ProductDisplay.gallery_id.in_(ids))
    return or_(Product.id.in_(shown), *(Vendor.id.in_(vendor_ids(each)) for each in ids))


def _in_indonesian() -> ColumnElement[bool]:
    return and_(ProductText.product_id == Product.id, ProductText.language == "id")
