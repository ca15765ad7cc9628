"""From points to grades: averages, thresholds, scores that lie apart."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.curation.rules.grading import (
    Line,
    apart,
    check_complete,
    grade_of,
    height,
    mean,
    percent_of,
    settle,
)
from catalog.curation.rules.rubric import Item, Scale
from catalog.curation.rules.words import AssessmentState, Grade, Group
from catalog.kernel.text import LocalText

SCALE = Scale()
PERCENTS = st.decimals(0, 100, places=2)
SCALES = st.lists(st.integers(1, 100), min_size=3, max_size=3, unique=True).map(
    lambda steps: Scale(max(steps), sorted(steps)[1], min(steps))
)


def an_item(key: str, weight: int, *, may_not_apply: bool = False) -> Item:
    name = LocalText(id=key, en=key)
    return Item(key, Group.QUALITY, weight, name, (name,) * 5, may_not_apply=may_not_apply)


ITEMS = (an_item("rasa", 60), an_item("label", 30), an_item("uji", 10, may_not_apply=True))


def test_weights_count_and_what_does_not_apply_weighs_nothing() -> None:
    whole = {"rasa": Line(4), "label": Line(2), "uji": Line(0, comment="belum")}
    assert percent_of(ITEMS, whole) == Decimal("75.00")
    without = {**whole, "uji": Line(is_left_out=True, comment="tidak wajib")}
    assert percent_of(ITEMS, without) == Decimal("83.33")


def test_a_score_is_complete_with_points_everywhere_and_words_for_low_ones() -> None:
    def open_at(**changes: Line) -> list[str | None]:
        full = {"rasa": Line(4), "label": Line(2), "uji": Line(3), **changes}
        return [problem.field for problem in check_complete(ITEMS, full, "id")]

    assert open_at() == []
    assert open_at(rasa=Line(1)) == ["rasa"]
    assert open_at(rasa=Line(1, comment="tengik")) == []
    assert open_at(rasa=Line(), label=Line()) == ["rasa", "label"]
    assert open_at(uji=Line(is_left_out=True)) == ["uji"]
    assert open_at(uji=Line(is_left_out=True, comment="tidak wajib")) == []
    assert open_at(rasa=Line(is_left_out=True, comment="malas")) == ["rasa"]  # applies to all
    gone = {item.key: Line(is_left_out=True, comment="x") for item in (ITEMS[2],)}
    assert [each.field for each in check_complete(ITEMS[2:], gone, "id")] == [None]


@given(SCALES, PERCENTS, PERCENTS)
def test_more_points_never_give_a_lower_grade(scale: Scale, one: Decimal, two: Decimal) -> None:
    low, high = sorted((one, two))
    assert "DCBA".index(grade_of(scale, low)) <= "DCBA".index(grade_of(scale, high))
    assert height(scale, low) <= height(scale, high)
    assert int(height(scale, high)) in {
        "DCBA".index(grade_of(scale, high)), 4
    }  # fmt: skip


def test_thresholds_belong_to_the_better_grade() -> None:
    assert [grade_of(SCALE, Decimal(each)) for each in ("85", "84.99", "70", "50", "49.99")] == [
        Grade.A, Grade.B, Grade.B, Grade.C, Grade.D,
    ]  # fmt: skip


@given(SCALES, st.lists(PERCENTS, min_size=1, max_size=6), st.randoms())
def test_an_answer_does_not_depend_on_who_came_first(
    scale: Scale, percents: list[Decimal], chance: object
) -> None:
    verdict = settle(scale, percents)
    chance.shuffle(percents)  # type: ignore[attr-defined]  # a random.Random
    again = settle(scale, percents)
    assert (verdict.state, verdict.percent, verdict.grade) == (
        again.state, again.percent, again.grade,
    )  # fmt: skip


@given(SCALES, st.lists(PERCENTS, min_size=1, max_size=6))
def test_what_is_given_lies_between_the_scores_and_needs_enough_of_them(
    scale: Scale, percents: list[Decimal]
) -> None:
    verdict = settle(scale, percents)
    if verdict.percent is not None:
        assert min(percents) <= verdict.percent <= max(percents)
    if verdict.grade in {Grade.A, Grade.B}:
        assert len(percents) >= scale.raters_high
    if verdict.state is AssessmentState.DISCUSSION:
        assert len(percents) == 2
        assert apart(scale, percents) > scale.gap
        assert verdict.grade is None
    if len(percents) > 2:
        assert verdict.state is AssessmentState.DECIDED


def test_two_are_averaged_one_gives_c_at_most_and_a_third_settles() -> None:
    one = settle(SCALE, [Decimal(90)])
    assert (one.state, one.reached, one.grade) == (AssessmentState.SINGLE, Grade.A, Grade.C)
    low = settle(SCALE, [Decimal(40)])
    assert (low.state, low.grade) == (AssessmentState.DECIDED, Grade.D)
    two = settle(SCALE, [Decimal(90), Decimal(82)])
    assert (two.state, two.percent, two.grade) == (AssessmentState.DECIDED, Decimal(86), Grade.A)
    far = settle(SCALE, [Decimal(90), Decimal(45)])
    assert (far.state, far.grade) == (AssessmentState.DISCUSSION, None)
    three = settle(SCALE, [Decimal(90), Decimal(45), Decimal(82)])
    assert (three.grade, three.counted, three.percent) == (Grade.A, (0, 2), Decimal(86))


def test_a_gap_of_exactly_one_and_a_half_grades_is_no_dispute() -> None:
    scale = Scale(75, 50, 25)  # every grade is 25 wide
    assert apart(scale, [Decimal("37.5"), Decimal(75)]) == Decimal("1.5")
    at_the_edge = settle(scale, [Decimal("37.5"), Decimal(75)])
    assert at_the_edge.state is AssessmentState.DECIDED
    beyond = settle(scale, [Decimal("37.49"), Decimal(75)])
    assert beyond.state is AssessmentState.DISCUSSION


def test_means_are_rounded_half_up() -> None:
    assert mean([Decimal("84.99"), Decimal("85.00")]) == Decimal("85.00")
