"""The grade that follows from scores, who is told, and what is kept of it."""

from decimal import Decimal
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import update

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.curation.models import Assessment, GradeDecision
from catalog.curation.queries import scores
from catalog.curation.queries.rubrics import scale_of
from catalog.curation.rules.grading import Verdict, settle
from catalog.curation.rules.words import AssessmentState, Grade
from catalog.db.work import Work
from catalog.kernel.text import N_, LocalText
from catalog.notices.services import Notice, notify
from catalog.products.models import Product
from catalog.products.queries.stored import stored
from catalog.search.outbox import mark_ids


def decide(work: Work, product: Product, assessment: Assessment) -> Verdict:
    """Work out what the sent scores come to, and give the product its grade."""
    ratings = scores.sent(work, assessment)
    scale = scale_of(assessment.rubric)
    verdict = settle(scale, [rating.percent or Decimal(0) for rating in ratings])
    was = assessment.state
    assessment.state, assessment.raters = verdict.state, len(ratings)
    assessment.percent = verdict.percent
    assessment.reached = verdict.reached.value if verdict.reached else None
    assessment.grade = verdict.grade.value if verdict.grade else None
    if verdict.grade is not None:
        counted = [ratings[place].id for place in verdict.counted]
        _give(work, product, assessment, verdict, counted)
    if verdict.state is AssessmentState.DISCUSSION and was is not AssessmentState.DISCUSSION:
        _ask_to_talk(work, product, [rating.rater_id for rating in ratings])
    work.session.flush()
    return verdict


def _give(
    work: Work,
    product: Product,
    assessment: Assessment,
    verdict: Verdict,
    counted: list[UUID],
) -> None:
    grade = cast("Grade", verdict.grade)
    before = product.grade
    decision = GradeDecision(
        id=uuid4(),
        product_id=product.id,
        assessment_id=assessment.id,
        grade=grade.value,
        before=before,
        percent=verdict.percent,
        destination=scale_of(assessment.rubric).destination(grade),
        is_single=verdict.is_single,
        rating_ids=[str(each) for each in counted],
        decided_by=work.actor.user_id,
        decided_at=work.now,
    )
    work.session.add(decision)
    assessment.decided_at = work.now
    _put_grade(work, product, grade)
    record(
        work,
        "product.grade",
        target=("product", product.id),
        before={"grade": before},
        after={
            "grade": grade.value,
            "raters": assessment.raters,
            "version": assessment.rubric.version,
        },
        vendor_id=product.vendor_id,
    )
    _tell(work, product, decision)


def _put_grade(work: Work, product: Product, grade: Grade) -> None:
    """Write the grade, whatever else is being changed about the product at this moment."""
    work.session.flush()
    work.session.execute(
        update(Product)
        .where(Product.id == product.id)
        .values(grade=grade.value, version=Product.version + 1)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(product)
    mark_ids(work.session, "product", [product.id])


def _tell(work: Work, product: Product, decision: GradeDecision) -> None:
    notify(work, set(member_ids(work, product.vendor_id)), Notice(
        kind="products.graded", title=N_("The curators have looked at a product"),
        text=N_("“%(name)s” has grade %(grade)s now. Their letter says what is good and what to"
                " mend first."),
        values={"name": _name(work, product), "grade": decision.grade},
        url=f"/usaha/{product.vendor_id}/produk/{product.id}/kurasi",
        next_step=N_("Read what they say"), key=str(decision.id),
    ))  # fmt: skip


def _ask_to_talk(work: Work, product: Product, raters: list[UUID]) -> None:
    notify(work, raters, Notice(
        kind="curation.discussion", title=N_("Two scores lie far apart"),
        text=N_("“%(name)s”: see both scores side by side and talk. Revise yours, or ask a third"
                " curator."),
        values={"name": LocalText(id=_name(work, product))},
        url=f"/pengurus/kurasi/{product.id}",
        next_step=N_("See both scores"),
    ))  # fmt: skip


def _name(work: Work, product: Product) -> str:
    return str(stored(work, product).get("name") or product.code)
