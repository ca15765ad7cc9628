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
from catalog.products.models import Product, ProductImage, ProductText, ReviewRound
from catalog.products.queries.editing import open_desks
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
    is_withdrawn: bool
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
    """Return how many products stand in each state; one statement."""
    row = work.session.execute(
        select(*(func.count().filter(_is(state)) for state in State))
        .select_from(Product)
        .where(Product.vendor_id == vendor_id)
    ).one()
    return dict(zip(State, row, strict=True))


def list_products(
    work: Work, vendor_id: UUID, state: State, *, typed: str, page: int, language: str
) -> Listed:
    """Return a page of a vendor's products in a state; the newest change first, ties by id.

    As many statements for a full page as for one line.
    """
    statement = _searched(select(Product).where(Product.vendor_id == vendor_id, _is(state)), typed)
    stand = counts(work, vendor_id)
    total = stand[state]
    if typed:
        of_these = select(func.count()).select_from(statement.subquery())
        total = work.session.scalar(of_these) or 0
    pages = max(1, -(-total // PER_PAGE))
    products = work.session.scalars(
        statement.order_by(Product.updated_at.desc(), Product.id)
        .limit(PER_PAGE)
        .offset((min(page, pages) - 1) * PER_PAGE)
    ).all()
    return Listed(tuple(_items(work, products, state, language)), total, pages, stand)


def _searched(statement: Select[Product], typed: str) -> Select[Product]:
    for word in typed.split()[:6]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        found = exists().where(
            ProductText.product_id == Product.id, ProductText.name.ilike(like, escape="!")
        )
        statement = statement.where(or_(found, Product.code.ilike(like, escape="!")))
    return statement


def _items(work: Work, products: Sequence[Product], state: State, language: str) -> list[Item]:
    ids = [product.id for product in products]
    if not ids:
        return []
    desks, covers = open_desks(work, products, language), _covers(work, ids)
    answers = _answers(work, ids)
    found = []
    for product in products:
        desk, answer = desks[product.id], answers.get(product.id, _SILENT)
        whole = desk.completeness(language)
        found.append(
            Item(
                id=product.id,
                slug=product.slug,
                name=desk.name,
                price=product.price,
                picture=covers.get(product.id),
                state=state,
                updated_at=product.updated_at,
                percent=whole.percent,
                missing=whole.missing,
                change=desk.change.state if desk.change else None,
                is_returned=answer.is_returned,
                is_withdrawn=product.withdrawn_at is not None,
                reason=answer.reason,
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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the officers said of a product that the vendor has not answered yet."""

    reason: str = ""
    is_returned: bool = False


_SILENT = _Answer()


def _answers(work: Work, ids: Sequence[UUID]) -> dict[UUID, _Answer]:
    rows = work.session.execute(
        select(ReviewRound.product_id, ReviewRound.message, ReviewRound.outcome)
        .where(
            ReviewRound.product_id.in_(ids),
            ReviewRound.answered_at.is_(None),
            ReviewRound.outcome.in_((Outcome.RETURNED, Outcome.TURNED_DOWN)),
        )
        .order_by(ReviewRound.sent_at)
    )
    found: dict[UUID, _Answer] = {}
    for row in rows:
        was_returned = found.get(row.product_id, _SILENT).is_returned
        is_returned = was_returned or row.outcome is Outcome.RETURNED
        found[row.product_id] = _Answer(row.message, is_returned)
    return found
