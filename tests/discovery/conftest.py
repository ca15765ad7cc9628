"""A small mall behind a browser: eight products that differ in everything one can filter by."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.galleries.models import Gallery
from catalog.legality.models import DocumentType
from catalog.products.models import Product, ProductDisplay, ProductMarket, ProductTerm
from catalog.taxonomy.models import Category, Market, Region, Term
from catalog.taxonomy.rules import TermKind
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus
from tests.databases import Databases, close, opened, settings_for
from tests.factories.legality import a_document
from tests.factories.products import a_product
from tests.factories.vendors import a_contact, a_vendor

PHONE = "081234567890"


Goods = dict[str, Product]


def build_index(app: Flask, session: Session) -> None:
    """Commit, and build the search index."""
    session.commit()
    app.extensions["catalog_indexer"].rebuild(session)
    session.commit()


@pytest.fixture(scope="module")
def mall(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A browser before the small mall, shared by a module's tests: none of them changes it."""
    url = databases.fresh(stocked=True)
    app = create_app(settings_for(url, tmp_path_factory.mktemp("mall")))
    with opened(url) as engine, Session(engine) as session:
        stock_shelves(session)
        build_index(app, session)
    yield app.test_client()
    close(app)
    databases.drop(url)


@pytest.fixture
def goods(session: Session) -> Goods:
    """The same mall in this test's own database, not indexed yet."""
    listed = stock_shelves(session)
    session.commit()
    return listed


def _term(session: Session, kind: str, slug: str) -> Term:
    wanted = select(Term).where(Term.kind == TermKind(kind), Term.slug == slug)
    return session.scalars(wanted).one()


def _category(session: Session, slug: str) -> Category:
    return session.scalars(select(Category).where(Category.slug == slug)).one()


def _village(session: Session, district: str) -> Region:
    found = session.scalars(
        select(Region).where(Region.parent_code == district).order_by(Region.code)
    ).first()
    assert found
    return found


def _maker(session: Session, name: str, district: str, **values: Any) -> Vendor:
    region = _village(session, district)
    vendor = a_vendor(session, name=name, region_code=region.code, district_code=district, **values)
    a_contact(session, vendor, owner_name="Sri Rahasia", address=PHONE)
    return vendor


def stock_shelves(session: Session) -> Goods:
    """Store eight visible products by a short name, and three that nobody may see."""
    trusmi = _maker(session, "Batik Rara Sekar", "32.09.36", slug="rara-sekar")
    city = _maker(session, "Dapur Harjamukti", "32.74.03")
    resting = _maker(session, "Rotan Libur", "32.09.36", paused_from_on=date(2026, 11, 1))
    closed = _maker(session, "Batik Tertutup", "32.09.36", status=VendorStatus.SUSPENDED)
    batik, scarf, chair, paste = (
        _category(session, slug)
        for slug in ("kain-batik-tulis", "syal-selendang", "kursi-rotan", "terasi")
    )
    listed = {
        "biru": a_product(
            session, trusmi, batik, name="Batik tulis megamendung biru", price=1_250_000, grade="A",
            english=("Hand-drawn cloud batik, blue", "Drawn by hand in Trusmi."),
        ),
        "merah": a_product(
            session, trusmi, batik, name="Batik tulis wadasan merah", price=300_000,
            is_made_to_order=True, minimum_order=12,
        ),
        "kursi": a_product(session, resting, chair, name="Kursi rotan santai", price=900_000),
        "bangku": a_product(session, resting, chair, name="Bangku rotan", price=None),
        "terasi": a_product(session, city, paste, name="Terasi udang rebon", price=25_000),
        "botok": a_product(
            session, city, paste, name="Bumbu botok", price=15_000,
            description="Dengan terasi pilihan dari Gebang.",
        ),
        "awan": a_product(
            session, city, scarf, price=99_000,
            name='Selendang <b>awan</b> & "hujan"',
        ),
        "emping": a_product(
            session, city, paste, name="Emping melinjo", price=20_000, minimum_order=50
        ),
    }  # fmt: skip
    for days, product in enumerate(listed.values()):
        product.published_at = datetime(2026, 11, 20 - days, 2, 0, tzinfo=UTC)
    a_product(session, closed, batik, name="Batik rahasia tertutup")
    a_product(session, trusmi, batik, name="Batik rahasia draf", status="draft")
    a_product(session, trusmi, batik, name="Batik rahasia arsip", status="archived")
    _facts(session, listed)
    for name, product in listed.items():
        product.slug = name
    session.flush()
    return listed


def _facts(session: Session, listed: dict[str, Product]) -> None:
    for kind, slug, names in (
        ("motif", "megamendung", ("biru",)),
        ("motif", "wadasan", ("merah",)),
        ("technique", "batik-tulis", ("biru", "merah")),
        ("material", "sutra", ("biru",)),
        ("sentra", "trusmi", ("biru", "merah")),
    ):
        term = _term(session, kind, slug)
        session.add_all(ProductTerm(product_id=listed[name].id, term_id=term.id) for name in names)
    mall, caruban = session.scalars(select(Gallery).order_by(Gallery.position))
    for name, gallery, stock in (("biru", mall, 4), ("merah", mall, 0), ("kursi", caruban, None)):
        session.add(ProductDisplay(product_id=listed[name].id, gallery_id=gallery.id, stock=stock))
    market = session.get(Market, "SG")
    assert market
    session.add(
        ProductMarket(product_id=listed["biru"].id, market_code="SG", checked_on=date(2026, 10, 1))
    )
    assert session.get(DocumentType, "nib")
    a_document(session, listed["biru"].vendor, type_code="nib")
