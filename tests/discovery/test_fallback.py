import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.discovery.models import SearchMiss
from catalog.settings import Settings
from tests.discovery.conftest import Goods, build_index
from tests.discovery.pages import titles, total
from tests.factories.statements import count_statements

pytestmark = pytest.mark.stocked

NOTICE = "Pencarian sedang disiapkan ulang"


@pytest.fixture
def bare(client: FlaskClient, goods: Goods) -> FlaskClient:
    """A browser before a mall whose index was never built."""
    assert goods
    return client


def test_without_an_index_the_database_answers_with_a_notice(bare: FlaskClient) -> None:
    answer = bare.get("/produk")

    assert total(answer) == 8
    assert titles(answer)[0] == "Batik tulis megamendung biru"
    assert NOTICE in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "rahasia" not in answer.text


def test_names_categories_places_and_prices_still_narrow(bare: FlaskClient) -> None:
    for query, count in (
        ("q=ROTAN", 2),
        ("q=%25", 0),
        ("q=_", 0),
        ("q=cloud", 1),
        ("kategori=batik-wastra", 3),
        ("kecamatan=harjamukti", 4),
        ("harga_maks=25000", 3),
        ("hal=99", 8),
        ("q=" + "x" * 10_000, 0),
    ):
        assert total(bare.get(f"/produk?{query}")) == count, query


def test_the_stand_in_is_cheap_too(bare: FlaskClient) -> None:
    bare.get("/produk?q=batik")
    with count_statements() as seen:
        bare.get("/produk?q=rotan")

    assert len(seen) <= 6, seen


def test_a_damaged_index_is_no_error(
    app: Flask, bare: FlaskClient, session: Session, settings: Settings
) -> None:
    build_index(app, session)
    for path in settings.search_dir.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00broken")
    # A new process has nothing of the old index in memory.
    engine = app.extensions["catalog_indexer"].engine
    app.extensions["catalog_indexer"].engine = type(engine)(settings.search_dir)

    assert NOTICE in bare.get("/produk?q=batik").text
    assert bare.get("/saran?q=bat").status_code == 200
    shutil.rmtree(settings.search_dir)
    assert NOTICE in bare.get("/produk?q=rotan").text


def test_no_miss_is_counted_while_the_index_is_away(bare: FlaskClient, session: Session) -> None:
    bare.get("/produk?q=gamelan", headers={"User-Agent": "Mozilla/5.0 Firefox/130.0"})

    assert session.query(SearchMiss).count() == 0
