import dataclasses
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.accounts.models import Person
from catalog.settings import Settings
from tests.databases import close
from tests.factories.people import a_person

PASSWORD = "kembang-wadasan-biru"


@pytest.fixture(autouse=True)
def _person(session: Session) -> None:
    a_person(session, login="a@contoh.example", name="Sekar", password=PASSWORD)
    session.commit()


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def _sign_in(client: FlaskClient, password: str) -> int:
    token = _token(client.get("/masuk").text)
    sent = {"csrf_token": token, "login": "a@contoh.example", "password": password}
    return client.post("/masuk", data=sent).status_code


def test_a_person_signs_in_and_sees_their_name(client: FlaskClient) -> None:
    assert _sign_in(client, PASSWORD) == 302
    assert "Sekar" in client.get("/masuk").text


def test_wrong_password_and_unknown_login_read_the_same(client: FlaskClient) -> None:
    token = _token(client.get("/masuk").text)
    answers = [
        client.post("/masuk", data={"csrf_token": token, "login": login, "password": "salah"})
        for login in ("a@contoh.example", "b@contoh.example")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    pages = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert pages[0] == pages[1]


def test_the_form_keeps_the_login_but_never_the_password(client: FlaskClient) -> None:
    token = _token(client.get("/masuk").text)
    sent = {"csrf_token": token, "login": "a@contoh.example", "password": "rahasia-sekali"}
    page = client.post("/masuk", data=sent).text
    assert "a@contoh.example" in page
    assert "rahasia-sekali" not in page


def test_signing_in_without_a_token_is_refused(client: FlaskClient) -> None:
    sent = {"login": "a@contoh.example", "password": PASSWORD}
    assert client.post("/masuk", data=sent).status_code == 400


def test_an_old_cookie_is_worthless_after_signing_out(client: FlaskClient) -> None:
    _sign_in(client, PASSWORD)
    stolen = client.get_cookie("sarumban")
    assert stolen
    token = _token(client.get("/masuk").text)
    client.post("/keluar", data={"csrf_token": token})
    client.set_cookie("sarumban", stolen.value)
    assert "Sekar" not in client.get("/masuk").text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_sites_page_cannot_sign_anyone_in(client: FlaskClient, origin: str) -> None:
    token = _token(client.get("/masuk").text)
    sent = {"csrf_token": token, "login": "a@contoh.example", "password": PASSWORD}
    answer = client.post("/masuk", data=sent, headers={"Origin": origin})
    assert answer.status_code == 403


def test_a_signed_in_page_never_reaches_anyone_else(client: FlaskClient, app: Flask) -> None:
    _sign_in(client, PASSWORD)
    cookie = client.get_cookie("sarumban")
    assert cookie
    # Written with a space, as some parsers accept: the cache must not be fooled by the header.
    odd = app.test_client(use_cookies=False).get(
        "/motif", headers={"Cookie": f"sarumban ={cookie.value}"}
    )
    assert "Sekar" in odd.text
    assert "Sekar" not in app.test_client().get("/motif").text


def test_sample_people_cannot_sign_in_to_a_public_site(
    settings: Settings, session: Session
) -> None:
    for person in session.scalars(select(Person)):
        person.is_sample = True
    session.commit()
    app = create_app(dataclasses.replace(settings, site_url="https://127.0.0.1", secure=True))
    client = app.test_client()
    token = _token(client.get("/masuk", base_url="https://127.0.0.1").text)
    sent = {"csrf_token": token, "login": "a@contoh.example", "password": PASSWORD}
    client.post(
        "/masuk",
        data=sent,
        base_url="https://127.0.0.1",
        headers={"Referer": "https://127.0.0.1/masuk"},
    )
    assert "Sekar" not in client.get("/masuk", base_url="https://127.0.0.1").text
    close(app)
