"""Opened pages are counted by page and day, and nothing is kept of whom."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.dashboard.models import VisitCount, Visited
from catalog.dashboard.services import add_visits
from catalog.db.work import Work
from catalog.web.visits import Visits
from tests.factories.products import a_product

PHONE = "Mozilla/5.0 (Linux; Android 12; SM-A035F) Chrome/140.0 Mobile"


def _counts(session: Session) -> dict[tuple[Visited, object], int]:
    session.rollback()
    return {(row.kind, row.target_id): row.times for row in session.scalars(select(VisitCount))}


def _open(client: FlaskClient, path: str, agent: str = PHONE, status: int = 200) -> None:
    answer = client.get(path, headers={"User-Agent": agent})
    assert answer.status_code == status


def test_an_opened_page_is_counted_for_product_and_vendor(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    product = a_product(session)
    session.commit()
    visits: Visits = app.extensions["catalog_visits"]
    for path in (f"/produk/{product.slug}", f"/en/produk/{product.slug}"):
        _open(client, path)
        _open(client, path)  # from memory, before Flask begins
    _open(client, f"/umkm/{product.vendor.slug}")
    visits.flush()
    _open(client, f"/produk/{product.slug}")
    visits.flush()
    assert _counts(session) == {
        (Visited.PRODUCT, product.id): 5,
        (Visited.VENDOR, product.vendor_id): 1,
    }


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.1", "WhatsApp-preview", ""])
def test_machines_are_not_counted(
    app: Flask, client: FlaskClient, session: Session, agent: str
) -> None:
    product = a_product(session)
    session.commit()
    _open(client, f"/produk/{product.slug}", agent)
    _open(client, "/produk/tidak-ada", status=404)
    app.extensions["catalog_visits"].flush()
    assert _counts(session) == {}


def test_counts_of_two_workers_add_up(work: Work) -> None:
    product = a_product(work.session)
    visit = ("produk", product.slug, date(2026, 11, 22))
    add_visits(work, {visit: 2, ("produk", "bukan-siapa-siapa", date(2026, 11, 22)): 9})
    add_visits(work, {visit: 3})
    rows = work.session.scalars(select(VisitCount)).all()
    assert [(row.target_id, row.times) for row in rows] == [(product.id, 5)]
