import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.products.rules import Status
from tests.factories.products import a_product
from tests.factories.statements import count_statements

pytestmark = pytest.mark.stocked


def test_a_second_view_costs_one_look_at_the_version(client: FlaskClient) -> None:
    first = client.get("/umkm")
    with count_statements() as seen:
        second = client.get("/umkm")
    assert len(seen) == 1
    assert (second.status_code, second.data) == (200, first.data)
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_public_change_is_seen_at_once(client: FlaskClient, session: Session) -> None:
    client.get("/")
    product = a_product(session, status=Status.PUBLISHED)
    session.commit()
    assert product.texts[0].name in client.get("/").text


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/umkm")
    again = client.get("/umkm", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_languages_and_queries_are_different_pages(client: FlaskClient) -> None:
    bodies = {client.get(path).data for path in ("/umkm", "/en/umkm", "/umkm?q=zzz")}
    assert len(bodies) == 3


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("", None), ("gzip, deflate, br", "br")],
)
def test_compression_is_negotiated(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    plain = client.get("/umkm").data
    answer = client.get("/umkm", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(answer.data) == plain


def test_a_reader_with_our_cookie_is_never_served_from_memory(client: FlaskClient) -> None:
    client.get("/umkm")
    client.set_cookie("sarumban", "anything")
    with count_statements() as seen:
        answer = client.get("/umkm")
    assert len(seen) > 1
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_errors_are_not_kept(client: FlaskClient, session: Session) -> None:
    assert client.get("/produk/akan-ada").status_code == 404
    a_product(session, slug="akan-ada", status=Status.PUBLISHED)
    session.commit()
    assert client.get("/produk/akan-ada").status_code == 200


def test_memory_is_bounded(app: Flask, client: FlaskClient) -> None:
    pages = app.extensions["catalog_pages"]
    pages.limit = 200_000
    for number in range(30):
        client.get(f"/umkm?q=kata{number}")
    assert 0 < sum(page.weight for page in pages._pages.values()) <= 200_000  # noqa: SLF001  # its size is the point
