"""What curation says of products, for the features beside and above: grade, state, incidents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from catalog.curation.models import Assessment, Incident, IncidentProduct, Rubric
from catalog.curation.queries.rubrics import scale_of
from catalog.curation.rules.grading import is_at_least
from catalog.curation.rules.words import AssessmentState, Destination, Grade, IncidentState
from catalog.db.work import Work
from catalog.products.models import Product


@dataclass(frozen=True, slots=True)
class Summary:
    """Where the judgement of a product stands.

    ``grade`` counts today; ``reached`` is what the scores alone would say. ``may_publish``: the
    rubric lets this grade be published for the first time.
    """

    grade: Grade | None = None
    reached: Grade | None = None
    destination: Destination | None = None
    percent: Decimal | None = None
    raters: int = 0
    state: AssessmentState = AssessmentState.WAITING
    disagreement: bool = False
    may_publish: bool = False
    rubric_version: int = 0
    assessment_id: UUID | None = None
    decided_at: datetime | None = None

    @property
    def is_single(self) -> bool:
        """Return whether a second curator could raise the grade."""
        return self.state is AssessmentState.SINGLE


NONE = Summary()


def summary(work: Work, product_id: UUID) -> Summary:
    """Return where the judgement of a product stands; without any score an empty summary."""
    return summaries(work, [product_id])[product_id]


def summaries(work: Work, product_ids: Collection[UUID]) -> dict[UUID, Summary]:
    """Return the summaries of these products; one statement."""
    found = dict.fromkeys(product_ids, NONE)
    if not found:
        return found
    rows = work.session.execute(
        select(Assessment, Rubric)
        .join(Rubric, Rubric.id == Assessment.rubric_id)
        .where(Assessment.product_id.in_(list(found)), Assessment.is_current)
    )
    for assessment, rubric in rows:
        found[assessment.product_id] = summary_of(assessment, rubric)
    return found


def summary_of(assessment: Assessment, rubric: Rubric) -> Summary:
    """Return the summary of a judgement."""
    scale = scale_of(rubric)
    grade = Grade(assessment.grade) if assessment.grade else None
    return Summary(
        grade=grade,
        reached=Grade(assessment.reached) if assessment.reached else None,
        destination=scale.destination(grade) if grade else None,
        percent=assessment.percent,
        raters=assessment.raters,
        state=assessment.state,
        disagreement=assessment.state is AssessmentState.DISCUSSION,
        may_publish=grade is not None and is_at_least(grade, scale.publish_from),
        rubric_version=rubric.version,
        assessment_id=assessment.id,
        decided_at=assessment.decided_at,
    )


def withdrawn(work: Work, product_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return which of these products are withdrawn, and since when."""
    rows = work.session.execute(
        select(Product.id, Product.withdrawn_at).where(
            Product.id.in_(list(product_ids)), Product.withdrawn_at.is_not(None)
        )
    )
    return {row.id: row.withdrawn_at for row in rows if row.withdrawn_at is not None}


def has_open_incident(work: Work, product: Product) -> bool:
    """Return whether an open incident keeps this product, or all of its vendor's, out of sight."""
    named = select(IncidentProduct.incident_id).where(IncidentProduct.product_id == product.id)
    statement = (
        select(Incident.id)
        .where(
            Incident.vendor_id == product.vendor_id,
            Incident.is_withdrawn,
            Incident.state != IncidentState.CLOSED,
            Incident.covers_all | Incident.id.in_(named),
        )
        .limit(1)
    )
    return work.session.scalar(statement) is not None
