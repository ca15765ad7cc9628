"""A buyer asks a maker by WhatsApp: the question is counted, the number stays off the pages."""

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.db.work import Work
from catalog.inquiries.models import Lead
from catalog.inquiries.rules import ASKS
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.vendors.services.contacts import ContactDraft, keep_contact
from tests.factories.products import a_product

PHONE = "+6281234567890"


@pytest.fixture
def product(work: Work) -> Product:
    """A public product whose maker has a phone."""
    made = a_product(work.session, english="Cloud batik")
    keep_contact(work, made.vendor_id, ContactDraft(phone=PHONE))
    work.session.commit()
    return made


def _ask(client: FlaskClient, product: Product, prefix: str = "", **values: str) -> TestResponse:
    path = f"{prefix}/tanya/{product.code}"
    page = client.get(path).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    return client.post(path, data={"csrf_token": token[1], **values})


def test_a_question_is_logged_and_leads_to_the_maker(
    client: FlaskClient, session: Session, product: Product
) -> None:
    answer = _ask(client, product, quantity="12", note="Ada warna hijau?")
    assert answer.status_code == 303
    assert answer.location.startswith("https://wa.me/6281234567890?text=")
    text = unquote(answer.location)
    assert "Ada warna hijau?" in text
    assert f"/produk/{product.slug}" in text
    session.rollback()  # what it read before is over
    lead = session.scalars(select(Lead)).one()
    assert (lead.product_id, lead.quantity, lead.language) == (product.id, 12, "id")


def test_english_readers_send_english_words(client: FlaskClient, product: Product) -> None:
    text = unquote(_ask(client, product, "/en").location)
    assert "Hello" in text
    assert f"/en/produk/{product.slug}" in text


def test_the_number_stands_on_no_page(client: FlaskClient, product: Product) -> None:
    for path in (
        f"/produk/{product.slug}",
        f"/umkm/{product.vendor.slug}",
        f"/tanya/{product.code}",
    ):
        page = client.get(path).get_data(as_text=True)
        assert "81234567890" not in page
    assert f"/tanya/{product.code}" in client.get(f"/produk/{product.slug}").get_data(as_text=True)


def test_a_machine_that_fills_in_everything_is_led_nowhere(
    client: FlaskClient, session: Session, product: Product
) -> None:
    answer = _ask(client, product, website="https://spam.example")
    assert "wa.me" not in answer.location
    session.rollback()
    assert session.scalars(select(Lead)).all() == []


def test_too_many_questions_are_asked_to_wait(client: FlaskClient, product: Product) -> None:
    for _ in range(ASKS):
        assert _ask(client, product).status_code == 303
    refused = _ask(client, product, note="Kata-kata saya")
    assert refused.status_code == 422
    assert "Kata-kata saya" in refused.get_data(as_text=True)


@pytest.mark.parametrize("quantity", ["0", "-3", "banyak", "99999999999"])
def test_a_strange_quantity_comes_back_with_a_sentence(
    client: FlaskClient, session: Session, product: Product, quantity: str
) -> None:
    answer = _ask(client, product, quantity=quantity, note="Untuk hantaran")
    assert answer.status_code == 422
    assert "Untuk hantaran" in answer.get_data(as_text=True)
    session.rollback()
    assert session.scalars(select(Lead)).all() == []


def test_what_is_not_public_cannot_be_asked_about(
    client: FlaskClient, session: Session, product: Product
) -> None:
    session.get_one(Product, product.id).status = Status.DRAFT
    session.commit()
    assert client.get(f"/tanya/{product.code}").status_code == 404
    assert client.get("/tanya/TIDAKADA").status_code == 404


def test_a_maker_without_a_phone_has_no_button(client: FlaskClient, session: Session) -> None:
    product = a_product(session)
    session.commit()
    assert "/tanya/" not in client.get(f"/produk/{product.slug}").get_data(as_text=True)
    assert client.get(f"/tanya/{product.code}").status_code == 404
