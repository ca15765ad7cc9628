"""The office's pages of what goals ask for: by hand, with mistakes, and by those who only read."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.legality.models import PirtFood, RequirementSet
from catalog.legality.rules.requirements import Level, SetState
from catalog.legality.services import requirement_lines as lines
from catalog.legality.services import requirements as services
from tests.factories.people import a_person, signed_in
from tests.legality.test_requirement_editor import a_draft, the_set

pytestmark = pytest.mark.stocked
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
