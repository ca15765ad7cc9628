"""Everything that officers look at beside a listing: its rounds, its twins, and what is alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.media import queries as media
from catalog.media.models import Image
from catalog.products.models import Product, ProductImage, ProductText, ReviewRound
from catalog.products.queries import cards, guidance, related
from catalog.products.queries.editing import Desk
from catalog.products.queries.hints import hints_of
from catalog.products.queries.reviews import in_charge
from catalog.products.queries.visible import public
from catalog.products.rules.hints import Hint
from catalog.products.rules.review import Outcome
from catalog.products.rules.rounds import photos_of
from catalog.products.rules.templates import PHOTO, Template, offered
from catalog.taxonomy.queries import category_tree
from catalog.vendors.models import Vendor

SIMILAR = 4
_DISTANCE = 4  # of 64 bits, as in the editor


@dataclass(frozen=True, slots=True)
class Double:
    """A photograph that stands, or looks as if it stood, in another product.

    ``slug`` is set when the public sees that product; ``name`` when the officer may know it.
    """

    number: int  # of the photograph, from 1
    image: str
    is_same: bool  # the very same picture
    name: str
    vendor: str
    slug: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a round, for whoever comes too late."""

    outcome: Outcome
    name: str
    at: datetime | None
    message: str
    notes: int
    waiting_id: UUID | None  # the round that lies there now, if it was sent again


def doubles(work: Work, desk: Desk) -> list[Double]:
    """Return where else the photographs of a listing stand, the very same ones first."""
    shown = photos_of(desk.values)
    ids = [UUID(image) for image in shown]
    images = work.session.scalars(select(Image).where(Image.id.in_(ids))).all()
    near = media.near_twins(work.session, images, distance=_DISTANCE)
    of_other = {other: own for own, others in near.items() for other in (*others, own)}
    rows = work.session.execute(
        select(
            ProductImage.image_id,
            Product.slug,
            Product.code,
            ProductText.name.label("title"),
            Vendor.name.label("vendor"),
            public().label("is_public"),
            in_charge(work.actor).label("is_ours"),
        )
        .join(Product, Product.id == ProductImage.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(
            ProductText, (ProductText.product_id == Product.id) & (ProductText.language == "id")
        )
        .where(ProductImage.image_id.in_(of_other), Product.id != desk.product.id)
        .order_by(Product.code, ProductImage.position)
    )
    found = []
    for row in rows:
        own = of_other[row.image_id]
        may_know = row.is_public or row.is_ours
        found.append(
            Double(
                number=shown.index(str(own)) + 1,
                image=str(own),
                is_same=row.image_id == own,
                name=(row.title or row.code) if may_know else "",
                vendor=row.vendor if may_know else "",
                slug=row.slug if row.is_public else "",
            )
        )
    return sorted(found, key=lambda each: (not each.is_same, each.number, each.name))


def alike(work: Work, desk: Desk, language: str) -> list[cards.Card]:
    """Return public products of the same kind by other makers, to compare the price with."""
    product = desk.product
    _, others = related.related(work, product.id, product.vendor_id, product.category_id, language)
    return others[:SIMILAR]


def hints(work: Work, desk: Desk, language: str) -> list[Hint]:
    """Return the hints about the words and facts of a listing; twins of photos are told apart."""
    if desk.change is not None:
        return []  # they speak of what is stored, not of what shall be
    return [hint for hint in hints_of(work, desk.product, language) if hint.photo_id is None]


def offers(work: Work, desk: Desk) -> Mapping[str, list[Template]]:
    """Return the words that can be put at each field of a listing, and at its photographs."""
    tree = category_tree(work.session)
    kinds = {step.slug for step in tree.path(desk.product.category_id)}
    every = guidance.templates(work)
    return {place: offered(every, place, kinds) for place in (*desk.fields, PHOTO)}


def decided(work: Work, found: ReviewRound) -> Decided | None:
    """Return what became of a round that waits no longer, and who decided."""
    if found.outcome is Outcome.WAITING:
        return None
    by = names(work, [found.decided_by]) if found.decided_by else {}
    again = work.session.scalar(
        select(ReviewRound.id).where(
            ReviewRound.product_id == found.product_id, ReviewRound.outcome == Outcome.WAITING
        )
    )
    return Decided(
        found.outcome,
        by.get(found.decided_by, "") if found.decided_by else "",
        found.decided_at,
        found.message,
        len(found.notes),
        again,
    )
