"""The editor in a browser without scripts, and what its script would ask."""

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
from catalog.products.models import Product
from tests.factories.people import a_person, signed_in
from tests.products.manage.conftest import Bench

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


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_a_fresh_draft_opens(browse: Browser, step: str) -> None:
    assert browse.get(step).status_code == 200


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_step_of_a_whole_product_opens(
    browse: Browser, bench: Bench, session: Session, language: str
) -> None:
    bench.publish()
    bench.save({"name": "Nama yang menunggu", "price": "900.000"})
    session.commit()
    for step in STEPS:
        answer = browse.client.get(f"{language}{browse.path}/{step}")
        assert answer.status_code == 200, step
    assert "Nama yang menunggu" in browse.get("lihat").text
    session.rollback()
    assert "Nama yang menunggu" not in browse.client.get(f"/produk/{bench.product.slug}").text


def test_a_product_is_started_in_two_taps(browse: Browser, session: Session) -> None:
    page = browse.client.get(f"{browse.room}/baru?grup=batik-wastra").text
    typed = {
        "csrf_token": found(_TOKEN, page),
        "kunci": found(re.compile(r'name="kunci"[^>]*value="([^"]+)"'), page),
        "category": "syal-selendang",
    }
    first = browse.client.post(f"{browse.room}/baru", data=typed)
    second = browse.client.post(f"{browse.room}/baru", data=typed)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert first.location.endswith("/foto")
    session.rollback()
    assert len(session.scalars(select(Product)).all()) == 2  # that of the bench, and this one


def test_a_wrong_price_comes_back_with_the_rest_saved(
    browse: Browser, bench: Bench, session: Session
) -> None:
    answer = browse.post(
        "harga", {"price": "dua ratus ribu", "weight_g": "320", "lanjut": "cerita"}
    )
    assert answer.status_code == 422
    assert 'value="dua ratus ribu"' in answer.text
    assert 'href="#price"' in answer.text
    session.rollback()
    assert bench.values["weight_g"] == 320
    assert 'value="dua ratus ribu"' in browse.get("harga").text  # also tomorrow
    answer = browse.post("harga", {"price": "200rb", "lanjut": "cerita"})
    assert answer.status_code == 303
    assert answer.location.endswith("/cerita")


def test_the_later_of_two_tabs_sees_both_texts(
    browse: Browser, bench: Bench, session: Session
) -> None:
    early, late = browse.get("cerita").text, browse.get("cerita").text
    assert browse.post("cerita", {"name": "Kain satu"}, early).status_code == 303
    answer = browse.post("cerita", {"name": "Kain dua"}, late)
    assert answer.status_code == 422
    assert 'value="Kain dua"' in answer.text
    assert "Kain satu" in answer.text
    assert browse.post("cerita", {"name": "Kain dua"}, answer.text).status_code == 303
    session.rollback()
    assert bench.values["name"] == "Kain dua"


def test_options_need_no_script(browse: Browser, bench: Bench, session: Session) -> None:
    answer = browse.post("harga", {"axis_size": "S, M", "axis_colour": "Merah", "do": "combine"})
    assert answer.location.endswith("#pilihan")
    page = browse.get("harga").text
    keys = re.findall(r'value="remove:([0-9a-f]{32})"', page)
    assert len(keys) == 2
    assert browse.post("harga", {f"v_{keys[0]}_price": "mahal"}).status_code == 422
    browse.post("harga", {"do": f"remove:{keys[0]}"})
    browse.post("harga", {"do": "row"})
    session.rollback()
    assert len(bench.values["variants"]) == 2
    many = ",".join(str(n) for n in range(70))
    answer = browse.post("harga", {"axis_size": many, "do": "combine"})
    assert answer.status_code == 422
    assert many in answer.text


def test_autosave_answers_with_what_is_missing(browse: Browser) -> None:
    page = browse.get("harga").text
    token = found(_TOKEN, page)
    answer = browse.client.post(
        f"{browse.path}/simpan",
        json={"version": 0, "fields": {"price": "25rb", "stock": "banyak"}},
        headers={"X-CSRFToken": token},
    )
    told = answer.get_json()
    assert answer.status_code == 200
    assert told["version"] == 1
    assert told["saved"] == ["price"]
    assert list(told["errors"]) == ["stock"]
    assert 0 < told["percent"] < 100
    assert any(entry["url"].endswith("/harga#stock") for entry in told["missing"])
    late = browse.client.post(
        f"{browse.path}/simpan", data={"csrf_token": token, "version": "0", "price": "30rb"}
    )
    assert late.status_code == 409
    assert late.get_json()["conflicts"] == ["price"]


@pytest.mark.parametrize("body", [[], "x", {"fields": 3}, {"version": "a", "fields": {"price": 3}}])
def test_autosave_survives_strange_bodies(browse: Browser, body: Any) -> None:
    token = found(_TOKEN, browse.get("harga").text)
    answer = browse.client.post(f"{browse.path}/simpan", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 200


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "\x1b", "\u202e"])
def test_what_no_database_holds_is_left_out(
    browse: Browser, bench: Bench, session: Session, odd: str
) -> None:
    token = found(_TOKEN, browse.get("harga").text)
    fields = {"price": f"se{odd}ratus", "name": f"Selen{odd}dang", f"x{odd}": odd}
    answer = browse.client.post(
        f"{browse.path}/simpan",
        json={"version": 0, "fields": fields},
        headers={"X-CSRFToken": token},
    )
    assert answer.status_code == 200
    assert browse.post("harga", {"price": f"du{odd}a".encode(errors="replace")}).status_code == 422
    assert browse.get("harga").status_code == 200
    session.rollback()
    assert bench.desk.kept["price"][0] in {"dua", "du?a"}
    assert bench.values["name"] == "Selendang"


def test_a_text_without_end_is_not_kept_whole(
    browse: Browser, bench: Bench, session: Session
) -> None:
    token = found(_TOKEN, browse.get("harga").text)

    def sent(text: str) -> TestResponse:
        return browse.client.post(
            f"{browse.path}/simpan",
            json={"version": 0, "fields": {"price": [text]}},
            headers={"X-CSRFToken": token},
        )

    assert sent("x" * 100_000).status_code == 200
    refused = sent("y" * 1_200_000)
    assert refused.status_code == 413
    assert "terlalu panjang" in refused.get_json()["errors"][""][0]
    session.rollback()
    assert sum(map(len, bench.desk.kept["price"])) == 20_000
    assert "y" not in bench.desk.kept["price"][0]


def test_autosave_survives_a_thousand_brackets(browse: Browser) -> None:
    token = found(_TOKEN, browse.get("harga").text)
    answer = browse.client.post(
        f"{browse.path}/simpan",
        data="[" * 100_000,
        headers={"X-CSRFToken": token, "Content-Type": "application/json"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "step",
    ["jenis", "harga", "cerita", "ekspor", "simpan", "periksa", "tarik", "arsip", "kembalikan"],
)
def test_nothing_changes_without_the_token(browse: Browser, step: str) -> None:
    assert browse.client.post(f"{browse.path}/{step}", data={"name": "x"}).status_code == 400


def test_a_stranger_finds_nothing(browse: Browser, session: Session) -> None:
    stranger = a_person(session, GrantSpec(Role.BUYER))
    signed_in(browse.client, stranger)
    for step in STEPS:
        assert browse.get(step).status_code == 404
