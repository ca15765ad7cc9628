import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.products.rules.status import Status
from catalog.vendors.rules import VendorStatus
from tests.discovery.conftest import Goods, build_index
from tests.factories.statements import count_statements

pytestmark = pytest.mark.stocked


def lines(client: FlaskClient, url: str) -> dict[str, list[tuple[str, str]]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.json
    return {
        group["kind"]: [(item["text"], item["url"]) for item in group["items"]]
        for group in answer.json["groups"]
    }


def test_what_is_being_typed_is_completed_by_kind(mall: FlaskClient) -> None:
    found = lines(mall, "/saran?q=batik")

    assert ("Batik & wastra", "/kategori/batik-wastra") in found["category"]
    assert ("Batik tulis megamendung biru", "/produk/biru") in found["product"]


def test_makers_and_terms_lead_to_their_pages(mall: FlaskClient) -> None:
    assert lines(mall, "/saran?q=rara")["vendor"] == [("Batik Rara Sekar", "/umkm/rara-sekar")]
    assert ("Wadasan", "/motif/wadasan") in lines(mall, "/saran?q=wadas")["term"]


def test_addresses_stay_in_the_readers_language(mall: FlaskClient) -> None:
    found = lines(mall, "/en/saran?q=batik")

    assert all(url.startswith("/en/") for group in found.values() for _, url in group)


@pytest.mark.parametrize("text", ["", "b", " b ", "%", "*"])
def test_too_little_gets_nothing(mall: FlaskClient, text: str) -> None:
    assert lines(mall, f"/saran?q={text}".replace("%", "%25")) == {}


def test_there_are_never_more_than_eight(mall: FlaskClient) -> None:
    for text in ("ba", "te", "ke", "ro"):
        assert sum(len(group) for group in lines(mall, f"/saran?q={text}").values()) <= 8


def test_hidden_products_are_not_suggested(mall: FlaskClient) -> None:
    assert lines(mall, "/saran?q=rahasia") == {}


def test_a_kept_answer_is_asked_for_again(mall: FlaskClient) -> None:
    assert mall.get("/saran?q=batik").headers["Cache-Control"] == "public, no-cache"


def test_what_was_hidden_is_not_suggested_before_the_index_knows(
    app: Flask, session: Session, goods: Goods
) -> None:
    build_index(app, session)
    client = app.test_client()
    assert {"vendor", "product"} <= lines(client, "/saran?q=batik").keys()
    assert "product" in lines(client, "/saran?q=kursi")

    goods["biru"].vendor.status = VendorStatus.SUSPENDED
    goods["kursi"].status = Status.ARCHIVED
    session.commit()

    assert not {"vendor", "product"} & lines(client, "/saran?q=batik").keys()
    assert "product" not in lines(client, "/saran?q=kursi")


def test_one_statement_looks_at_all_lines(app: Flask, session: Session, goods: Goods) -> None:
    assert goods
    build_index(app, session)
    client = app.test_client()
    client.get("/saran?q=batik")
    with count_statements() as seen:
        client.get("/saran?q=batik")
    assert len([each for each in seen if "product" in each or "vendor" in each]) == 1


def test_without_an_index_categories_and_terms_are_still_offered(
    client: FlaskClient, goods: Goods
) -> None:
    assert goods
    found = lines(client, "/saran?q=megam")

    assert ("Megamendung", "/motif/megamendung") in found["term"]
