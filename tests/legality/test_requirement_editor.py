"""The office edits what goals ask for: drafts, whom they affect, one winner, history."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.legality import queries
from catalog.legality.models import PirtFood, RequirementSet
from catalog.legality.queries.impact import Effect, impact
from catalog.legality.queries.requirements import live
from catalog.legality.queries.sets import history
from catalog.legality.rules.requirements import Level, Purpose, Rule, SetState, State
from catalog.legality.services import requirement_lines as lines
from catalog.legality.services import requirements as services
from catalog.taxonomy.models import Category
from tests.factories.legality import a_document
from tests.factories.people import a_person, signed_in
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
        a_document(session, vendor, type_code=code)
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


# --- pages -------------------------------------------------------------------------------------


_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def send(
    browser: FlaskClient, path: str, data: dict[str, object] | None = None, **values: Any
) -> TestResponse:
    """Send a form with the token that the browser's pages hold."""
    token = _TOKEN.search(browser.get("/akun").text)
    assert token is not None
    return browser.post(path, data={"csrf_token": token[1], **(data or {})}, **values)


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> FlaskClient:
    """A browser of an administrator."""
    return signed_in(client, a_person(session, GrantSpec(Role.ADMIN)))


def fields_of(draft: RequirementSet, **changes: object) -> dict[str, object]:
    """Return what the form of a new line sends."""
    return {
        "revision": draft.revision,
        "line": "",
        "name_id": "Uji laboratorium",
        "type_codes": ["sni"],
        "fact": "",
        "level": "needed",
        "certainty": "K",
        "next_step_id": "Bawa contoh ke laboratorium daerah.",
        "source": "Rapat dinas 20 November 2026",
        "reviewed_on": "22 Nov 2026",
        "days_min": "3",
        "days_max": "14",
        "how_to_id": "Satu\n\nDua ",
        **changes,
    }


def test_an_administrator_goes_from_the_list_to_a_version_in_force(
    admin: FlaskClient, session: Session
) -> None:
    old = the_set(session)
    assert "Semua makanan dan minuman" in admin.get("/pengurus/syarat").text
    made = send(admin, f"/pengurus/syarat/{old.id}/draf")
    page = admin.get(made.location)
    assert page.status_code == 200
    session.rollback()
    draft = session.scalars(
        select(RequirementSet).where(RequirementSet.state == SetState.DRAFT)
    ).one()
    room = f"/pengurus/syarat/{draft.id}"
    sent = send(admin, f"{room}/butir/baru", data=fields_of(draft))
    assert sent.status_code == 303
    session.rollback()
    looked = admin.get(f"{room}/dampak").text
    assert "Uji laboratorium" in looked
    session.rollback()
    done = send(
        admin,
        f"{room}/berlakukan",
        data={"revision": draft.revision, "against": str(old.id), "note": "Permintaan dinas"},
    )
    assert done.status_code == 303
    session.rollback()
    row = next(row for row in draft.requirements if row.key == "uji-laboratorium")
    assert (draft.state, row.how_to["id"], row.days_max) == (SetState.ACTIVE, "Satu\nDua", 14)
    assert "Permintaan dinas" in admin.get(f"{room}/riwayat").text


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(
    admin: FlaskClient, work: Work
) -> None:
    draft = services.start_draft(work, the_set(work.session))
    work.session.commit()
    typed = fields_of(
        draft, level="blocking", reviewed_on="kapan", source="", link="http://x", name_id="Uji é"
    )
    answer = send(admin, f"/pengurus/syarat/{draft.id}/butir/baru", data=typed)
    assert answer.status_code == 422
    for words in ("Hanya yang dibaca di sumbernya", "misalnya 17-10-2026", "https://", "Uji é"):
        assert words in answer.text


def test_a_line_typed_while_another_saved_comes_back_filled(admin: FlaskClient, work: Work) -> None:
    draft = services.start_draft(work, the_set(work.session))
    stale = fields_of(draft)
    lines.move_line(work, draft, "halal", -1, revision=draft.revision)
    work.session.commit()
    answer = send(admin, f"/pengurus/syarat/{draft.id}/butir/baru", data=stale)
    assert answer.status_code == 422
    assert "Orang lain baru saja mengubah draf ini" in answer.text
    assert "Rapat dinas 20 November 2026" in answer.text


def test_a_decision_needs_its_reason(admin: FlaskClient, work: Work) -> None:
    draft = a_draft(work, level=Level.NEEDED)
    work.session.commit()
    answer = send(
        admin,
        f"/pengurus/syarat/{draft.id}/berlakukan",
        data={"revision": draft.revision, "against": "x", "note": ""},
    )
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.text


@pytest.mark.parametrize("typed", ["", "abc", "99999999999999999999"])
def test_a_broken_revision_is_told_and_breaks_nothing(
    admin: FlaskClient, work: Work, typed: str
) -> None:
    draft = services.start_draft(work, the_set(work.session))
    work.session.commit()
    answer = send(
        admin,
        f"/pengurus/syarat/{draft.id}/butir/halal/hapus",
        data={"revision": typed},
        follow_redirects=True,
    )
    assert "Orang lain baru saja mengubah draf ini" in answer.text


@pytest.mark.parametrize("role", [Role.DINAS, Role.AUDITOR])
def test_offices_and_auditors_read_and_change_nothing(
    client: FlaskClient, session: Session, role: Role
) -> None:
    spec = GrantSpec(role, region_code="32.74") if role is Role.DINAS else GrantSpec(role)
    reader = signed_in(client, a_person(session, spec))
    key = the_set(session).id
    for address in ("", f"/{key}", f"/{key}/riwayat", "/jenis-pangan"):
        page = reader.get(f"/pengurus/syarat{address}")
        assert page.status_code == 200
        assert "<form" not in page.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert send(reader, f"/pengurus/syarat/{key}/draf").status_code == 404
    assert reader.get("/pengurus/syarat/jenis-pangan/05").status_code == 404


def test_a_food_type_is_edited_and_dated(admin: FlaskClient, session: Session) -> None:
    answer = send(
        admin,
        "/pengurus/syarat/jenis-pangan/11",
        data={
            "name_id": "Bumbu masak",
            "category_slugs": ["terasi"],
            "certainty": "S",
            "source": "Surat BPOM 2026",
        },
    )
    assert answer.status_code == 303
    food = session.get_one(PirtFood, "11")
    assert (food.name["id"], food.category_slugs) == ("Bumbu masak", ["terasi"])
    assert admin.get("/pengurus/syarat/jenis-pangan/99").status_code == 404


def test_a_source_that_nobody_read_for_a_year_is_marked(
    admin: FlaskClient, session: Session
) -> None:
    version = the_set(session)
    version.requirements[0].reviewed_on = None
    session.commit()
    assert "perlu ditinjau" in admin.get("/pengurus/syarat").text
    key = version.requirements[0].key
    send(admin, f"/pengurus/syarat/{version.id}/butir/{key}/tinjau")
    assert "perlu ditinjau" not in admin.get("/pengurus/syarat").text


def test_a_new_set_is_opened_by_picking(admin: FlaskClient, session: Session) -> None:
    gallery = the_set(session, "kurasi:semua:mall-ukm").gallery_id
    answer = send(
        admin,
        "/pengurus/syarat/baru",
        data={"purpose": "kurasi", "kind": "craft", "category": "", "gallery": str(gallery)},
    )
    assert answer.status_code == 303
    session.rollback()
    assert session.scalars(
        select(RequirementSet.key).where(RequirementSet.state == SetState.DRAFT)
    ).all() == ["kurasi:craft:mall-ukm"]
    again = send(
        admin,
        "/pengurus/syarat/baru",
        data={"purpose": "etalase", "kind": "food", "category": "", "gallery": ""},
    )
    assert again.status_code == 422
    assert "Daftar ini sudah ada" in again.text
