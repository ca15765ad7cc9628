"""Scores of curators: drafts, sending, revising, judging again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError

from catalog.audit.services import record
from catalog.curation.models import Assessment, Rating, RatingLine, Rubric
from catalog.curation.queries import scores
from catalog.curation.queries.rubrics import find_for, items_of
from catalog.curation.rules.grading import (
    EMPTY,
    MOST_COMMENT,
    Line,
    Verdict,
    check_complete,
    percent_of,
)
from catalog.curation.rules.words import AssessmentState, RatingState
from catalog.curation.services.deciding import decide
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.products.models import Product

MOST_NOTE = 2000
MOST_REASON = 300
NO_RUBRIC = N_("There is no rubric in force for this kind of goods. An office has to make one.")
LOCKED = N_("Your score has been sent and is locked. Open it again to revise it.")
OVERTAKEN = N_(
    "This score was changed in another window meanwhile. What you typed is still here: compare,"
    " then save again."
)
NOT_SENT = N_("You have not sent a score yet.")
NOT_NOW = N_("Finish the judgement that is open before a new one begins.")
NO_REASON = N_("Write why it is judged again: what has changed?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a curator filled in, by the criterion's key; ``seen`` is the revision of the form."""

    lines: Mapping[str, Line]
    note: str = ""
    seen: int = 0


class Incomplete(RuleBroken):
    """A score that cannot be sent yet; ``problems`` are all reasons, by criterion."""

    def __init__(self, problems: list[RuleBroken]) -> None:
        super().__init__(N_("Something is still open: see the marked criteria."))
        self.problems = problems


def save(work: Work, product: Product, typed: Typed) -> Rating:
    """Keep a draft as far as it goes; the first save begins the judgement of the product."""
    assessment = _begun(work, product)
    if scores.own(work, assessment, RatingState.SENT) is not None and not _draft(work, assessment):
        raise RuleBroken(LOCKED)
    rating = _touched(work, assessment, typed.seen)
    _write(work, rating, assessment.rubric, typed)
    return rating


def send(work: Work, product: Product, typed: Typed, language: str) -> Verdict:
    """Save and lock a complete score, and give the grade that follows; raise Incomplete."""
    rating = save(work, product, typed)
    assessment = _locked(work, product)
    items = items_of(assessment.rubric)
    problems = check_complete(items, typed.lines, language)
    if problems:
        raise Incomplete(problems)
    before = scores.own(work, assessment, RatingState.SENT)
    if before is not None:
        before.state = RatingState.REPLACED
        work.session.flush()
    rating.state, rating.sent_at = RatingState.SENT, work.now
    rating.percent = percent_of(items, typed.lines)
    work.session.flush()
    record(
        work,
        "curation.send_score",
        target=("product", product.id),
        after={"assessment": assessment.number, "is_revised": before is not None},
        vendor_id=product.vendor_id,
    )
    return decide(work, product, assessment)


def revise(work: Work, product: Product) -> Rating:
    """Open a sent score again as a draft; the sent one counts until the new one is sent."""
    assessment = _locked(work, product)
    mine = scores.own(work, assessment, RatingState.SENT)
    if mine is None:
        raise RuleBroken(NOT_SENT)
    there = _draft(work, assessment)
    if there is not None:
        return there
    draft = _new(work, assessment)
    draft.note, draft.revision = mine.note, 1
    draft.lines = [
        RatingLine(
            criterion_id=line.criterion_id,
            points=line.points,
            is_left_out=line.is_left_out,
            comment=line.comment,
        )
        for line in mine.lines
    ]
    work.session.flush()
    record(
        work, "curation.revise_score", target=("product", product.id), vendor_id=product.vendor_id
    )
    return draft


def judge_again(work: Work, product: Product, reason: str) -> Assessment:
    """Begin a new judgement under today's rubric; the grade stays until it is decided.

    What curators have drafted meanwhile goes along.
    """
    if not reason:
        raise RuleBroken(NO_REASON, field="reason")
    known = scores.current(work, product.id, lock=True)
    settled = {AssessmentState.DECIDED, AssessmentState.SINGLE}
    if known is None or known.state not in settled:
        raise RuleBroken(NOT_NOW)
    known.is_current = False
    work.session.flush()
    begun = _begin(work, product, known.number + 1, reason[:MOST_REASON])
    for draft in scores.drafts(work, known):
        _carry_over(work, draft, known.rubric, begun)
    record(
        work,
        "curation.judge_again",
        target=("product", product.id),
        before={"assessment": known.number},
        after={"assessment": begun.number, "version": begun.rubric.version},
        vendor_id=product.vendor_id,
    )
    return begun


def _carry_over(work: Work, draft: Rating, old: Rubric, begun: Assessment) -> None:
    """Take a draft into a new judgement, as far as its rubric still asks the same."""
    typed = Typed(scores.lines_of(draft, old), draft.note)
    draft.assessment_id = begun.id
    draft.lines.clear()
    work.session.flush()
    _write(work, draft, begun.rubric, typed)


def _begun(work: Work, product: Product) -> Assessment:
    return scores.current(work, product.id, lock=True) or _begin(work, product, 1, "")


def _begin(work: Work, product: Product, number: int, reason: str) -> Assessment:
    rubric = find_for(work, product)
    if rubric is None:
        raise RuleBroken(NO_RUBRIC)
    assessment = Assessment(
        product_id=product.id,
        rubric_id=rubric.id,
        number=number,
        reason=reason,
        opened_by=work.actor.user_id,
        opened_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(assessment)
    except IntegrityError:  # another curator began at the same moment
        found = scores.current(work, product.id, lock=True)
        if found is None:
            raise
        return found
    return assessment


def _locked(work: Work, product: Product) -> Assessment:
    found = scores.current(work, product.id, lock=True)
    if found is None:
        raise NotFound("assessment")
    return found


def _draft(work: Work, assessment: Assessment) -> Rating | None:
    return scores.own(work, assessment, RatingState.DRAFT)


def _new(work: Work, assessment: Assessment) -> Rating:
    rating = Rating(
        id=uuid4(),
        assessment_id=assessment.id,
        rater_id=_rater(work),
        state=RatingState.DRAFT,
        revision=0,
        saved_at=work.now,
    )
    work.session.add(rating)
    return rating


def _rater(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("nobody is signed in")
    return work.actor.user_id


def _touched(work: Work, assessment: Assessment, seen: int) -> Rating:
    """Return the actor's draft at its next revision, unless another window was faster."""
    rating = _draft(work, assessment)
    if rating is None:
        if seen:
            raise RuleBroken(OVERTAKEN)
        rating = _new(work, assessment)
        rating.revision = 1
        work.session.flush()
        return rating
    hit = work.session.execute(
        update(Rating)
        .where(Rating.id == rating.id, Rating.state == RatingState.DRAFT, Rating.revision == seen)
        .values(revision=seen + 1, saved_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", hit).rowcount != 1:
        raise RuleBroken(OVERTAKEN)
    work.session.refresh(rating)
    return rating


def _write(work: Work, rating: Rating, rubric: Rubric, typed: Typed) -> None:
    rating.note = typed.note[:MOST_NOTE]
    known = {line.criterion_id: line for line in rating.lines}
    for criterion in rubric.criteria:
        line = typed.lines.get(criterion.key, EMPTY)
        row = known.get(criterion.id)
        if row is None:
            row = RatingLine(criterion_id=criterion.id)
            rating.lines.append(row)
        row.is_left_out = line.is_left_out and criterion.may_not_apply
        row.points = None if row.is_left_out else line.points
        row.comment = line.comment[:MOST_COMMENT]
    work.session.flush()
