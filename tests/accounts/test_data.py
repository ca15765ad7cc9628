"""A person sees what is kept, takes it along and has the account deleted."""

import json
import re
import threading
from collections.abc import Sequence
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Grant, OneTimeCode, Person, SignInSession
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import leaving
from catalog.audit.models import AuditEntry
from catalog.db.base import Base
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.notices.services import Notice, notify
from catalog.vendors.models import Registration
from tests.accounts.pages import sign_in, token_of
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in
from tests.factories.vendors import a_vendor

LOGIN, NAME = "rukmini.tandalogin@contoh.example", "Rukmini Tandanama"
PAGE = "/akun/data"


@pytest.fixture
def person(session: Session) -> Person:
    found = a_person(session, GrantSpec(Role.BUYER), login=LOGIN, name=NAME)
    work = Work(session=session, now=utc_now(), vault=VAULT)
    notify(
        work,
        [found.id],
        Notice(kind="x.y", title="Halo %(name)s", text="…", values={"name": NAME}),
    )
    session.add(
        Registration(
            person_id=found.id,
            step="usaha",
            name="Usaha Tandausaha",
            kinds=[],
            galleries=[],
            answers={},
            created_at=utc_now(),
            updated_at=utc_now(),
        )
    )
    session.add(
        OneTimeCode(
            purpose="x", code_hash="h", target_id=found.id, person_id=found.id,
            created_at=utc_now(),
        )
    )  # fmt: skip
    session.commit()
    return found


@pytest.fixture
def browser(client: FlaskClient, person: Person) -> FlaskClient:
    return signed_in(client, person)


def _send(browser: FlaskClient, what: str, password: str = PASSWORD) -> TestResponse:
    token = re.search(rf'name="{what}-csrf_token"[^>]*value="([^"]+)"', browser.get(PAGE).text)
    data = {f"{what}-present": password}
    if token:
        data[f"{what}-csrf_token"] = token[1]
    else:  # the form is not offered; somebody sends it all the same
        data[f"{what}-csrf_token"] = token_of(browser.get("/akun").text)
    data["csrf_token"] = data[f"{what}-csrf_token"]
    return browser.post(f"{PAGE}/{what}", data=data)


def _dump(session: Session) -> str:
    session.rollback()
    rows = [
        f"{table.name}: {tuple(row)!r}"
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
    ]
    return "\n".join(rows)


def test_the_page_shows_what_is_kept_with_the_login_masked(browser: FlaskClient) -> None:
    page = browser.get(PAGE).text
    assert NAME in page
    assert "r…@contoh.example" in page
    assert LOGIN not in page
    assert 'href="/akun/data"' in browser.get("/akun").text


def test_everything_comes_along_as_json(browser: FlaskClient, session: Session) -> None:
    answer = _send(browser, "bawa")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    found = json.loads(answer.data)
    assert (found["nama"], found["masuk_dengan"]) == (NAME, LOGIN)
    assert found["perangkat"][0]["nama"] == "Chrome, Android"
    assert found["ada_pendaftaran_belum_selesai"] is True
    session.rollback()
    actions = session.scalars(select(AuditEntry.action)).all()
    assert "accounts.data_taken" in actions


@pytest.mark.parametrize("what", ["bawa", "hapus"])
def test_a_wrong_password_does_nothing(
    browser: FlaskClient, session: Session, person: Person, what: str
) -> None:
    answer = _send(browser, what, "salah sekali")
    assert answer.status_code == 422
    assert LOGIN not in answer.text
    session.rollback()
    assert session.get_one(Person, person.id).is_active


def test_a_deleted_account_leaves_only_an_id(
    browser: FlaskClient, app: Flask, session: Session, person: Person
) -> None:
    other = signed_in(app.test_client(), person)
    assert NAME in _dump(session)
    person_id = person.id
    assert _send(browser, "hapus").status_code == 302
    dump = _dump(session)
    for marker in (NAME, LOGIN, "tandalogin", "Tandausaha", "r…@contoh"):
        assert marker not in dump
    for model in (Grant, SignInSession, OneTimeCode, Registration):
        assert session.scalars(select(model)).all() == []
    left = session.get_one(Person, person_id)
    assert (left.is_active, left.password_hash) == (False, "")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts.delete")).one()
    assert entry.user_id == person_id
    for each in (browser, other):
        assert each.get("/akun").status_code == 303  # to the sign-in
    assert sign_in(app.test_client(), LOGIN, PASSWORD).status_code == 422


def test_the_login_is_free_for_a_new_account(browser: FlaskClient, session: Session) -> None:
    _send(browser, "hapus")
    session.rollback()
    assert a_person(session, login=LOGIN).is_active


def test_the_last_owner_of_a_business_deals_with_it_first(
    client: FlaskClient, session: Session
) -> None:
    vendor = a_vendor(session, name="Batik Tunggal")
    owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    browser = signed_in(client, owner)
    assert f"/usaha/{vendor.id}/data" in browser.get(PAGE).text
    assert _send(browser, "hapus").status_code == 422
    session.rollback()
    assert session.get_one(Person, owner.id).is_active
    a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    session.commit()
    assert _send(browser, "hapus").status_code == 302


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CURATOR, Role.AUDITOR])
def test_staff_ask_an_administrator(client: FlaskClient, session: Session, role: Role) -> None:
    officer = a_person(session, GrantSpec(role))
    browser = signed_in(client, officer)
    assert "hapus-present" not in browser.get(PAGE).text
    assert _send(browser, "hapus").status_code == 422
    session.rollback()
    assert session.get_one(Person, officer.id).is_active


def test_two_owners_who_leave_at_once_leave_one(app: Flask, session: Session) -> None:
    vendor = a_vendor(session)
    grant = GrantSpec(Role.VENDOR, vendor_id=vendor.id)
    owners = [a_person(session, grant).id, a_person(session, grant).id]
    session.commit()
    assert sorted(_leave_at_once(app, session, owners)) == ["gone", "kept"]


def test_deleting_twice_at_once_is_one_deletion(
    app: Flask, session: Session, person: Person
) -> None:
    person_id = person.id
    session.commit()
    assert sorted(_leave_at_once(app, session, [person_id, person_id])) == ["gone", "kept"]


def _leave_at_once(app: Flask, session: Session, people: Sequence[UUID]) -> list[str]:
    barrier = threading.Barrier(len(people))
    results = [""] * len(people)

    def leave(place: int, person_id: UUID) -> None:
        with app.app_context(), Session(session.get_bind()) as own:
            actor = Actor(user_id=person_id)
            work = Work(session=own, now=utc_now(), actor=actor, vault=VAULT)
            barrier.wait()
            own.connection(execution_options={WRITES: True})
            try:
                with committed(work):
                    leaving.delete_own(work)
                results[place] = "gone"
            except (RuleBroken, NotFound):
                results[place] = "kept"

    threads = [threading.Thread(target=leave, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
