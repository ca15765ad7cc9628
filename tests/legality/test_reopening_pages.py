"""Looking again at a changed product, and the yearly question, as pages."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.legality.models import Document, DocumentConfirmation, DocumentReopening
from catalog.legality.queries import ProductKey, badges
from catalog.legality.rules.reopening import Alteration
from catalog.legality.services.reopening import reopen
from catalog.products.models import Product
from tests.factories.legality import a_document
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, whose forms take posts without a token in these tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def product(session: Session) -> Product:
    """Crackers that a halal certificate names."""
    made = a_product(session, name="Kerupuk udang")
    a_document(session, made.vendor, type_code="halal", products=[made])
    session.commit()
    return made


@pytest.fixture
def document(session: Session, product: Product) -> Document:
    """The certificate."""
    mine = select(Document).where(Document.vendor_id == product.vendor_id)
    return session.scalars(mine).one()


@pytest.fixture
def reopening(work: Work, session: Session, product: Product) -> DocumentReopening:
    """Its recipe has changed."""
    key = ProductKey(product.id, product.vendor_id, product.category_id)
    reopen(work, key, "Kerupuk udang", [Alteration("composition", "udang", "udang, gelatin")])
    session.commit()
    return session.scalars(select(DocumentReopening)).one()


def _owner(client: FlaskClient, session: Session, product: Product) -> FlaskClient:
    grant = GrantSpec(Role.VENDOR, vendor_id=product.vendor_id)
    return signed_in(client, a_person(session, grant))


def _officer(client: FlaskClient, session: Session) -> FlaskClient:
    return signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.09")))


def _earned(work: Work, product: Product) -> list[str]:
    work.session.rollback()
    key = ProductKey(product.id, product.vendor_id, product.category_id)
    return [code for code, _ in badges(work, [key])[product.id]]


def test_an_officer_finds_reads_and_accepts_the_change(
    client: FlaskClient,
    session: Session,
    work: Work,
    product: Product,
    reopening: DocumentReopening,
) -> None:
    officer = _officer(client, session)
    address = f"/pengurus/izin/isi/{reopening.id}"
    assert address in officer.get("/pengurus/izin").text
    assert address in officer.get(f"/pengurus/izin/{reopening.document_id}").text
    page = officer.get(address).text
    assert "udang, gelatin" in page
    assert _earned(work, product) == []
    sent = officer.post(address, data={"version": "1", "action": "accept"})
    assert sent.status_code == 303
    assert _earned(work, product) == ["halal"]
    again = officer.post(address, data={"version": "1", "action": "accept"})
    assert again.status_code == 422


def test_an_empty_request_for_an_update_comes_back(
    client: FlaskClient, session: Session, reopening: DocumentReopening
) -> None:
    officer = _officer(client, session)
    address = f"/pengurus/izin/isi/{reopening.id}"
    empty = officer.post(address, data={"version": "1", "action": "ask", "message": ""})
    assert empty.status_code == 422
    assert "Tuliskan apa yang perlu" in empty.text
    long = officer.post(address, data={"version": "1", "action": "ask", "message": "x" * 301})
    assert (long.status_code, "x" * 301 in long.text) == (422, True)
    asked = officer.post(
        address, data={"version": "1", "action": "ask", "message": "Kirim surat baru."}
    )
    assert asked.status_code == 303
    assert "Sudah diminta memperbarui" in officer.get("/pengurus/izin").text


def test_the_wallet_tells_which_products_wait(
    client: FlaskClient,
    session: Session,
    product: Product,
    reopening: DocumentReopening,
) -> None:
    owner = _owner(client, session, product)
    page = owner.get(f"/usaha/{product.vendor_id}/izin/{reopening.document_id}").text
    assert "Produk yang diperiksa lagi" in page
    assert "Kerupuk udang" in page
    assert owner.get(f"/pengurus/izin/isi/{reopening.id}").status_code == 404


def test_one_tap_answers_the_yearly_question(
    client: FlaskClient, session: Session, product: Product, document: Document
) -> None:
    question = DocumentConfirmation(
        document_id=document.id, asked_at=utc_now() - timedelta(days=40)
    )
    session.add(question)
    session.commit()
    owner = _owner(client, session, product)
    address = f"/usaha/{product.vendor_id}/izin/{document.id}"
    assert "Masih sama?" in owner.get(f"/usaha/{product.vendor_id}/izin").text
    assert "Ya, masih sama" in owner.get(address).text
    assert owner.post(f"{address}/masih-sama").status_code == 303
    session.rollback()
    assert question.answered_at is not None
    assert "Ya, masih sama" not in owner.get(address).text
    assert owner.post(f"{address}/masih-sama").status_code == 303


def test_officers_see_silence_after_a_month_and_nothing_is_lost(
    client: FlaskClient,
    session: Session,
    work: Work,
    product: Product,
    document: Document,
) -> None:
    asked_at = utc_now() - timedelta(days=40)
    session.add(DocumentConfirmation(document_id=document.id, asked_at=asked_at))
    session.commit()
    officer = _officer(client, session)
    assert "Pertanyaan tahunan belum dijawab" in officer.get("/pengurus/izin").text
    assert _earned(work, product) == ["halal"]
