"""What pages show as valid is what the rules say at that moment, whatever was stored."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.text import Language
from catalog.legality import queries as legality
from catalog.legality.models import (
    Document,
    DocumentCategory,
    DocumentProduct,
    DocumentReopening,
)
from catalog.legality.rules import DocumentFacts, DocumentState, Scope, Standing, earns_badge
from catalog.legality.rules.reopening import ReopenReason
from catalog.passports.queries import get_passport
from catalog.products import search
from catalog.products.models import Product
from catalog.products.queries.find import get_page
from catalog.search.outbox import mark_ids
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor
from tests.conftest import NOW
from tests.factories.legality import a_document, a_document_type
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

CERTIFICATE = "ID32110001333131122"
CHECKED = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)
NARROW = {"halal": True, "nib": False, "sni": True}

PAPERS = st.lists(
    st.fixed_dictionaries(
        {
            "type_code": st.sampled_from(sorted(NARROW)),
            "state": st.sampled_from(
                [DocumentState.VERIFIED] * 4
                + [DocumentState.PENDING, DocumentState.REJECTED, DocumentState.REPLACED]
            ),
            "scope": st.sampled_from(["vendor", "mine", "above", "other", "this", "that"]),
            "number": st.sampled_from([CERTIFICATE, CERTIFICATE, "KH123456"]),
            "is_same_number": st.sampled_from([True, True, False]),
            "is_same_file": st.sampled_from([True, True, False]),
            "days": st.none() | st.integers(-2, 2),
            "is_reopened": st.sampled_from([False, False, True]),
        }
    ),
    max_size=6,
)


class Shop:
    """A product, what is beside it, and papers that come and go."""

    def __init__(self, session: Session) -> None:
        self.session = session
        for code, is_narrow in NARROW.items():
            scope = Scope.PRODUCT_TYPES if is_narrow else Scope.VENDOR
            a_document_type(session, code, default_scope=scope, is_number_public=True)
        self.above: Category = a_category(session, "makanan")
        self.mine = a_category(session, "kerupuk", parent=self.above)
        self.other = a_category(session, "kain")
        self.vendor: Vendor = a_vendor(session)
        self.product: Product = a_product(session, self.vendor, self.mine)
        self.that = a_product(session, self.vendor, self.other)
        session.flush()

    def scope(self, name: str) -> dict[str, Any]:
        """Return what a paper of this scope is linked with."""
        categories = {"mine": self.mine, "above": self.above, "other": self.other}
        products = {"this": self.product, "that": self.that}
        if name in categories:
            return {"categories": [categories[name]]}
        return {"products": [products[name]]} if name in products else {}

    def store(self, paper: Mapping[str, Any], today: date) -> tuple[Document, DocumentFacts]:
        """Store a paper, and return it with what the rules are told of it."""
        days = paper["days"]
        links = self.scope(paper["scope"])
        number = paper["number"]
        document = a_document(
            self.session,
            self.vendor,
            type_code=paper["type_code"],
            number=number,
            state=paper["state"],
            verified_number=number if paper["is_same_number"] else "another",
            files_digest="a",
            verified_files="a" if paper["is_same_file"] else "b",
            verified_at=CHECKED,
            valid_until=None if days is None else today + timedelta(days=days),
            **links,
        )
        if paper["is_reopened"]:
            self.session.add(
                DocumentReopening(
                    document_id=document.id,
                    product_id=self.product.id,
                    reason=ReopenReason.COMPOSITION,
                    changes=[],
                    since=CHECKED,
                )
            )
        facts = DocumentFacts(
            type_code=paper["type_code"],
            state=paper["state"],
            scope=document.scope,
            number=number,
            verified_number=document.verified_number,
            verified_at=CHECKED,
            valid_until=document.valid_until,
            category_ids=frozenset(one.id for one in links.get("categories", ())),
            product_ids=frozenset(one.id for one in links.get("products", ())),
            files_digest="a",
            verified_files=document.verified_files,
            reopened_ids=frozenset({self.product.id} if paper["is_reopened"] else ()),
            is_narrow=NARROW[paper["type_code"]],
        )
        return document, facts

    def clear(self) -> None:
        """Take the papers of the example before away."""
        for table in (DocumentReopening, DocumentCategory, DocumentProduct, Document):
            self.session.execute(delete(table).execution_options(synchronize_session=False))
        self.session.expunge_all()
        mark_ids(self.session, "vendor", [self.vendor.id])
        for name in ("above", "mine", "other", "vendor", "product", "that"):
            setattr(self, name, self.session.merge(getattr(self, name)))

    @property
    def path(self) -> frozenset[UUID]:
        """Return the product's category with its ancestors."""
        return frozenset({self.mine.id, self.above.id})


@pytest.fixture
def shop(session: Session, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop without papers, on the day of the tests."""
    monkeypatch.setattr("catalog.products.search.utc_now", lambda: NOW)
    return Shop(session)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(papers=PAPERS)
def test_page_card_index_and_passport_agree_with_the_rules(
    work: Work, shop: Shop, papers: list[dict[str, Any]]
) -> None:
    session, product, today = work.session, shop.product, date(2026, 11, 22)
    shop.clear()
    stored = [shop.store(paper, today) for paper in papers]
    session.flush()
    expected = {
        facts.type_code for _, facts in stored if earns_badge(facts, product.id, shop.path, today)
    }
    key = legality.ProductKey(product.id, product.vendor_id, product.category_id)
    assert {code for code, _ in legality.badges(work, [key])[product.id]} == expected
    page = get_page(work, product.slug, Language.ID)
    valid = [one for one in page.permits if one.standing is Standing.VALID]
    assert {one.code for one in valid} == expected
    passport = get_passport(work, product.code, Language.EN)
    assert {one.code for one in passport.permits} == expected
    halal = [one.number for one in passport.permits if one.code == "halal"]
    assert not any(number.startswith("KH") for number in halal)
    (indexed,) = search.load(session, [product.id])
    assert set(indexed.facets.get("legality", ())) == expected


class Clock:
    """The time that the site reads, to be moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # 23.59 in Cirebon

    def __call__(self) -> datetime:
        """Return the time that it is."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock of our own, in the views and in the page cache."""
    made = Clock()
    for module in ("catalog.web.work", "catalog.web.cache"):
        monkeypatch.setattr(f"{module}.utc_now", made)
    return made


def test_a_halal_certificate_leaves_every_kept_page_at_midnight_in_cirebon(
    clock: Clock, session: Session, client: FlaskClient
) -> None:
    snacks = a_category(session)
    a_document_type(
        session, "halal", is_number_public=True, default_scope=Scope.PRODUCT_TYPES, label="Halal"
    )
    product = a_product(session, category=snacks)
    a_document(
        session,
        product.vendor,
        type_code="halal",
        number=CERTIFICATE,
        categories=[snacks],
        valid_until=date(2026, 11, 30),
    )
    session.commit()
    paths = (f"/produk/{product.slug}", f"/paspor/{product.code}", f"/p/{product.code}.json")
    before = {path: client.get(path) for path in paths}
    for path, page in before.items():
        assert CERTIFICATE in page.text
        assert client.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    clock.now += timedelta(minutes=1)
    for path, page in before.items():
        after = client.get(path, headers={"If-None-Match": page.headers["ETag"]})
        assert after.status_code == 200, path
        assert CERTIFICATE not in after.text
    assert "Masa berlaku Halal habis" in client.get(paths[1]).text


@pytest.mark.parametrize(
    "change",
    [
        {"state": DocumentState.REJECTED},
        {"number": "ID99110001333131122"},
        {"files_digest": "another"},
        {"scope": Scope.PRODUCTS},
    ],
    ids=["refused", "another number", "another file", "another scope"],
)
def test_whatever_becomes_of_a_paper_kept_pages_follow_at_once(
    session: Session, client: FlaskClient, change: dict[str, object]
) -> None:
    product = a_product(session)
    a_document_type(session, "nib", is_number_public=True)
    document = a_document(session, product.vendor)
    session.commit()
    number = document.number
    paths = (f"/produk/{product.slug}", f"/paspor/{product.code}")
    assert all(number in client.get(path).text for path in paths)
    for name, value in change.items():
        setattr(document, name, value)
    session.commit()
    for path in paths:
        page = client.get(path).text
        assert CHECKED_BY not in page
        assert number not in page


CHECKED_BY = "Galeri Caruban, 12 Mei 2026"
