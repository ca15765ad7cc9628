"""Rubrics that can stand, letters that say what to do, incidents that can end."""

import tomllib
from datetime import date
from fractions import Fraction

import pytest

from catalog.curation.rules import incidents
from catalog.curation.rules.grading import Line
from catalog.curation.rules.letter import by_group, strengths, to_mend, told
from catalog.curation.rules.rubric import (
    Item,
    Scale,
    check_item,
    check_scale,
    check_whole,
    differences,
    is_stale,
)
from catalog.curation.rules.words import Group, IncidentKind, IncidentState, Severity
from catalog.curation.services.shipped import DATA
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.rules.locality import is_local, without_claims

BOTH = LocalText(id="Rasa", en="Taste")
TODAY = date(2026, 11, 22)


def an_item(key: str = "rasa", **values: object) -> Item:
    return Item(**{  # type: ignore[arg-type]  # columns by name
        "key": key, "group": Group.QUALITY, "weight": 20, "name": BOTH, "anchors": (BOTH,) * 5,
        "next_step": BOTH, "source": "rapat dinas", **values,
    })  # fmt: skip


def test_every_shipped_rubric_is_whole_and_speaks_both_languages() -> None:
    content = tomllib.loads(DATA.read_text("utf-8"))
    for rubric in content["rubric"]:
        mine = [row for row in content["criterion"] if rubric["key"] in row["weights"]]
        assert sum(row["weights"][rubric["key"]] for row in mine) == 100
        assert {row["group"] for row in mine} == set(Group)
        assert {"S", "E", "K"} >= {rubric["certainty"], *(row["certainty"] for row in mine)}
    for row in content["criterion"]:
        assert len(row["anchors_id"]) == len(row["anchors_en"]) == 5
        assert all((*row["anchors_id"], *row["anchors_en"], row["source"], row["reviewed_on"]))
        assert all(row[part].keys() == {"id", "en"} for part in ("name", "hint", "next_step"))


def test_a_criterion_names_all_that_it_lacks() -> None:
    assert check_item(an_item()) == []
    bare = an_item(
        name=LocalText(), anchors=(BOTH,) * 4 + (LocalText(id="x"),), weight=0, source="",
        next_step=LocalText(),
    )  # fmt: skip
    assert {problem.field for problem in check_item(bare)} == {
        "name_id", "name_en", "anchor_4_en", "next_step_id", "weight", "source",
    }  # fmt: skip


def test_weights_make_a_hundred_and_thresholds_rise() -> None:
    whole = [
        an_item("a", weight=50, group=Group.LEGALITY),
        an_item("b", weight=30),
        an_item("c", weight=20, group=Group.PACKAGING),
    ]
    check_whole(whole)
    with pytest.raises(RuleBroken) as short:
        check_whole(whole[:2])
    assert short.value.values == {"sum": 80}
    with pytest.raises(RuleBroken):
        check_whole([an_item("a", weight=100)])
    assert [each.field for each in check_scale(Scale(70, 70, 50, raters_low=3))] == [
        "least_a", "raters_high",
    ]  # fmt: skip


def test_versions_are_told_apart() -> None:
    before = [an_item("a"), an_item("b"), an_item("c")]
    after = [an_item("a"), an_item("b", weight=30), an_item("d")]
    assert [(each.kind, each.key, each.parts) for each in differences(before, after)] == [
        ("changed", "b", ("weight",)), ("added", "d", ()), ("removed", "c", ()),
    ]  # fmt: skip
    assert not is_stale(date(2025, 11, 22), TODAY)
    assert is_stale(date(2025, 11, 21), TODAY)
    assert is_stale(None, TODAY)


def test_a_letter_begins_where_most_is_lost() -> None:
    items = [
        an_item("small", weight=5),
        an_item("big", weight=40),
        an_item("good", weight=30, group=Group.LEGALITY),
        an_item("none", weight=25, may_not_apply=True),
    ]
    scores = [
        {"small": Line(0, comment="x"), "big": Line(1, comment="y"), "good": Line(4),
         "none": Line(is_left_out=True, comment="z")},
        {"small": Line(1, comment="x"), "big": Line(2), "good": Line(3),
         "none": Line(is_left_out=True, comment="z")},
    ]  # fmt: skip
    lines = told(items, scores)
    assert [line.item.key for line in to_mend(lines)] == ["big", "small"]
    assert [line.item.key for line in strengths(lines)] == ["good"]
    assert (lines[1].points, lines[1].tenths, lines[1].comments) == (Fraction(3, 2), 15, ("y",))
    assert lines[3].points is None
    assert [(group, len(mine)) for group, mine in by_group(lines)] == [
        (Group.LEGALITY, 1), (Group.QUALITY, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"product_ids": ()}, "products"),
        ({"text": ""}, "text"),
        ({"told": ""}, "told"),
        ({"due_on": date(2026, 11, 21)}, "due_on"),
        ({"due_on": date(2028, 1, 1)}, "due_on"),
    ],
)
def test_an_incident_says_what_is_missing(changes: dict[str, object], field: str) -> None:
    draft = incidents.Draft(**{  # type: ignore[arg-type]  # columns by name
        "kind": IncidentKind.LABEL, "severity": Severity.LOW, "text": "x", "told": "y",
        "product_ids": (1,), **changes,
    })  # fmt: skip
    with pytest.raises(RuleBroken) as refused:
        incidents.check(draft, TODAY)
    assert refused.value.field == field


def test_an_incident_ends_with_a_deed_and_a_reason() -> None:
    incidents.check_close(IncidentState.ANSWERED, reason="beres", actions=1)
    for state, reason, actions in (
        (IncidentState.CLOSED, "x", 1),
        (IncidentState.OPEN, "x", 0),
        (IncidentState.OPEN, "", 1),
    ):
        with pytest.raises(RuleBroken):
            incidents.check_close(state, reason=reason, actions=actions)
    assert incidents.usual_due(Severity.HIGH, TODAY) == date(2026, 11, 25)


def test_only_what_is_made_here_is_of_cirebon() -> None:
    homes = {"32.74", "32.09"}
    assert is_local(None, "32.09.36.2005", homes, is_reseller=False)
    assert is_local("32.74.01.1001", "32.12", homes, is_reseller=False)
    assert not is_local("32.12", "32.09.36.2005", homes, is_reseller=False)
    assert not is_local(None, "32.09.36.2005", homes, is_reseller=True)
    assert is_local(None, "91.01", (), is_reseller=False)  # nobody knows where home is
    said = without_claims("Kerupuk khas Cirebon, kulit asli, asli dari Cirebon, oleh-oleh")
    assert said.split() == ["Kerupuk", "Cirebon,", "kulit", "asli,", "dari", "Cirebon,"]
