"""Reads what waits for scores."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from catalog.curation.models import Assessment, Rating, Rubric
from catalog.curation.rules.words import AssessmentState, RatingState, RubricState
from catalog.db.work import Work
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.queries.reviews import in_charge
from catalog.products.rules.status import Status
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the curators' list: why this product waits for a score."""

    product_id: UUID
    name: str
    vendor: str
    status: Status
    state: AssessmentState
    raters: int
    is_mine: bool  # the actor has sent a score
    has_draft: bool
    picture: Picture | None
    since: datetime


def queue(work: Work, page: int) -> tuple[list[Waiting], int]:
    """Return a page of what waits for scores: discussions, what lies in review, second scores."""
    state = func.coalesce(Assessment.state, AssessmentState.WAITING)
    statement = (
        select(
            Product.id,
            Product.code,
            Product.status,
            Product.updated_at,
            Vendor.name.label("vendor"),
            ProductText.name.label("title"),
            Assessment.state,
            Assessment.raters,
            _has(work, RatingState.SENT).label("is_mine"),
            _has(work, RatingState.DRAFT).label("has_draft"),
            Image,
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(Assessment, and_(Assessment.product_id == Product.id, Assessment.is_current))
        .outerjoin(
            ProductText, (ProductText.product_id == Product.id) & (ProductText.language == "id")
        )
        .outerjoin(
            ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0)
        )
        .outerjoin(Image, Image.id == ProductImage.image_id)
        .where(_waits(work))
        .order_by(
            (state == AssessmentState.DISCUSSION).desc(),
            (Product.status == Status.IN_REVIEW).desc(),
            Product.updated_at,
            Product.id,
        )
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    found = [
        Waiting(
            product_id=row.id,
            name=row.title or row.code,
            vendor=row.vendor,
            status=row.status,
            state=row.state or AssessmentState.WAITING,
            raters=row.raters or 0,
            is_mine=row.is_mine,
            has_draft=row.has_draft,
            picture=picture_of(row.Image) if row.Image else None,
            since=row.updated_at,
        )
        for row in work.session.execute(statement)
    ]
    return found, count_waiting(work)


def _has(work: Work, state: RatingState) -> ColumnElement[bool]:
    return exists().where(
        Rating.assessment_id == Assessment.id,
        Rating.rater_id == work.actor.user_id,
        Rating.state == state,
    )


def _waits(work: Work) -> ColumnElement[bool]:
    rated = exists().where(
        Category.id == Product.category_id,
        Category.kind.in_(_rated_kinds(work)),
    )
    return and_(
        in_charge(work.actor),
        or_(
            Assessment.state.in_((AssessmentState.DISCUSSION, AssessmentState.SINGLE)),
            and_(
                Product.status == Status.IN_REVIEW,
                rated,
                or_(Assessment.id.is_(None), Assessment.state == AssessmentState.WAITING),
            ),
        ),
    )


def _rated_kinds(work: Work) -> list[str]:
    kinds = work.session.scalars(select(Rubric.kinds).where(Rubric.state == RubricState.ACTIVE))
    return sorted({kind for each in kinds for kind in each})


def count_waiting(work: Work) -> int:
    """Return how many products wait for a score of this officer or of another."""
    statement = (
        select(func.count())
        .select_from(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(Assessment, and_(Assessment.product_id == Product.id, Assessment.is_current))
        .where(_waits(work))
    )
    return work.session.scalar(statement) or 0
