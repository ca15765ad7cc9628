"""What is typed and sent in odd ways comes back, and breaks nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.products.models import Product, ReviewRound
from catalog.products.rules.status import Status
from catalog.products.services import submitting
from tests.factories.people import a_person, signed_in
from tests.products.manage.conftest import Bench, MakeBench

pytestmark = pytest.mark.stocked


_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


_VERSION = re.compile(r'name="version"[^>]*value="([^"]+)"')


@dataclass
class Browser:
    """A signed-in browser on one product."""

    client: FlaskClient
    room: str
    path: str

    def get(self, step: str) -> TestResponse:
        """Open a step."""
        return self.client.get(f"{self.path}/{step}")

    def post(self, step: str, typed: Mapping[str, Any], page: str = "") -> TestResponse:
        """Send the form of a step as it stands on the page."""
        body = page or self.get("harga" if step == "simpan" else step).text
        hidden = {"csrf_token": found(_TOKEN, body)}
        version = _VERSION.search(body)
        if version:
            hidden["version"] = version[1]
        return self.client.post(f"{self.path}/{step}", data={**hidden, **typed})


def found(pattern: re.Pattern[str], body: str) -> str:
    """Return what a pattern finds on a page."""
    match = pattern.search(body)
    assert match is not None
    return match[1]


@pytest.fixture
def browse(session: Session, client: FlaskClient, bench: Bench) -> Browser:
    """The owner's browser."""
    person = session.get_one(Person, bench.owner)
    signed_in(client, person)
    room = f"/usaha/{bench.vendor.id}/produk"
    return Browser(client, room, f"{room}/{bench.product.id}")


STEPS = ("jenis", "foto", "harga", "cerita", "ekspor", "periksa", "lihat")


def test_another_vendors_owner_finds_nothing(
    browse: Browser, make_bench: MakeBench, session: Session
) -> None:
    other = make_bench()
    session.commit()
    path = f"{browse.room}/{other.product.id}"
    for step in STEPS:
        assert browse.client.get(f"{path}/{step}").status_code == 404


def test_sending_taking_back_and_sending_again(
    browse: Browser, bench: Bench, session: Session
) -> None:
    assert browse.post("periksa", {}).status_code == 422
    bench.fill()
    session.commit()
    assert browse.post("periksa", {}).status_code == 303
    page = browse.get("periksa").text
    assert browse.post("tarik", {}, page).status_code == 303
    assert browse.post("periksa", {}).status_code == 303
    session.rollback()
    assert session.get_one(Product, bench.product.id).status is Status.IN_REVIEW


def test_the_list_counts_and_searches(browse: Browser, bench: Bench, session: Session) -> None:
    bench.save({"name": "Selendang 100% awan"})
    session.commit()
    page = browse.client.get(f"{browse.room}?keadaan=draf&q=100%25").text
    assert "Selendang 100% awan" in page
    assert "Selendang 100% awan" not in browse.client.get(f"{browse.room}?q=rotan").text
    for query in ("?hal=999", "?hal=-1", "?hal=x", "?keadaan=aneh", "?q=%00"):
        assert browse.client.get(browse.room + query).status_code == 200


@pytest.fixture
def officer(session: Session, client: FlaskClient, bench: Bench) -> FlaskClient:
    """The browser of an office of the regency, with a product before it."""
    bench.fill()
    submitting.submit(bench.work, bench.product, language="id")
    person = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    return signed_in(client, person)


def test_an_officer_publishes(officer: FlaskClient, bench: Bench, session: Session) -> None:
    assert bench.values["name"] in officer.get("/pengurus/antrean").text
    found_round = session.scalars(select(ReviewRound)).one()
    path = f"/pengurus/produk/{found_round.id}"
    page = officer.get(path)
    assert page.status_code == 200
    assert officer.get(f"{path}/lihat").status_code == 200
    sent = {"csrf_token": found(_TOKEN, page.text), "version": "0"}
    assert officer.post(f"{path}/tolak", data=sent).status_code == 422
    assert officer.post(f"{path}/terbit", data=sent).status_code == 303
    assert officer.post(f"{path}/terbit", data=sent).status_code == 422  # decided already
    session.rollback()
    assert session.get_one(Product, bench.product.id).status is Status.PUBLISHED


def test_an_officers_notes_come_back_when_refused(officer: FlaskClient, session: Session) -> None:
    path = f"/pengurus/produk/{session.scalars(select(ReviewRound)).one().id}"
    sent = {
        "csrf_token": found(_TOKEN, officer.get(path).text),
        "version": "0",
        "why:name": "name_unclear",
        "say:name": "Sebut motifnya",
        "due_on": "kapan-kapan",
    }
    answer = officer.post(f"{path}/perbaiki", data=sent)
    assert answer.status_code == 422
    assert "Sebut motifnya" in answer.text
    assert (
        officer.post(f"{path}/perbaiki", data={**sent, "due_on": "24 Des 2026"}).status_code == 303
    )


@pytest.mark.usefixtures("officer")
def test_an_office_of_another_region_sees_nothing(session: Session, client: FlaskClient) -> None:
    path = f"/pengurus/produk/{session.scalars(select(ReviewRound)).one().id}"
    signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.74")))
    assert client.get(path).status_code == 404
    assert client.get(f"{path}/lihat").status_code == 404
    assert client.get("/pengurus/antrean").status_code == 200
