"""A vendor's products as its list shows them: by state, with what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from catalog.db.work import Work
from catalog.kernel.text import N_
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import ChangeRequest, Product, ProductImage, ProductText, ReviewRound
from catalog.products.queries.editing import OPEN_STATES, open_desk
from catalog.products.rules.completeness import Missing
from catalog.products.rules.review import ChangeState, Outcome
from catalog.products.rules.status import Status

PER_PAGE = 20


class State(StrEnum):
    """The tabs of the list; the values are its addresses."""

    DRAFT = "draf"
    REVIEW = "diperiksa"
    MEND = "perbaiki"
    LIVE = "tayang"
    ARCHIVE = "arsip"


NAMES = {
    State.DRAFT: N_("Drafts"),
    State.REVIEW: N_("Being checked"),
    State.MEND: N_("To mend"),
    State.LIVE: N_("Live"),
    State.ARCHIVE: N_("Archive"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list."""

    id: UUID
    slug: str
    name: str
    price: int | None
    picture: Picture | None
    state: State
    updated_at: datetime
    percent: int
    missing: tuple[Missing, ...]
    change: ChangeState | None
    is_returned: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, with how many stand in each state."""

    items: tuple[Item, ...]
    total: int
    pages: int
    counts: dict[State, int]


def _returned() -> ColumnElement[bool]:
    return exists().where(
        ReviewRound.product_id == Product.id,
        ReviewRound.outcome == Outcome.RETURNED,
        ReviewRound.answered_at.is_(None),
    )


def _is(state: State) -> ColumnElement[bool]:
    returned = _returned()
    clauses: dict[State, ColumnElement[bool]] = {
        State.DRAFT: and_(Product.status == Status.DRAFT, ~returned),
        State.MEND: and_(Product.status == Status.DRAFT, returned),
        State.REVIEW: Product.status == Status.IN_REVIEW,
        State.LIVE: Product.status == Status.PUBLISHED,
        State.ARCHIVE: Product.status == Status.ARCHIVED,
    }
    return clauses[state]


def counts(work: Work, vendor_id: UUID) -> dict[State, int]:
    """Return how many products stand in each state."""
    return {
        state: work.session.scalar(
            select(func.count())
            .select_from(Product)
            .where(Product.vendor_id == vendor_id, _is(state))
        )
        or 0
        for state in State
    }


def list_products(
    work: Work, vendor_id: UUID, state: State, *, typed: str, page: int, language: str
) -> Listed:
    """Return a page of a vendor's products in a state; the newest change first, ties by id."""
    statement = _searched(
        select(Product.id).where(Product.vendor_id == vendor_id, _is(state)), typed
    )
    total = work.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    ids = work.session.scalars(
        statement.order_by(Product.updated_at.desc(), Product.id)
        .limit(PER_PAGE)
        .offset((min(page, pages) - 1) * PER_PAGE)
    ).all()
    items = tuple(_items(work, ids, state, language))
    return Listed(items, total, pages, counts(work, vendor_id))


def _searched(statement: Select[UUID], typed: str) -> Select[UUID]:
    for word in typed.split()[:6]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        found = exists().where(
            ProductText.product_id == Product.id, ProductText.name.ilike(like, escape="!")
        )
        statement = statement.where(or_(found, Product.code.ilike(like, escape="!")))
    return statement


def _items(work: Work, ids: Sequence[UUID], state: State, language: str) -> list[Item]:
    products = {
        product.id: product
        for product in work.session.scalars(select(Product).where(Product.id.in_(ids)))
    }
    covers = _covers(work, ids)
    changes = _changes(work, ids)
    returned = set(work.session.scalars(select(Product.id).where(Product.id.in_(ids), _returned())))
    reasons = _reasons(work, ids)
    found = []
    for key in ids:
        product = products[key]
        desk = open_desk(work, product, language)
        whole = desk.completeness(language)
        found.append(
            Item(
                id=key,
                slug=product.slug,
                name=desk.name,
                price=product.price,
                picture=covers.get(key),
                state=state,
                updated_at=product.updated_at,
                percent=whole.percent,
                missing=whole.missing,
                change=changes.get(key),
                is_returned=key in returned,
                reason=reasons.get(key, ""),
            )
        )
    return found


def _covers(work: Work, ids: Sequence[UUID]) -> dict[UUID, Picture]:
    rows = work.session.execute(
        select(ProductImage.product_id, Image)
        .join(Image, Image.id == ProductImage.image_id)
        .where(ProductImage.product_id.in_(ids))
        .order_by(ProductImage.product_id, ProductImage.position.desc())
    )
    return {product_id: picture_of(image) for product_id, image in rows}


def _changes(work: Work, ids: Sequence[UUID]) -> dict[UUID, ChangeState]:
    rows = work.session.execute(
        select(ChangeRequest.product_id, ChangeRequest.state).where(
            ChangeRequest.product_id.in_(ids), ChangeRequest.state.in_(OPEN_STATES)
        )
    )
    return {row.product_id: row.state for row in rows}


def _reasons(work: Work, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what the officers wrote of a whole product that the vendor has not answered yet."""
    rows = work.session.execute(
        select(ReviewRound.product_id, ReviewRound.message)
        .where(
            ReviewRound.product_id.in_(ids),
            ReviewRound.answered_at.is_(None),
            ReviewRound.outcome.in_((Outcome.RETURNED, Outcome.TURNED_DOWN)),
        )
        .order_by(ReviewRound.sent_at)
    )
    return {row.product_id: row.message for row in rows}
