"""Pages of prose, and the pages that say what went wrong."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from catalog.web.access import public
from catalog.web.errors import WORDS
from tests.factories.galleries import a_gallery
from tests.factories.products import a_product

PROSE = ("/tentang", "/bantuan", "/privasi")


@pytest.mark.parametrize("address", PROSE)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_prose_stands_in_both_languages(client: FlaskClient, prefix: str, address: str) -> None:
    page = client.get(prefix + address).text
    assert f'<html lang="{"en" if prefix else "id"}"' in page
    assert page.count("<h1") == 1
    heads = [int(level) for level in re.findall(r"<h([1-6])", page.partition("<main")[2])]
    assert all(after - before <= 1 for before, after in pairwise(heads))


@pytest.mark.parametrize("address", PROSE)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_link_on_the_page_leads_to_something(
    client: FlaskClient, session: Session, prefix: str, address: str
) -> None:
    a_gallery(session, entry_rules=[{"text": {"id": "Produk sendiri."}}])
    session.commit()
    page = client.get(prefix + address).text
    for target in set(re.findall(r'<a [^>]*href="([^"]+)"', page)):
        path, _, fragment = target.replace("&amp;", "&").partition("#")
        found = client.get(path).text if path else page
        assert client.get(path or address).status_code == 200, target
        assert not fragment or f'id="{fragment}"' in found, target


def test_the_first_page_leads_nowhere_dead(client: FlaskClient, session: Session) -> None:
    a_gallery(session, entry_rules=[{"text": {"id": "Produk sendiri."}}])
    a_product(session)
    session.commit()
    page = client.get("/").text
    for target in set(re.findall(r'<a [^>]*href="(/[^"#]*)', page)):
        assert client.get(target.replace("&amp;", "&")).status_code == 200, target


def test_privacy_tells_what_the_software_does(client: FlaskClient) -> None:
    page = client.get("/privasi")
    assert "Nomor 27 Tahun 2022" in page.text
    assert "Set-Cookie" not in page.headers


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """A browser before a site where /gagal/<status> answers with that status."""

    @app.get("/gagal/<int:status>")
    @public
    def fail(status: int) -> str:
        if status == 500:
            raise ZeroDivisionError
        abort(status)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("status", sorted(WORDS))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_problem_has_a_page_with_ways_on(
    failing: FlaskClient, prefix: str, status: int
) -> None:
    answer = failing.get(f"{prefix}/gagal/{status}")
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert 'content="noindex"' in answer.text
    assert f'href="{prefix}/produk"' in answer.text
    assert f'href="{prefix}/etalase"' in answer.text
    assert answer.text.count('role="search"') == 1


@pytest.fixture
def lost(app: Flask) -> Iterator[FlaskClient]:
    """A browser before a site whose database does not answer."""

    def refuse(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    event.listen(Engine, "before_cursor_execute", refuse)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app.test_client()
    event.remove(Engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/etalase", "/galeri/mall-ukm", "/motif", "/bantuan", "/sitemap.xml"]
)
def test_a_lost_database_gives_a_calm_page(lost: FlaskClient, address: str) -> None:
    answer = lost.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Coba lagi" in answer.text or "Try again" in answer.text
    assert "gone" not in answer.text


def test_a_missing_page_is_told_without_a_database(lost: FlaskClient) -> None:
    assert lost.get("/tidak-ada").status_code == 404
    assert lost.get("/healthz").status_code == 200
    assert lost.get("/readyz").status_code == 503


def test_the_footer_says_when_the_data_is_a_sample(client: FlaskClient, session: Session) -> None:
    product = a_product(session)
    session.commit()
    assert "data contoh" not in client.get("/etalase").text
    session.execute(text("UPDATE product SET is_sample = true"))
    product.version += 1
    session.commit()
    assert "data contoh" in client.get("/etalase").text
