"""Reads of scores: one curator's sheet, what others gave, the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.curation import policy
from catalog.curation.models import (
    Assessment,
    GradeDecision,
    Rating,
    RatingLine,
    Rubric,
)
from catalog.curation.queries.rubrics import find_for, items_of, keys_by_criterion, scale_of
from catalog.curation.queries.summary import NONE, Summary, summary_of
from catalog.curation.rules.grading import Line, grade_of
from catalog.curation.rules.rubric import Item, Scale
from catalog.curation.rules.words import Grade, RatingState
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.products.models import Product
from catalog.products.queries.reviews import in_charge
from catalog.vendors.models import Vendor


def get_product(work: Work, product_id: UUID) -> Product:
    """Return a product that this officer decides about, or raise NotFound."""
    found = work.session.scalar(
        select(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id == product_id, in_charge(work.actor))
    )
    if found is None:
        raise NotFound("product")
    return found


def current(work: Work, product_id: UUID, *, lock: bool = False) -> Assessment | None:
    """Return the judgement of a product that counts; ``lock`` holds it until the commit."""
    statement = select(Assessment).where(Assessment.product_id == product_id, Assessment.is_current)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return work.session.scalar(statement)


def sent(work: Work, assessment: Assessment) -> Sequence[Rating]:
    """Return the scores that count, in the order in which they came."""
    return work.session.scalars(_ratings(assessment).where(Rating.state == RatingState.SENT)).all()


def drafts(work: Work, assessment: Assessment) -> Sequence[Rating]:
    """Return what curators are still filling in; never for a page, drafts are nobody else's."""
    return work.session.scalars(_ratings(assessment).where(Rating.state == RatingState.DRAFT)).all()


def _ratings(assessment: Assessment) -> Select[Rating]:
    return (
        select(Rating)
        .where(Rating.assessment_id == assessment.id)
        .options(selectinload(Rating.lines))
        .order_by(Rating.sent_at, Rating.id)
        .execution_options(populate_existing=True)
    )


def own(work: Work, assessment: Assessment, state: RatingState) -> Rating | None:
    """Return the actor's draft, or what the actor has sent."""
    mine = Rating.rater_id == work.actor.user_id
    return work.session.scalar(_ratings(assessment).where(mine, Rating.state == state))


def lines_of(rating: Rating, rubric: Rubric) -> dict[str, Line]:
    """Return what a curator said, by the criterion's key."""
    keys = keys_by_criterion(rubric)
    return {
        keys[row.criterion_id]: Line(row.points, row.is_left_out, row.comment)
        for row in rating.lines
        if row.criterion_id in keys
    }


@dataclass(frozen=True, slots=True)
class Given:
    """A score as others may see it."""

    rating_id: UUID
    rater_id: UUID
    name: str
    lines: dict[str, Line]
    note: str
    percent: Decimal
    grade: Grade
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page on which a curator scores a product.

    ``summary`` is empty while the actor must not be led by it. ``others`` says how many scores of
    other curators are in; ``given`` are those that may be seen, the own one among them.
    """

    product: Product
    rubric: Rubric | None
    items: tuple[Item, ...]
    scale: Scale
    assessment: Assessment | None
    draft: Rating | None
    mine: Rating | None
    lines: dict[str, Line]
    others: int
    given: tuple[Given, ...]
    summary: Summary


def open_sheet(work: Work, product: Product) -> Sheet:
    """Return the page of a product for the actor."""
    assessment = current(work, product.id)
    rubric = assessment.rubric if assessment else find_for(work, product)
    if rubric is None:
        return Sheet(product, None, (), Scale(), None, None, None, {}, 0, (), NONE)
    scale = scale_of(rubric)
    if assessment is None:
        items = items_of(rubric)
        return Sheet(product, rubric, items, scale, None, None, None, {}, 0, (), NONE)
    ratings = sent(work, assessment)
    draft = own(work, assessment, RatingState.DRAFT)
    mine = next((each for each in ratings if each.rater_id == work.actor.user_id), None)
    filled = draft or mine
    sees = policy.sees_others(work.actor, frozenset(each.rater_id for each in ratings))
    shown = ratings if sees else [mine] if mine else []
    return Sheet(
        product=product,
        rubric=rubric,
        items=items_of(rubric),
        scale=scale,
        assessment=assessment,
        draft=draft,
        mine=mine,
        lines=lines_of(filled, rubric) if filled else {},
        others=len(ratings) - (mine is not None),
        given=given(work, shown, rubric),
        summary=summary_of(assessment, rubric) if mine or sees else NONE,
    )


def given(work: Work, ratings: Sequence[Rating], rubric: Rubric) -> tuple[Given, ...]:
    """Return scores with the names of who gave them."""
    who = names(work, [rating.rater_id for rating in ratings])
    scale = scale_of(rubric)
    return tuple(
        Given(
            rating_id=rating.id,
            rater_id=rating.rater_id,
            name=who.get(rating.rater_id, ""),
            lines=lines_of(rating, rubric),
            note=rating.note,
            percent=rating.percent or Decimal(0),
            grade=grade_of(scale, rating.percent or Decimal(0)),
            sent_at=rating.sent_at,
        )
        for rating in ratings
    )


def decisions(work: Work, product_id: UUID) -> Sequence[GradeDecision]:
    """Return the grades of a product, the newest first."""
    return work.session.scalars(
        select(GradeDecision)
        .where(GradeDecision.product_id == product_id)
        .order_by(GradeDecision.decided_at.desc(), GradeDecision.id)
    ).all()


def get_decision(work: Work, product_id: UUID, decision_id: UUID | None = None) -> GradeDecision:
    """Return a decision about a product, the last one unless another is named, or NotFound."""
    found = decisions(work, product_id)
    wanted = [each for each in found if decision_id in {None, each.id}]
    if not wanted:
        raise NotFound("decision")
    return wanted[0]


def ratings_of(work: Work, decision: GradeDecision) -> Sequence[Rating]:
    """Return the scores behind a decision, as they were."""
    ids = [UUID(each) for each in decision.rating_ids]
    return work.session.scalars(
        select(Rating)
        .where(Rating.id.in_(ids))
        .options(selectinload(Rating.lines).selectinload(RatingLine.criterion))
        .order_by(Rating.sent_at, Rating.id)
    ).all()
