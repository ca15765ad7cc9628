"""Which grades a changed rubric would turn: today's scores, judged by the draft."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import selectinload

from catalog.curation.models import Assessment, Rating, RatingLine, Rubric
from catalog.curation.queries.rubrics import items_of, scale_of
from catalog.curation.rules.grading import Line, percent_of, settle
from catalog.curation.rules.words import RatingState
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.products.models import Product, ProductText
from catalog.products.queries.reviews import in_charge
from catalog.vendors.models import Vendor

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Turned:
    """A product whose grade would be another one; ``after`` is empty where curators must talk."""

    product_id: UUID
    name: str
    before: str
    after: str


@dataclass(slots=True)
class Impact:
    """What a draft would do to the products that have a grade by this rubric today."""

    looked_at: int = 0
    turned: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: list[Turned] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many grades would turn."""
        return self.turned.total()


def impact(work: Work, draft: Rubric, language: str) -> Impact:
    """Return which grades would turn; scores of criteria that the draft lacks no longer count.

    All are counted, those in the actor's charge are named.
    """
    items, scale = items_of(draft), scale_of(draft)
    found = Impact()
    for assessment, name, may_be_named in _graded(work, draft.key, language):
        found.looked_at += 1
        percents = [
            percent_of(items, {line.criterion.key: _line(line) for line in rating.lines})
            for rating in assessment.ratings
            if rating.state is RatingState.SENT
        ]
        grade = settle(scale, percents).grade
        before, after = assessment.grade or "", grade.value if grade else ""
        if before != after:
            found.turned[before, after] += 1
            if may_be_named:
                found.named.append(Turned(assessment.product_id, name, before, after))
    found.named.sort(key=lambda each: (each.before, each.after, each.name))
    del found.named[SHOWN:]
    return found


def _line(row: RatingLine) -> Line:
    return Line(row.points, row.is_left_out, row.comment)


def _graded(work: Work, key: str, language: str) -> list[tuple[Assessment, str, bool]]:
    may_be_named = true() if work.actor.has(Role.AUDITOR) else in_charge(work.actor)
    rows = work.session.execute(
        select(Assessment, ProductText.name, Product.code, may_be_named.label("may_be_named"))
        .join(Rubric, Rubric.id == Assessment.rubric_id)
        .join(Product, Product.id == Assessment.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(
            ProductText,
            (ProductText.product_id == Product.id) & (ProductText.language == language),
        )
        .where(Rubric.key == key, Assessment.is_current, Assessment.grade.is_not(None))
        .options(
            selectinload(Assessment.ratings)
            .selectinload(Rating.lines)
            .selectinload(RatingLine.criterion)
        )
        .order_by(Assessment.id)
    )
    return [(row.Assessment, row.name or row.code, bool(row.may_be_named)) for row in rows]
