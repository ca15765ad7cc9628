"""Signing up, proving a login and forgetting a password, without telling who has an account."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts import queries
from catalog.accounts.models import Person
from catalog.accounts.rules import CONSENT, NEW_PASSWORDS, RESETS, SIGN_UPS, GrantSpec
from catalog.db.work import Work
from catalog.jobs.models import Job
from catalog.jobs.rules import unpack
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.wiring.work import JOBS
from tests.accounts.pages import NEW, bare, code_in, mails, send, sign_in, token_of
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in

MAIL, PHONE = "siti@contoh.example", "+6281299991234"
RESET = "accounts.mail_reset"
TYPED = {"kind": "vendor", "name": "Siti Aminah", "password": NEW, "consent": "y"}


def _work_off(app: Flask, session: Session) -> None:
    """Do what the worker does after somebody has forgotten a password."""
    session.rollback()
    with app.app_context():
        for job in session.scalars(select(Job).where(Job.name == RESET)).all():
            work = Work(session=session, now=utc_now(), vault=VAULT)
            JOBS[job.name](work, **unpack(job.arguments))
    session.commit()


def _find(session: Session, login: str) -> Person | None:
    session.rollback()  # reads what the site has written meanwhile
    return queries.find_anyone(Work(session=session, now=utc_now(), vault=VAULT), login)


def _get(session: Session, login: str) -> Person:
    found = _find(session, login)
    assert found
    return found


def test_with_an_address_the_mailed_code_opens_the_account(
    client: FlaskClient, session: Session
) -> None:
    assert send(client, "/daftar", login=MAIL, **TYPED).location == "/daftar/kode"
    person = _get(session, MAIL)
    assert (person.consent_version, person.verified_at) == (CONSENT, None)
    [(to, _, text)] = mails(session)
    assert to == MAIL
    answer = send(client, "/daftar/kode", code=code_in(text))
    assert answer.location == "/usaha/daftar"
    assert "Siti Aminah" in client.get("/akun").text
    assert _get(session, MAIL).verified_at


def test_before_the_code_the_account_answers_like_an_unknown_one(
    client: FlaskClient, app: Flask
) -> None:
    send(client, "/daftar", login=MAIL, **TYPED)
    pages = [sign_in(app.test_client(), login, NEW) for login in (MAIL, "x@contoh.example")]
    assert bare(pages[0]) == bare(pages[1])


def test_the_code_opens_nothing_in_another_browser(
    client: FlaskClient, app: Flask, session: Session
) -> None:
    send(client, "/daftar", login=MAIL, **TYPED)
    code = code_in(mails(session)[0][2])
    other = app.test_client()
    send(other, "/daftar", login="other@contoh.example", **TYPED)
    assert send(other, "/daftar/kode", code=code).status_code == 422


def test_whoever_signs_up_again_before_the_code_replaces_the_first(
    client: FlaskClient, app: Flask, session: Session
) -> None:
    send(client, "/daftar", login=MAIL, **TYPED)
    owner = app.test_client()
    send(owner, "/daftar", login=MAIL, **{**TYPED, "password": PASSWORD})
    code = code_in(mails(session)[-1][2])
    send(owner, "/daftar/kode", code=code)
    assert sign_in(app.test_client(), MAIL, NEW).status_code == 422
    assert sign_in(app.test_client(), MAIL, PASSWORD).status_code == 303


def test_the_first_browser_cannot_open_what_a_second_one_chose(
    app: Flask, session: Session
) -> None:
    victim = app.test_client()
    send(victim, "/daftar", login=MAIL, **TYPED)
    stranger = {**TYPED, "password": "gunung wajan serigala biru"}
    send(app.test_client(), "/daftar", login=MAIL, **stranger)
    code = code_in(mails(session)[-1][2])
    assert send(victim, "/daftar/kode", code=code).status_code == 422
    assert sign_in(app.test_client(), MAIL, stranger["password"]).status_code == 422


def test_a_sign_up_never_replaces_an_account_that_was_given_a_business(
    client: FlaskClient, session: Session
) -> None:
    held = a_person(session, GrantSpec(Role.VENDOR), login=MAIL, verified_at=None)
    session.commit()
    assert send(client, "/daftar", login=MAIL, **TYPED).location == "/daftar/kode"
    found = _get(session, MAIL)
    assert (found.id, found.name) == (held.id, held.name)


def test_the_same_form_sent_four_times_at_once_adds_one_person(
    app: Flask, session: Session
) -> None:
    browsers = [app.test_client() for _ in range(4)]
    tokens = [token_of(browser.get("/daftar").text) for browser in browsers]
    start = Barrier(4)

    def press(number: int) -> str | None:
        start.wait()
        typed = {**TYPED, "csrf_token": tokens[number], "login": PHONE}
        return browsers[number].post("/daftar", data=typed).location

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(press, range(4))) == {"/masuk?next=/usaha/daftar"}
    assert len(session.scalars(select(Person.id)).all()) == 1


def test_a_taken_address_reads_the_same_and_its_owner_is_told(app: Flask, session: Session) -> None:
    a_person(session, login="owner@contoh.example")
    session.commit()
    browsers = [app.test_client(), app.test_client()]
    logins = ("owner@contoh.example", "fresh@contoh.example")
    answers = [
        send(browser, "/daftar", login=login, **TYPED)
        for browser, login in zip(browsers, logins, strict=True)
    ]
    assert [(a.status_code, a.location) for a in answers] == [(303, "/daftar/kode")] * 2
    pages = [bare(browser.get("/daftar/kode")) for browser in browsers]
    assert pages[0].replace("o…@", "f…@") == pages[1]
    wrong = [bare(send(browser, "/daftar/kode", code="AAAA-AAAA")) for browser in browsers]
    assert wrong[0].replace("o…@", "f…@") == wrong[1]
    again = [send(b, "/daftar/kode/kirim-lagi", page="/daftar/kode").location for b in browsers]
    assert again[0] == again[1]
    told = [(to, "ABCD" in text or re.search(r"/masuk\b", text)) for to, _, text in mails(session)]
    assert told[0][0] == "owner@contoh.example"
    assert told[0][1]
    assert sign_in(app.test_client(), logins[0], PASSWORD).status_code == 303


def test_with_a_phone_number_the_maker_begins_at_once(
    client: FlaskClient, session: Session
) -> None:
    answer = send(client, "/daftar", login="0812 9999 1234", **TYPED)
    assert answer.location == "/masuk?next=/usaha/daftar"
    assert PHONE in client.get(answer.location).text
    answer = sign_in(client, "0812-9999-1234", NEW, next="/usaha/daftar")
    assert answer.location == "/usaha/daftar"
    assert mails(session) == []
    assert "belum terverifikasi" in client.get("/akun").text


def test_a_taken_number_reads_the_same(app: Flask, session: Session) -> None:
    a_person(session, login=PHONE)
    session.commit()
    answers = [
        send(app.test_client(), "/daftar", login=login, **TYPED)
        for login in (PHONE, "+6281299995678")
    ]
    assert [answer.location for answer in answers] == ["/masuk?next=/usaha/daftar"] * 2


def test_a_buyer_gets_the_role_of_one(client: FlaskClient, session: Session) -> None:
    send(client, "/daftar", login=PHONE, **{**TYPED, "kind": "buyer"})
    assert [grant.role for grant in _get(session, PHONE).grants] == [Role.BUYER]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"consent": ""}, "Centang kotak ini"),
        ({"password": "KotaBandung2026"}, "Nama tempat"),
        ({"password": "siti aminah 1990"}, "Jangan pakai nama"),
        ({"name": ""}, "Ketik nama"),
        ({"login": "bukan login"}, "Ketik nomor HP"),
        ({"login": "a@b"}, "Ketik nomor HP"),
        ({"kind": "admin"}, "field--error"),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    client: FlaskClient, session: Session, wrong: dict[str, str], told: str
) -> None:
    answer = send(client, "/daftar", **{"login": MAIL, **TYPED, **wrong})
    assert answer.status_code == 422
    assert told in answer.text
    assert NEW not in answer.text
    assert session.scalars(select(Person.id)).all() == []


def test_sign_ups_from_one_address_are_limited(client: FlaskClient) -> None:
    for number in range(SIGN_UPS):
        send(client, "/daftar", login=f"a{number}@contoh.example", **TYPED)
    assert send(client, "/daftar", login=MAIL, **TYPED).status_code == 422


def test_looking_at_new_passwords_is_limited(client: FlaskClient) -> None:
    typed = {**TYPED, "password": "KotaBandung2026", "login": MAIL}
    for _ in range(NEW_PASSWORDS):
        assert "Nama tempat" in send(client, "/daftar", **typed).text
    answer = send(client, "/daftar", **typed)
    assert answer.status_code == 422
    assert "Nama tempat" not in answer.text


def test_behind_a_link_that_is_none_no_password_is_looked_at(client: FlaskClient) -> None:
    token = token_of(client.get("/daftar").text)
    typed = {"csrf_token": token, "password": "KotaBandung2026"}
    assert "Nama tempat" not in client.post("/lupa/keine", data=typed).text


def test_a_forgotten_password_is_set_anew_by_the_mailed_link(app: Flask, session: Session) -> None:
    person = a_person(session, login=MAIL)
    open_elsewhere = signed_in(app.test_client(), person)
    client = app.test_client()
    send(client, "/lupa", login=MAIL)
    _work_off(app, session)
    text = mails(session)[0][2]
    link = re.search(r"http://127\.0\.0\.1:8000(/lupa/\S+)", text)
    assert link
    assert client.get(link[1]).status_code == 200
    assert send(client, link[1], password=NEW).location == "/masuk"
    assert open_elsewhere.get("/akun").status_code == 303
    assert sign_in(app.test_client(), MAIL, PASSWORD).status_code == 422
    assert sign_in(app.test_client(), MAIL, NEW).status_code == 303
    assert "sudah dipakai" in client.get(link[1]).text
    assert "diganti" in mails(session)[-1][2]


def test_asking_for_a_link_reads_the_same_for_everyone(app: Flask, session: Session) -> None:
    a_person(session, login=MAIL)
    session.commit()
    answers = [send(app.test_client(), "/lupa", login=x) for x in (MAIL, "x@contoh.example")]
    assert [answer.location for answer in answers] == ["/lupa/terkirim"] * 2
    asked = session.scalars(select(Job.name).where(Job.name == RESET)).all()
    assert len(asked) == 2  # whoever is unknown takes as long
    _work_off(app, session)
    assert len(mails(session)) == 1


def test_links_for_one_account_are_limited_by_the_day(app: Flask) -> None:
    for number in range(RESETS):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        assert send(browser, "/lupa", login=MAIL).status_code == 303
    assert send(app.test_client(), "/lupa", login=MAIL).status_code == 422


def test_a_link_never_follows_the_host_of_the_request(app: Flask, session: Session) -> None:
    a_person(session, login=MAIL)
    session.commit()
    client = app.test_client()
    base = "http://localhost"
    page = client.get("/lupa", base_url=base).text
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    client.post("/lupa", data={"csrf_token": token[1], "login": MAIL}, base_url=base)
    _work_off(app, session)
    assert "http://127.0.0.1:8000/lupa/" in mails(session)[0][2]


def test_an_unknown_number_and_a_wrong_code_read_the_same(app: Flask, session: Session) -> None:
    a_person(session, login=PHONE)
    session.commit()
    typed = {"code": "AAAA-AAAA", "password": NEW}
    pages = [
        send(app.test_client(), "/lupa/kode", login=login, **typed)
        for login in (PHONE, "+6281299995678")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    assert bare(pages[0]) == bare(pages[1])
