"""Several curators score a product: nobody is led, grades follow, letters tell."""

from dataclasses import replace

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.curation.mails import letter_pdf
from catalog.curation.models import Rating
from catalog.curation.queries import scores, summary
from catalog.curation.queries.impact import impact
from catalog.curation.queries.letter import letter_of
from catalog.curation.queries.rubrics import find_for, find_version, item_of, items_of, scale_of
from catalog.curation.rules.grading import Line
from catalog.curation.rules.words import AssessmentState, Destination, Grade, RubricState
from catalog.curation.services import rubrics as rubric_services
from catalog.curation.services import scoring
from catalog.curation.services.scoring import Incomplete, Typed
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import RuleBroken
from catalog.notices.models import NoticeRow
from catalog.products.models import Product
from tests.factories.curation import a_curator, a_score, later, line, lines, rubrics
from tests.factories.people import a_person
from tests.factories.products import a_product


@pytest.fixture
def product(session: Session) -> Product:
    """A craft product that nobody has scored."""
    rubrics(session)
    return a_product(session, english=True)


def texts(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_second_curator_is_not_led_and_raises_the_grade(work: Work, product: Product) -> None:
    owner = a_person(work.session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))
    first, second = a_curator(work, "Reza"), later(a_curator(work, "Wulan"), hours=1)
    verdict = a_score(first, product, 4)
    assert (verdict.state, verdict.reached, product.grade) == (
        AssessmentState.SINGLE, Grade.A, "C",
    )  # fmt: skip
    led = scores.open_sheet(second, product)
    assert (led.given, led.others, led.summary.grade) == ((), 1, None)
    alone = scores.open_sheet(first, product)
    assert [each.name for each in alone.given] == ["Reza"]
    a_score(second, product, 4)
    assert product.grade == "A"
    assert [len(scores.open_sheet(each, product).given) for each in (first, second)] == [2, 2]
    found = summary(work, product.id)
    assert (found.grade, found.destination, found.raters, found.may_publish) == (
        Grade.A, Destination.FLAGSHIP, 2, True,
    )  # fmt: skip
    assert [each.grade for each in scores.decisions(work, product.id)] == ["A", "C"]
    told = work.session.scalars(select(NoticeRow).where(NoticeRow.person_id == owner.id)).all()
    assert {row.values["grade"] for row in told} == {"C", "A"}
    graded = select(AuditEntry).where(AuditEntry.action == "product.grade")
    trail = work.session.scalars(graded.order_by(AuditEntry.happened_at)).all()
    assert [(entry.before["grade"], entry.after["grade"]) for entry in trail] == [
        (None, "C"), ("C", "A"),
    ]  # fmt: skip


def test_scores_far_apart_are_talked_over_and_a_third_settles(work: Work, product: Product) -> None:
    first, second, third = (later(a_curator(work), hours=n) for n in range(3))
    a_score(first, product, 4)
    verdict = a_score(second, product, 1)
    assert verdict.state is AssessmentState.DISCUSSION
    found = summary(work, product.id)
    assert (found.grade, found.disagreement, found.may_publish) == (None, True, False)
    asked = work.session.scalars(
        select(NoticeRow.person_id).where(NoticeRow.kind == "curation.discussion")
    )
    assert set(asked) == {first.actor.user_id, second.actor.user_id}
    a_score(third, product, 4)
    assert (product.grade, summary(work, product.id).raters) == ("A", 3)
    letter = letter_of(work, scores.get_decision(work, product.id))
    assert len(letter.curators) == 2  # the one that lies apart does not count


def test_a_revised_score_takes_the_place_of_the_first(work: Work, product: Product) -> None:
    first, second = a_curator(work), later(a_curator(work), hours=1)
    a_score(first, product, 4)
    a_score(second, product, 1)
    with pytest.raises(RuleBroken, match="locked"):
        scoring.save(second, product, Typed(lines(work, product, 3)))
    draft = scoring.revise(second, product)
    assert {row.points for row in draft.lines} == {1}
    assert scoring.revise(second, product).id == draft.id
    assert summary(work, product.id).disagreement  # the sent one counts until the new one is sent
    a_score(second, product, 4)
    assert product.grade == "A"
    states = work.session.scalars(select(Rating.state).order_by(Rating.state)).all()
    assert [state.value for state in states] == ["replaced", "sent", "sent"]


def test_a_draft_keeps_everything_and_two_windows_do_not_overwrite_each_other(
    work: Work, product: Product
) -> None:
    curator = a_curator(work)
    half = {"material": Line(0), "price": Line(None, comment="tanya dulu")}
    scoring.save(curator, product, Typed(half, "Sementara"))
    sheet = scores.open_sheet(curator, product)
    assert sheet.draft is not None
    assert (sheet.lines["material"].points, sheet.lines["price"].comment) == (0, "tanya dulu")
    assert scores.open_sheet(a_curator(work), product).others == 0
    scoring.save(curator, product, Typed(half, seen=1))
    with pytest.raises(RuleBroken, match="another window"):
        scoring.save(curator, product, Typed(half, seen=1))
    with pytest.raises(Incomplete) as refused:
        scoring.send(curator, product, Typed(half, seen=2), "id")
    fields = [problem.field for problem in refused.value.problems]
    assert "material" in fields  # 0 points without a word
    assert "business" in fields


def test_judged_again_a_product_keeps_its_old_scores_and_their_rubric(
    work: Work, product: Product
) -> None:
    first, second = a_curator(work), later(a_curator(work), hours=1)
    a_score(first, product, 3)
    with pytest.raises(RuleBroken):
        scoring.judge_again(first, product, "")
    a_score(second, product, 3)
    old = find_for(work, product)
    assert old is not None
    draft = rubric_services.start_draft(first, old)
    rubric_services.activate(
        first, draft, note="Tahun baru", revision=draft.revision, against=old.id
    )
    third = a_curator(work)
    scoring.save(third, product, Typed({"price": Line(2, comment="wajar")}, "Separuh jadi."))
    begun = scoring.judge_again(first, product, "Label baru")
    kept = scores.open_sheet(third, product)
    assert kept.draft is not None  # what others were writing goes along
    assert (kept.draft.note, kept.lines["price"]) == ("Separuh jadi.", Line(2, comment="wajar"))
    assert (begun.number, begun.rubric.version, product.grade) == (2, 2, "B")
    with pytest.raises(RuleBroken):
        scoring.judge_again(first, product, "Lagi")
    assert summary(work, product.id).grade is None
    a_score(later(first, days=1), product, 2)
    versions = [each.assessment.rubric.version for each in scores.decisions(work, product.id)]
    assert versions[0] == 2
    assert set(versions[1:]) == {1}


def test_a_draft_rubric_tells_whose_grade_would_turn(work: Work, product: Product) -> None:
    office, other = a_curator(work), a_curator(work)
    a_score(office, product, 3)
    a_score(other, product, 3)
    active = find_for(work, product)
    assert active is not None
    draft = rubric_services.start_draft(office, active)
    assert impact(work, draft, "id").total == 0
    stricter = replace(scale_of(draft), least_a=95, least_b=80)
    rubric_services.save_scale(office, draft, stricter, revision=draft.revision)
    found = impact(office, draft, "id")
    assert (len(found.named), dict(found.turned)) == (1, {("B", "C"): 1})
    # Other galleries' goods are counted, not named.
    elsewhere = replace(work, actor=Actor(None, frozenset({Role.CURATOR})))
    assert [(told.total, told.named) for told in [impact(elsewhere, draft, "id")]] == [(1, [])]
    item = items_of(draft)[0]
    rubric_services.save_item(
        office, draft, item.key, replace(item, weight=item.weight + 1), revision=draft.revision
    )
    with pytest.raises(RuleBroken, match="101"):
        rubric_services.activate(
            office, draft, note="x", revision=draft.revision, against=active.id
        )
    with pytest.raises(RuleBroken, match="Someone else"):
        rubric_services.remove_item(office, draft, item.key, revision=1)
    key = rubric_services.add_item(office, draft, replace(item, weight=1), revision=draft.revision)
    rubric_services.move_item(office, draft, key, -1, revision=draft.revision)
    assert item_of(rubric_services.get_item(draft, key)).position == len(draft.criteria) - 2
    rubric_services.remove_item(office, draft, key, revision=draft.revision)
    rubric_services.save_item(office, draft, item.key, item, revision=draft.revision)
    with pytest.raises(RuleBroken, match="Another version"):
        rubric_services.activate(office, draft, note="x", revision=draft.revision, against=None)
    rubric_services.activate(
        office, draft, note="Lebih ketat", revision=draft.revision, against=active.id
    )
    assert find_version(work, active.key, RubricState.ACTIVE) is draft
    assert (product.grade, summary(work, product.id).rubric_version) == ("B", 1)
    rubric_services.discard(office, rubric_services.start_draft(office, active, restore=True))


def test_the_letter_says_what_to_mend_in_both_languages(
    app: Flask, work: Work, product: Product
) -> None:
    first = a_curator(work, "Reza Firdaus")
    second = later(a_curator(work, "Wulan Anggraini"), hours=1)
    rubric = find_for(work, product)
    assert rubric is not None
    weak = {item.key: line(item, 1) for item in items_of(rubric) if item.key == "process"}
    a_score(first, product, 3, changes=weak)
    a_score(second, product, 3)
    letter = letter_of(work, scores.get_decision(work, product.id))
    with app.test_request_context():
        indonesian = letter_pdf(letter, "id", "Sarumban")
        english = letter_pdf(letter, "en", "Sarumban")
        assert letter_pdf(letter, "id", "Sarumban") == indonesian
    said = texts(indonesian)
    for words in ("Yang diperbaiki dulu", "Proses dan kerapian", "Reza Firdaus, Wulan Anggraini",
                  "versi 1", "Kurang: Proses dan kerapian", "Langkah berikutnya"):  # fmt: skip
        assert words in said
    spoken = texts(english)
    for words in ("What to mend first", "Process and finish", "Cloud batik", "version 1"):
        assert words in spoken
