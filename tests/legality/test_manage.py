"""A vendor's papers as pages: what survives a refusal, what is noted."""

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.kernel.actor import Role
from catalog.legality.rules import DocumentState, Scope
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document, a_document_type
from tests.factories.papers import a_pdf
from tests.factories.people import a_person, signed_in
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.legality.pages import NIB, a_file, begun, saved


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, whose forms take posts without a token in these tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A vendor with the kinds of papers that these tests send."""
    a_document_type(session, "nib", pattern=r"^\d{13}$", level="hard", certainty="S")
    a_document_type(session, "pirt", default_scope=Scope.PRODUCT_TYPES, level="warn")
    a_document_type(session, "ktp", is_personal=True, has_badge=False, checker_url="")
    found = a_vendor(session)
    session.commit()
    return found


@pytest.fixture
def owner(client: FlaskClient, session: Session, vendor: Vendor) -> FlaskClient:
    """The browser of the vendor's owner."""
    return signed_in(client, a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id)))


def test_from_an_empty_wallet_to_a_paper_that_waits(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    assert owner.get(f"/usaha/{vendor.id}/izin").status_code == 200
    assert owner.get(f"/usaha/{vendor.id}/izin/baru").status_code == 200
    document = begun(owner, session, vendor)
    assert owner.get(f"/usaha/{vendor.id}/izin/{document.id}/ubah").status_code == 200
    answer = saved(owner, document, files=[a_file(), a_file(a_pdf(), "nib.pdf")])
    assert answer.status_code == 302
    session.rollback()
    assert document.state is DocumentState.PENDING
    assert (document.number, document.issued_on) == (NIB, date(2026, 1, 5))
    assert len(document.files) == 2
    page = owner.get(f"/usaha/{vendor.id}/izin/{document.id}").get_data(as_text=True)
    assert "Sedang diperiksa" in page


def test_pressing_twice_begins_one_paper(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    first = begun(owner, session, vendor)
    assert begun(owner, session, vendor).id == first.id


def test_a_bad_file_loses_neither_the_others_nor_what_was_typed(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor)
    answer = saved(owner, document, files=[a_file(), a_file(b"PK\3\4x", "surat.docx")])
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "surat.docx: Berkas ini tidak terbaca sebagai surat." in page
    assert f'value="{NIB}"' in page
    assert "nib.jpg" in page
    session.rollback()
    assert document.state is DocumentState.DRAFT
    assert len(document.files) == 1
    page = page.split('name="version"')[1]
    assert saved(owner, document).status_code == 302  # nothing has to be sent again


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issued_on": "31-02-2026"}, "tidak ada di kalender"),
        ({"issued_on": "10/17/2026"}, "hari dulu, baru bulan"),
        ({"valid_until": "besok", "is_open_ended": ""}, "Tulis tanggalnya"),
        ({"valid_until": "17-10-2027"}, "Salah satu saja"),
        ({"is_open_ended": ""}, "Isi sampai kapan surat berlaku"),
        ({"number": ""}, "Isi nomornya"),
        ({"scope": "products", "products": str(uuid4())}, "Periksa dulu"),
        ({"scope": "product_types"}, "sedikitnya satu jenis produk"),
        ({"scope": "nonsense"}, "Periksa dulu"),
        ({"version": "x"}, "orang lain yang mengubah"),
        ({"version": "9" * 30}, "orang lain yang mengubah"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_lost(
    owner: FlaskClient,
    session: Session,
    vendor: Vendor,
    changes: dict[str, object],
    sentence: str,
) -> None:
    document = begun(owner, session, vendor)
    answer = saved(owner, document, files=[a_file()], **changes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Sekar"' in page


def test_a_number_that_cannot_be_right_is_not_sent_but_kept_in_the_draft(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor)
    answer = saved(owner, document, number="12345", files=[a_file()])
    assert answer.status_code == 422
    session.rollback()
    assert saved(owner, document, number="12345", action="save").status_code == 302
    session.rollback()
    assert (document.state, document.number) == (DocumentState.DRAFT, "12345")


def test_a_doubtful_number_needs_a_tick_not_another_number(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor, "pirt")
    kinds = {"scope": "product_types", "categories": str(a_category(session).id)}
    session.commit()
    answer = saved(owner, document, number="12-34", files=[a_file()], **kinds)
    assert answer.status_code == 422
    assert "centang kotak ini" in answer.get_data(as_text=True)
    session.rollback()
    assert saved(owner, document, number="12-34", is_checked="y", **kinds).status_code == 302


def test_checking_a_number_keeps_everything_and_sends_nothing(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor)
    answer = saved(owner, document, action="check", files=[a_file()])
    assert answer.status_code == 200
    assert f'value="{NIB}"' in answer.get_data(as_text=True)
    session.rollback()
    assert (document.state, document.number, len(document.files)) == (DocumentState.DRAFT, "", 1)


def test_of_two_tabs_the_later_one_is_told_and_may_decide(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor)
    seen = str(document.version)
    assert saved(owner, document, action="save", holder_name="Aminah").status_code == 302
    answer = saved(owner, document, action="save", version=seen, holder_name="Siti")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Aminah" in page  # what is stored
    assert 'value="Siti"' in page  # what was typed
    session.rollback()
    assert document.holder_name == "Aminah"
    assert saved(owner, document, action="save", holder_name="Siti").status_code == 302


def test_another_vendors_paper_is_not_reached_through_ones_own_room(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    foreign = a_document(session, a_vendor(session))
    product = a_product(session)
    session.commit()
    assert owner.get(f"/usaha/{vendor.id}/izin/{foreign.id}").status_code == 404
    document = begun(owner, session, vendor)
    answer = saved(owner, document, scope="products", products=str(product.id), files=[a_file()])
    assert answer.status_code == 422


def test_a_personal_number_is_shown_only_when_asked_for_and_noted(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor, "ktp")
    saved(owner, document, number="3209360101800001", is_checked="y", files=[a_file()])
    session.rollback()
    assert document.state is DocumentState.PENDING
    paper = f"/usaha/{vendor.id}/izin/{document.id}"
    for address in (f"/usaha/{vendor.id}/izin", paper, f"{paper}/ubah"):
        assert "3209360101800001" not in owner.get(address).get_data(as_text=True)
    assert "3209360101800001" in owner.post(f"{paper}/nomor").get_data(as_text=True)
    session.rollback()
    seen = select(AuditEntry).where(AuditEntry.action == "legality.number_seen")
    assert len(session.scalars(seen).all()) == 1


def test_work_on_behalf_is_told_to_the_owner(
    client: FlaskClient, session: Session, vendor: Vendor
) -> None:
    a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    office = signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.09")))
    document = begun(office, session, vendor)
    assert saved(office, document, files=[a_file()]).status_code == 302
    session.rollback()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "legality.sent"))
    assert [entry.is_on_behalf for entry in entries] == [True]
