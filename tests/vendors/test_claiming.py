"""A maker takes over the record that an office has entered, with a code that works once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Grant, OneTimeCode, Person
from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.notices.models import NoticeRow
from catalog.vendors import policy
from catalog.vendors.models import Vendor, VendorClaim, VendorConsent
from catalog.vendors.queries.window import visible
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registering import ClaimState, Step
from catalog.vendors.services.claiming import ask_for_claim, issue_claim
from catalog.vendors.services.registering import save_numbers
from tests.databases import opened
from tests.factories.people import VAULT, a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor

pytestmark = pytest.mark.stocked


@pytest.fixture
def vendor(session: Session) -> Vendor:
    vendor = a_vendor(session, name="Rotan Tegal Jaya", status=VendorStatus.DRAFT)
    a_contact(session, vendor, phone="+6281234567890", owner_name="Rini Dulhadi")
    session.commit()
    return vendor


@pytest.fixture
def maker(session: Session) -> Person:
    return a_person(session)


@pytest.fixture
def browser(client: FlaskClient, maker: Person) -> FlaskClient:
    return signed_in(client, maker)


def a_code(session: Session, vendor: Vendor, by: Person | None = None) -> str:
    actor = Actor(user_id=by.id if by else None, roles=frozenset({Role.ADMIN}))
    code = issue_claim(Work(session=session, now=utc_now(), vault=VAULT, actor=actor), vendor)
    session.commit()
    return code


def post(browser: FlaskClient, path: str, **values: str) -> TestResponse:
    page = browser.get("/usaha/klaim").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return browser.post(path, data={"csrf_token": found[1], **values})


def owners(session: Session, vendor: Vendor) -> list[object]:
    session.rollback()
    return list(session.scalars(select(Grant.person_id).where(Grant.vendor_id == vendor.id)))


def test_a_code_shows_the_business_and_makes_its_owner(
    browser: FlaskClient, session: Session, vendor: Vendor, maker: Person
) -> None:
    code = a_code(session, vendor).lower().replace("-", " ")
    answer = post(browser, "/usaha/klaim", code=code)
    shown = f"/usaha/klaim/{vendor.id}"
    assert answer.location == shown
    page = browser.get(shown).text
    assert "Rotan Tegal Jaya" in page
    for private in ("Rini", "81234567890"):
        assert private not in page
    assert owners(session, vendor) == []  # nothing yet
    assert post(browser, shown).status_code == 422  # without consent
    answer = post(browser, shown, agrees="y")
    assert answer.location == f"/usaha/{vendor.id}/pendaftaran"
    assert owners(session, vendor) == [maker.id]
    assert session.scalars(select(VendorConsent.key)).all() == ["privacy"]
    assert browser.get(answer.location).status_code == 200


def test_an_answer_may_wait(browser: FlaskClient, session: Session, vendor: Vendor) -> None:
    post(browser, "/usaha/klaim", code=a_code(session, vendor))
    assert f'href="/usaha/klaim/{vendor.id}"' in browser.get("/usaha/klaim").text


def test_whoever_says_no_owns_nothing_and_the_office_hears(
    browser: FlaskClient, session: Session, vendor: Vendor
) -> None:
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    post(browser, "/usaha/klaim", code=a_code(session, vendor))
    post(browser, f"/usaha/klaim/{vendor.id}/bukan")
    assert owners(session, vendor) == []
    assert session.scalars(select(NoticeRow.person_id)).all() == [officer.id]
    assert browser.get(f"/usaha/klaim/{vendor.id}").status_code == 404


@pytest.mark.parametrize("what", ["wrong", "used", "expired", "empty"])
def test_a_code_that_opens_nothing_is_told_in_a_sentence(
    browser: FlaskClient, session: Session, vendor: Vendor, what: str
) -> None:
    code = a_code(session, vendor)
    if what == "used":
        post(browser, "/usaha/klaim", code=code)
    elif what == "expired":
        past = utc_now() - timedelta(days=1)
        session.execute(update(OneTimeCode).values(expires_at=past))
        session.commit()
    typed = {"wrong": "ABCD-2345", "empty": ""}.get(what, code)
    answer = post(browser, "/usaha/klaim", code=typed)
    assert answer.status_code == 422
    assert "error-msg" in answer.text


def test_codes_are_not_guessed(browser: FlaskClient, session: Session, vendor: Vendor) -> None:
    code = a_code(session, vendor)
    for _ in range(6):
        post(browser, "/usaha/klaim", code="ZZZZ-ZZZZ")
    assert post(browser, "/usaha/klaim", code=code).status_code == 422


def test_what_has_an_owner_cannot_be_claimed(
    browser: FlaskClient, session: Session, vendor: Vendor
) -> None:
    code = a_code(session, vendor)
    a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    session.commit()
    answer = post(browser, "/usaha/klaim", code=code)
    assert answer.status_code == 422
    assert "sudah punya pemilik" in answer.text


def test_whoever_issued_a_code_cannot_use_it(
    browser: FlaskClient, session: Session, vendor: Vendor, maker: Person
) -> None:
    code = a_code(session, vendor, by=maker)
    assert post(browser, "/usaha/klaim", code=code).status_code == 422
    assert owners(session, vendor) == []


def test_a_record_that_nobody_showed_is_not_there(browser: FlaskClient, vendor: Vendor) -> None:
    assert browser.get(f"/usaha/klaim/{vendor.id}").status_code == 404
    assert post(browser, f"/usaha/klaim/{vendor.id}", agrees="y").status_code == 404
    assert post(browser, f"/usaha/klaim/{vendor.id}/bukan").status_code == 404


def test_two_with_one_code_make_one_owner(app: Flask, session: Session, vendor: Vendor) -> None:
    code, start = a_code(session, vendor), Barrier(2)
    browsers = [signed_in(app.test_client(), a_person(session)) for _ in range(2)]

    def take(browser: FlaskClient) -> int:
        start.wait()
        return post(browser, "/usaha/klaim", code=code).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, browsers)) == [303, 422]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(VendorClaim)) == 1


def test_two_with_two_codes_make_one_owner(app: Flask, session: Session, vendor: Vendor) -> None:
    browsers = []
    for _ in range(2):
        browsers.append(signed_in(app.test_client(), a_person(session)))
        post(browsers[-1], "/usaha/klaim", code=a_code(session, vendor))
    # A new code ends what an earlier one has shown; both codes were typed at once here.
    session.execute(update(VendorClaim).values(state=ClaimState.SHOWN))
    session.commit()
    shown, start = f"/usaha/klaim/{vendor.id}", Barrier(2)

    def take(browser: FlaskClient) -> int:
        start.wait()
        return post(browser, shown, agrees="y").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, browsers)) == [303, 422]
    assert len(owners(session, vendor)) == 1


def test_who_runs_into_a_record_asks_the_office(
    browser: FlaskClient, session: Session, vendor: Vendor
) -> None:
    a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    session.commit()
    page = browser.get("/usaha/daftar/pemilik").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    owner = {"owner_name": "Rini", "phone": "081234567890", "nik": "3209194108850001"}
    data = {"csrf_token": found[1], "version": "0", **owner}
    browser.post("/usaha/daftar/pemilik", data=data)
    assert post(browser, "/usaha/klaim/minta").status_code == 303
    session.rollback()
    claim = session.scalars(select(VendorClaim)).one()
    assert (claim.vendor_id, claim.state) == (vendor.id, ClaimState.ASKED)
    assert session.scalars(select(NoticeRow.kind)).one() == "vendors.claim_asked"


def test_a_new_code_ends_what_the_earlier_one_has_shown(
    app: Flask, session: Session, vendor: Vendor
) -> None:
    wrong = signed_in(app.test_client(), a_person(session))
    post(wrong, "/usaha/klaim", code=a_code(session, vendor))
    session.rollback()
    a_code(session, session.get_one(Vendor, vendor.id))
    assert post(wrong, f"/usaha/klaim/{vendor.id}", agrees="y").status_code == 404
    assert owners(session, vendor) == []


def test_a_business_can_be_claimed_again_when_its_owner_is_gone(
    app: Flask, session: Session, vendor: Vendor
) -> None:
    people = [a_person(session), a_person(session)]
    for person in people:
        browser = signed_in(app.test_client(), person)
        post(browser, "/usaha/klaim", code=a_code(session, session.get_one(Vendor, vendor.id)))
        answer = post(browser, f"/usaha/klaim/{vendor.id}", agrees="y")
        assert answer.status_code == 303
        session.rollback()
        session.get_one(Person, person.id).is_active = False
        session.commit()
    consent = session.scalars(select(VendorConsent)).one()
    assert consent.person_id == people[-1].id
    renewed = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "vendors.consent_renewed")
    ).one()
    assert renewed.before["person"] == str(people[0].id)


@pytest.mark.usefixtures("vendor")
def test_a_double_press_asks_the_office_once(session: Session, maker: Person) -> None:
    actor, start = Actor(user_id=maker.id), Barrier(3)
    own = Work(session=session, now=utc_now(), vault=VAULT, actor=actor)
    typed = {"phone": "+6281234567890", "owner_name": "A", "nik": ""}
    save_numbers(own, Step.OWNER, typed, version=0)
    session.commit()
    url = session.get_bind().engine.url.render_as_string(hide_password=False)

    def ask(_: int) -> None:
        with opened(url) as engine, Session(engine) as pressed:
            start.wait()
            pressed.connection(execution_options={WRITES: True})
            work = Work(session=pressed, now=utc_now(), vault=VAULT, actor=actor)
            with committed(work):
                ask_for_claim(work)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(ask, range(3)))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(VendorClaim)) == 1


def test_what_an_assistant_may_see_is_also_found(session: Session, vendor: Vendor) -> None:
    actor = Actor(roles=frozenset({Role.ASSISTANT}), assisted_ids=frozenset({vendor.id}))
    assert policy.can_see(actor, vendor_id=vendor.id, status=vendor.status)
    assert list(session.scalars(select(Vendor.id).where(visible(actor)))) == [vendor.id]
