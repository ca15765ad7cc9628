import dataclasses
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.accounts.models import Person
from catalog.accounts.rules import ATTEMPTS
from catalog.settings import Settings
from tests.accounts.pages import bare, send, sign_in, token_of
from tests.databases import close
from tests.factories.people import a_person

LOGIN, PASSWORD = "a@contoh.example", "kembang-wadasan-biru"
REFUSED = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "/%2f/evil.example",
    "/\t/evil.example",
    "/a//evil.example",
    "javascript:alert(1)",
    "usaha",
    "/keluar",
    "/../x",
    "/usaha\r\nSet-Cookie: a=b",
    "/" + "a" * 600,
]


@pytest.fixture(autouse=True)
def _person(session: Session) -> None:
    a_person(session, login=LOGIN, name="Sekar", password=PASSWORD)
    session.commit()


def test_a_person_signs_in_and_sees_their_name(client: FlaskClient) -> None:
    assert sign_in(client, LOGIN, PASSWORD).status_code == 303
    assert "Sekar" in client.get("/akun").text


def test_wrong_password_and_unknown_login_read_the_same(client: FlaskClient) -> None:
    answers = [sign_in(client, login, "salah") for login in (LOGIN, "b@contoh.example")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert bare(answers[0]) == bare(answers[1])


def test_the_limit_reads_the_same_for_known_and_unknown(app: Flask) -> None:
    pages = []
    for number, login in enumerate((LOGIN, "b@contoh.example")):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        for _ in range(ATTEMPTS):
            sign_in(browser, login, "salah")
        pages.append(sign_in(browser, login, PASSWORD))
    assert [page.status_code for page in pages] == [422, 422]
    assert bare(pages[0]) == bare(pages[1])
    assert "5 menit" in pages[0].text


def test_strangers_cannot_lock_out_a_browser_that_signed_in_before(app: Flask) -> None:
    own, stranger = app.test_client(), app.test_client()
    sign_in(own, LOGIN, PASSWORD)
    send(own, "/keluar", page="/akun")
    stranger.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    for _ in range(ATTEMPTS):
        sign_in(stranger, LOGIN, "salah")
    assert sign_in(app.test_client(), LOGIN, PASSWORD).status_code == 422
    assert sign_in(own, LOGIN, PASSWORD).status_code == 303


def test_the_form_keeps_the_login_but_never_the_password(client: FlaskClient) -> None:
    page = sign_in(client, LOGIN, "rahasia-sekali").text
    assert LOGIN in page
    assert "rahasia-sekali" not in page


def test_signing_in_without_a_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/masuk", data={"login": LOGIN, "password": PASSWORD}).status_code == 400


def test_an_old_cookie_is_worthless_after_signing_out(client: FlaskClient) -> None:
    sign_in(client, LOGIN, PASSWORD)
    stolen = client.get_cookie("sarumban")
    assert stolen
    send(client, "/keluar", page="/akun")
    client.set_cookie("sarumban", stolen.value)
    assert client.get("/akun").status_code == 303


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/akun/kata-sandi")
    assert asked.location == "/masuk?next=/akun/kata-sandi"
    page = client.get(asked.location).text
    assert 'value="/akun/kata-sandi"' in page
    answer = sign_in(client, LOGIN, PASSWORD, next="/akun/kata-sandi")
    assert answer.location == "/akun/kata-sandi"


def test_the_language_stays_after_signing_in(client: FlaskClient) -> None:
    asked = client.get("/en/akun/kata-sandi")
    token = token_of(client.get(asked.location).text)
    typed = {"login": LOGIN, "password": PASSWORD, "next": "/akun/kata-sandi"}
    answer = client.post("/en/masuk", data={"csrf_token": token, **typed})
    assert answer.location == "/en/akun/kata-sandi"


@pytest.mark.parametrize("wanted", REFUSED)
def test_a_sign_in_never_leads_to_another_site(client: FlaskClient, wanted: str) -> None:
    answer = sign_in(client, LOGIN, PASSWORD, next=wanted)
    assert answer.status_code == 303
    assert answer.location == "/akun"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_sites_page_cannot_sign_anyone_in(client: FlaskClient, origin: str) -> None:
    token = token_of(client.get("/masuk").text)
    sent = {"csrf_token": token, "login": LOGIN, "password": PASSWORD}
    answer = client.post("/masuk", data=sent, headers={"Origin": origin})
    assert answer.status_code == 403


def test_only_a_browser_that_is_to_be_remembered_keeps_its_cookie(app: Flask) -> None:
    kept, lost = app.test_client(), app.test_client()
    sign_in(kept, LOGIN, PASSWORD, remember="y")
    sign_in(lost, LOGIN, PASSWORD)
    cookies = [browser.get_cookie("sarumban") for browser in (kept, lost)]
    assert [bool(cookie and cookie.expires) for cookie in cookies] == [True, False]


def test_reading_gives_an_anonymous_visitor_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/").headers


def test_reading_while_signed_in_sets_no_cookie(client: FlaskClient) -> None:
    sign_in(client, LOGIN, PASSWORD, remember="y")
    client.get("/akun")
    assert "Set-Cookie" not in client.get("/akun").headers


def test_a_signed_in_page_never_reaches_anyone_else(client: FlaskClient, app: Flask) -> None:
    sign_in(client, LOGIN, PASSWORD)
    cookie = client.get_cookie("sarumban")
    assert cookie
    # Written with a space, as some parsers accept: the cache must not be fooled by the header.
    odd = app.test_client(use_cookies=False).get(
        "/motif", headers={"Cookie": f"sarumban ={cookie.value}"}
    )
    assert "Sekar" in odd.text
    assert "Sekar" not in app.test_client().get("/motif").text


def test_who_is_signed_in_has_no_use_for_the_sign_in_page(client: FlaskClient) -> None:
    sign_in(client, LOGIN, PASSWORD)
    assert client.get("/masuk").location == "/akun"
    assert client.get("/daftar").status_code == 303


def test_sample_people_cannot_sign_in_to_a_public_site(
    settings: Settings, session: Session
) -> None:
    for person in session.scalars(select(Person)):
        person.is_sample = True
    session.commit()
    app = create_app(dataclasses.replace(settings, site_url="https://127.0.0.1", secure=True))
    client, base = app.test_client(), "https://127.0.0.1"
    token = token_of(client.get("/masuk", base_url=base).text)
    sent = {"csrf_token": token, "login": LOGIN, "password": PASSWORD}
    client.post("/masuk", data=sent, base_url=base, headers={"Referer": f"{base}/masuk"})
    answer = client.get("/akun", base_url=base)
    assert re.search(r"/masuk\b", answer.location)
    close(app)
