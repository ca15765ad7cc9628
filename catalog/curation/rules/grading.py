"""From points to per cent, from per cent to grades, from several curators to one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median_low

from catalog.curation.rules.rubric import MOST_POINTS, Item, Scale
from catalog.curation.rules.words import AssessmentState, Grade
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MOST_COMMENT = 600
LOW = 1  # points up to here need a comment
_CENT = Decimal("0.01")
_RISING = (Grade.D, Grade.C, Grade.B, Grade.A)
_TALK_UNTIL = 2  # scores that have to agree; from three on the middle one decides

NO_POINTS = N_("“%(name)s”: choose 0 to 4.")
NO_COMMENT = N_("“%(name)s”: say what is missing, so that the vendor can mend it.")
NO_REASON = N_("“%(name)s”: say why this does not apply here.")
MUST_APPLY = N_("“%(name)s” applies to all goods of this kind: choose 0 to 4.")
TOO_LITTLE = N_("At least one criterion has to apply.")


@dataclass(frozen=True, slots=True)
class Line:
    """What a curator said of one criterion."""

    points: int | None = None
    is_left_out: bool = False
    comment: str = ""


EMPTY = Line()
Lines = Mapping[str, Line]


def check_complete(items: Sequence[Item], lines: Lines, language: str) -> list[RuleBroken]:
    """Return everything that keeps a score from being sent; ``field`` is the criterion's key."""
    found = [
        RuleBroken(problem, field=item.key, name=item.name.best(language))
        for item in items
        if (problem := _problem(item, lines.get(item.key, EMPTY)))
    ]
    if not found and all(lines[item.key].is_left_out for item in items):
        found.append(RuleBroken(TOO_LITTLE))
    return found


def _problem(item: Item, line: Line) -> str:
    if line.is_left_out:
        if not item.may_not_apply:
            return MUST_APPLY
        return "" if line.comment else NO_REASON
    if line.points is None:
        return NO_POINTS
    return "" if line.points > LOW or line.comment else NO_COMMENT


def is_complete(items: Sequence[Item], lines: Lines) -> bool:
    """Return whether these lines could be sent."""
    return not check_complete(items, lines, "id")


def percent_of(items: Sequence[Item], lines: Lines) -> Decimal:
    """Return the weighted score in per cent, two decimals; what does not apply weighs nothing."""
    points = whole = 0
    for item in items:
        line = lines.get(item.key, EMPTY)
        if not line.is_left_out and line.points is not None:
            points += item.weight * line.points
            whole += item.weight * MOST_POINTS
    return _rounded(Fraction(100 * points, whole)) if whole else Decimal(0)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)


def mean(percents: Sequence[Decimal]) -> Decimal:
    """Return the average, two decimals."""
    return _rounded(sum(map(Fraction, percents), Fraction()) / len(percents))


def grade_of(scale: Scale, percent: Decimal) -> Grade:
    """Return the grade that a score reaches."""
    steps = ((scale.least_a, Grade.A), (scale.least_b, Grade.B), (scale.least_c, Grade.C))
    return next((grade for least, grade in steps if percent >= least), Grade.D)


def height(scale: Scale, percent: Decimal) -> Fraction:
    """Return a score on the scale of grades: 1 where C begins, 2 at B, 3 at A, 4 at 100 per cent.

    Between two thresholds it rises evenly, so that distances are told in grades.
    """
    value = Fraction(percent)
    steps = (0, scale.least_c, scale.least_b, scale.least_a, 100)
    for number in range(len(steps) - 1):
        low, high = steps[number], steps[number + 1]
        if value <= high and high > low:
            return number + (value - low) / (high - low)
    return Fraction(len(steps) - 1)


def apart(scale: Scale, percents: Sequence[Decimal]) -> Fraction:
    """Return how many grades lie between the lowest and the highest score."""
    if not percents:
        return Fraction()
    heights = [height(scale, percent) for percent in percents]
    return max(heights) - min(heights)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What scores come to.

    ``reached`` is the grade of their mean, ``grade`` what counts today; ``counted`` are the places
    of the scores that make the mean. Without a grade the curators have to talk, or none has scored.
    """

    state: AssessmentState
    percent: Decimal | None = None
    reached: Grade | None = None
    grade: Grade | None = None
    counted: tuple[int, ...] = ()

    @property
    def is_single(self) -> bool:
        """Return whether too few scores hold the grade below what they reached."""
        return self.grade is not self.reached


NOTHING = Verdict(AssessmentState.WAITING)


def settle(scale: Scale, percents: Sequence[Decimal]) -> Verdict:
    """Return what complete scores come to, whatever their order.

    Two that lie too far apart have to be talked over. From three on the middle one decides which
    count: those that lie near it; their mean is the score. Too few scores for A or B give C.
    """
    if not percents:
        return NOTHING
    if len(percents) <= _TALK_UNTIL and apart(scale, percents) > Fraction(str(scale.gap)):
        return Verdict(AssessmentState.DISCUSSION, counted=tuple(range(len(percents))))
    counted = tuple(_near_the_middle(scale, percents))
    percent = mean([percents[place] for place in counted])
    reached = grade_of(scale, percent)
    if len(percents) >= scale.raters_for(reached):
        return Verdict(AssessmentState.DECIDED, percent, reached, reached, counted)
    if len(percents) >= scale.raters_low:
        return Verdict(AssessmentState.SINGLE, percent, reached, min_grade(reached), counted)
    return Verdict(AssessmentState.WAITING, percent, reached, None, counted)


def min_grade(reached: Grade) -> Grade:
    """Return what a single score may give: at most C."""
    return Grade.C if reached in {Grade.A, Grade.B} else reached


def _near_the_middle(scale: Scale, percents: Sequence[Decimal]) -> list[int]:
    if len(percents) <= _TALK_UNTIL:
        return list(range(len(percents)))
    middle = height(scale, median_low(percents))
    gap = Fraction(str(scale.gap))
    return [
        place
        for place, percent in enumerate(percents)
        if abs(height(scale, percent) - middle) <= gap
    ]


def is_at_least(grade: Grade, least: Grade) -> bool:
    """Return whether a grade is as good as another."""
    return _RISING.index(grade) >= _RISING.index(least)
