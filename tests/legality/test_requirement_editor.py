"""The office edits what goals ask for: drafts, whom they affect, one winner, history."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.legality import queries
from catalog.legality.models import RequirementSet
from catalog.legality.queries.impact import Effect, impact
from catalog.legality.queries.requirements import live
from catalog.legality.queries.sets import history
from catalog.legality.rules.requirements import Level, Purpose, Rule, SetState, State
from catalog.legality.services import requirement_lines as lines
from catalog.legality.services import requirements as services
from catalog.taxonomy.models import Category
from tests.factories.legality import a_document
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.stocked


def the_set(session: Session, key: str = "etalase:food") -> RequirementSet:
    """Give the version of a set that is in force."""
    chosen = select(RequirementSet).where(
        RequirementSet.key == key, RequirementSet.state == SetState.ACTIVE
    )
    return session.scalars(chosen).one()


def a_draft(work: Work, **changes: object) -> RequirementSet:
    """Start a draft of the food set in which the food permit is changed like this."""
    draft = services.start_draft(work, the_set(work.session))
    rule = next(rule for rule in live(draft).rules if rule.key == "food-permit")
    values = {name: getattr(rule, name) for name in Rule.__dataclass_fields__} | changes
    assert lines.save_line(work, draft, Rule(**values), revision=draft.revision) == []
    return draft


def activate(work: Work, draft: RequirementSet, **values: object) -> None:
    """Put a draft in force as somebody would who has just looked at it."""
    active = services.find_active(work, draft.key)
    services.activate(
        work,
        draft,
        **{  # type: ignore[arg-type]  # keywords of a test
            "note": "Uji",
            "revision": draft.revision,
            "against": active.id if active else None,
            **values,
        },
    )


def a_food_maker(session: Session, *papers: str, **values: Any) -> UUID:
    """Store a vendor with shrimp paste and these papers."""
    vendor = a_vendor(session, **values)
    terasi = session.scalars(select(Category).where(Category.slug == "terasi")).one()
    a_product(session, vendor, terasi)
    for code in papers:
        a_document(session, vendor, type_code=code, categories=[] if code == "nib" else [terasi])
    return vendor.id


def test_a_draft_counts_only_once_it_is_in_force(work: Work) -> None:
    vendor_id = a_food_maker(work.session, "nib", "pirt", "halal")
    old = the_set(work.session)
    draft = a_draft(work, type_codes=frozenset({"bpom"}))
    assert queries.assessment(work, vendor_id, Purpose.CATALOGUE).missing == 0
    activate(work, draft)
    found = queries.assessment(work, vendor_id, Purpose.CATALOGUE)
    assert [item.key for item in found.blocks_submit] == ["food-permit"]
    assert (old.state, draft.state) == (SetState.RETIRED, SetState.ACTIVE)
    assert draft.version == old.version + 1


def test_before_saving_everyone_whom_it_would_affect_is_counted(work: Work) -> None:
    a_food_maker(work.session, "nib", "pirt", "halal", name="Terasi Asih")
    a_food_maker(work.session, "nib", "bpom", "halal", name="Terasi Berkah")
    a_food_maker(work.session, name="Terasi Cempaka")
    cloth = a_vendor(work.session, name="Batik Dewi")
    a_product(work.session, cloth)
    found = impact(work, a_draft(work, type_codes=frozenset({"bpom"})))
    assert (found.looked_at, found.products_looked_at) == (3, 3)
    assert found.vendors == {Effect.BLOCKED: 1}
    assert found.products == {Effect.BLOCKED: 1}
    assert found.live_blocked == 1
    [one] = found.named
    assert (one.name, one.missing_before, one.missing_after) == ("Terasi Asih", 0, 1)
    assert one.appeared == ("food-permit",)


def test_relief_is_counted_too(work: Work) -> None:
    a_food_maker(work.session, "nib", "halal", name="Terasi Asih")
    a_food_maker(work.session, "halal", name="Terasi Berkah")
    found = impact(work, a_draft(work, level=Level.ADVISED))
    assert found.vendors == {Effect.FREED: 1, Effect.LESS: 1}
    assert [one.effect for one in found.named] == [Effect.LESS, Effect.FREED]


def test_twenty_names_are_shown_of_many(work: Work) -> None:
    for number in range(23):
        a_food_maker(work.session, "nib", "pirt", "halal", name=f"Terasi {number:02}")
    found = impact(work, a_draft(work, type_codes=frozenset({"bpom"})))
    assert found.touched == 23
    assert [one.name for one in found.named] == [f"Terasi {number:02}" for number in range(20)]


def test_of_two_administrators_one_wins(work: Work) -> None:
    draft = a_draft(work, level=Level.NEEDED)
    seen = draft.revision
    activate(work, draft, revision=seen)
    with pytest.raises(RuleBroken):
        activate(work, draft, revision=seen)
    assert (
        work.session.scalar(
            select(func.count()).where(
                RequirementSet.key == "etalase:food", RequirementSet.state == SetState.ACTIVE
            )
        )
        == 1
    )


def test_a_draft_that_was_edited_since_it_was_looked_at_is_not_put_in_force(work: Work) -> None:
    draft = a_draft(work, level=Level.NEEDED)
    seen = draft.revision
    lines.remove_line(work, draft, "canned-permit", revision=seen)
    with pytest.raises(RuleBroken):
        activate(work, draft, revision=seen)
    with pytest.raises(RuleBroken):
        activate(work, draft, against=uuid4())
    assert draft.state is SetState.DRAFT


def test_two_who_edit_the_same_draft_do_not_overwrite_each_other(work: Work) -> None:
    draft = services.start_draft(work, the_set(work.session))
    seen = draft.revision
    lines.move_line(work, draft, "halal", -1, revision=seen)
    with pytest.raises(RuleBroken):
        lines.remove_line(work, draft, "halal", revision=seen)
    assert services.start_draft(work, the_set(work.session)).id == draft.id


def test_an_old_version_comes_back_as_a_draft(work: Work) -> None:
    old = the_set(work.session)
    rules = live(old).rules
    activate(work, a_draft(work, level=Level.ADVISED))
    again = services.start_draft(work, old, restore=True)
    assert live(again).rules == rules
    with pytest.raises(RuleBroken):
        services.start_draft(work, old, restore=True)
    newest, middle, first = history(work, old.key)
    assert [change.fields for change in middle.changes] == [("level",)]
    assert [change.fields for change in newest.changes] == [("level",)]
    assert len(first.changes) == len(rules)


def test_what_is_not_read_in_a_source_is_never_made_to_block(work: Work) -> None:
    draft = services.start_draft(work, the_set(work.session))
    rule = live(draft).rules[0]
    values = {name: getattr(rule, name) for name in Rule.__dataclass_fields__}
    problems = lines.save_line(
        work, draft, Rule(**{**values, "certainty": "K"}), revision=draft.revision
    )
    assert [problem.field for problem in problems] == ["level"]


def test_moving_a_line_keeps_the_places_between_sets(work: Work) -> None:
    draft = services.start_draft(work, the_set(work.session))
    before = [rule.position for rule in live(draft).rules]
    lines.move_line(work, draft, "halal-medium", -1, revision=draft.revision)
    after = live(draft).rules
    assert min(rule.position for rule in after) == before[0]
    assert len({rule.position for rule in after}) == len(after)


def test_a_new_set_for_one_category_adds_to_the_general_ones(work: Work) -> None:
    terasi = work.session.scalars(select(Category).where(Category.slug == "terasi")).one()
    vendor_id = a_food_maker(work.session, "nib", "pirt", "halal")
    draft = services.open_set(work, Purpose.CATALOGUE, category=(terasi.id, "terasi"))
    rule = next(rule for rule in live(the_set(work.session)).rules if rule.key == "food-permit")
    values = {name: getattr(rule, name) for name in Rule.__dataclass_fields__}
    sni = Rule(**{**values, "key": "sni", "type_codes": frozenset({"sni"}), "position": 0})
    assert not lines.save_line(work, draft, sni, revision=draft.revision)
    activate(work, draft)
    found = queries.assessment(work, vendor_id, Purpose.CATALOGUE)
    assert {item.key: item.state for item in found.items}["sni"] is State.MISSING
    with pytest.raises(RuleBroken):
        services.open_set(work, Purpose.CATALOGUE, category=(terasi.id, "terasi"))


def test_every_step_is_in_the_trail(work: Work) -> None:
    draft = a_draft(work, level=Level.NEEDED)
    activate(work, draft)
    lines.confirm_source(work, draft, "halal")
    work.session.flush()
    entries = work.session.scalars(
        select(AuditEntry).where(AuditEntry.kind == "requirement_set")
    ).all()
    assert {entry.action for entry in entries} == {
        *("requirements.draft", "requirements.edit", "requirements.activate"),
        "requirements.review",
    }
    done = next(entry for entry in entries if entry.action == "requirements.activate")
    assert done.after["changed"] == ["changed:food-permit"]
