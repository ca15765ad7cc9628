"""Who gets into a vendor's wallet, and into the verifiers' desk."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.legality.models import Document
from catalog.legality.rules import DocumentState, FilePurpose
from catalog.legality.services import wallet
from catalog.legality.services.files import prepare
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document, a_document_type
from tests.factories.papers import a_pdf
from tests.factories.people import VAULT, a_person, signed_in
from tests.factories.vendors import a_vendor
from tests.media import pictures

PHOTO = pictures.saved(pictures.scene((600, 400)))


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, whose forms take posts without a token in these tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A vendor of the regency."""
    a_document_type(session, "nib")
    found = a_vendor(session)
    session.commit()
    return found


Spec = Callable[[Vendor, Vendor], list[GrantSpec]]
WHO: dict[str, tuple[Spec, bool]] = {
    "owner": (lambda own, _: [GrantSpec(Role.VENDOR, vendor_id=own.id)], True),
    "staff": (lambda own, _: [GrantSpec(Role.VENDOR_STAFF, vendor_id=own.id)], True),
    "helper": (lambda own, _: [GrantSpec(Role.VENDOR_HELPER, vendor_id=own.id)], False),
    "assistant": (lambda own, _: [GrantSpec(Role.ASSISTANT, vendor_id=own.id)], True),
    "another's assistant": (
        lambda _, other: [GrantSpec(Role.ASSISTANT, vendor_id=other.id)],
        False,
    ),
    "office here": (lambda *_: [GrantSpec(Role.DINAS, region_code="32.09")], True),
    "office elsewhere": (lambda *_: [GrantSpec(Role.DINAS, region_code="32.74")], False),
    "admin": (lambda *_: [GrantSpec(Role.ADMIN)], True),
    "auditor": (lambda *_: [GrantSpec(Role.AUDITOR)], False),
    "other owner": (lambda _, other: [GrantSpec(Role.VENDOR, vendor_id=other.id)], False),
    "buyer": (lambda *_: [GrantSpec(Role.BUYER)], False),
    "nobody's": (lambda *_: [], False),
}


@pytest.mark.parametrize("who", WHO)
def test_who_gets_into_a_wallet(
    client: FlaskClient, session: Session, vendor: Vendor, who: str
) -> None:
    spec, may = WHO[who]
    other = a_vendor(session)
    document = a_document(session, vendor)
    session.commit()
    signed_in(client, a_person(session, *spec(vendor, other)))
    room, paper = f"/usaha/{vendor.id}/izin", f"/usaha/{vendor.id}/izin/{document.id}"
    wanted = 200 if may else 404
    for address in (room, f"{room}/baru", paper, f"{paper}/ubah"):
        assert client.get(address).status_code == wanted, address
    for address in (f"{paper}/berkas/{uuid4()}", f"/usaha/{other.id}/izin/{document.id}/nomor"):
        assert client.post(address).status_code == 404, address
    for address in (f"{paper}/hapus", f"{paper}/perbarui", f"{paper}/ubah", f"{paper}/berkas"):
        assert (client.post(address).status_code != 404) is may, address


def test_strangers_are_asked_to_sign_in(client: FlaskClient, vendor: Vendor) -> None:
    answer = client.get(f"/usaha/{vendor.id}/izin")
    assert (answer.status_code, "/masuk" in answer.headers["Location"]) == (303, True)


@pytest.fixture
def waiting(app: Flask, session: Session, vendor: Vendor) -> Document:
    """A paper with a photo and a PDF that waits for a verifier."""
    work = Work(session=session, now=datetime.now(UTC), vault=VAULT)
    document = a_document(
        session, vendor, state=DocumentState.PENDING, verified_number=None, verified_at=None
    )
    store = app.extensions["catalog_store"]
    files = [
        prepare(data, "nib", store=store, vault=app.extensions["catalog_vault"])
        for data in (PHOTO, a_pdf())
    ]
    wallet.add_files(work, document, files)
    session.commit()
    return document


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> FlaskClient:
    """The browser of the regency's office."""
    return signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.09")))


@pytest.mark.parametrize(
    ("grant", "wanted"),
    [
        (GrantSpec(Role.CURATOR), 404),
        (GrantSpec(Role.ADMIN), 200),
        (GrantSpec(Role.DINAS, region_code="32.09"), 200),
        (GrantSpec(Role.DINAS, region_code="32.74"), 404),
        (GrantSpec(Role.AUDITOR), 404),
        (GrantSpec(Role.COUNTER), 404),
        (GrantSpec(Role.BUYER), 404),
    ],
)
def test_who_sees_a_paper_at_the_desk(
    client: FlaskClient, session: Session, waiting: Document, grant: GrantSpec, wanted: int
) -> None:
    signed_in(client, a_person(session, grant))
    paper = f"/pengurus/izin/{waiting.id}"
    assert client.get(paper).status_code == wanted
    file = f"{paper}/berkas/{waiting.files[0].id}"
    assert client.post(file).status_code == wanted
    assert client.post(f"{paper}/berkas/{uuid4()}").status_code == 404
    assert client.post(f"{paper}/lihat").status_code == wanted
    assert client.post(paper).status_code == (422 if wanted == 200 else 404)


def test_an_owner_is_no_officer(
    client: FlaskClient, session: Session, vendor: Vendor, waiting: Document
) -> None:
    signed_in(client, a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id)))
    assert client.get("/pengurus/izin").status_code == 404
    assert client.get(f"/pengurus/izin/{waiting.id}").status_code == 404


def test_an_officer_looks_and_verifies(
    officer: FlaskClient, session: Session, waiting: Document
) -> None:
    page = officer.get("/pengurus/izin").get_data(as_text=True)
    assert f"/pengurus/izin/{waiting.id}" in page
    paper = f"/pengurus/izin/{waiting.id}"
    assert "data:image/jpeg" not in officer.get(paper).get_data(as_text=True)
    looked = officer.post(f"{paper}/lihat")
    assert looked.get_data(as_text=True).count("data:image/jpeg") == 1
    assert looked.headers["Cache-Control"] == "no-store"
    session.rollback()
    opened = select(AuditEntry).where(AuditEntry.action == "legality.file_opened")
    assert [entry.is_on_behalf for entry in session.scalars(opened)] == [True]
    answer = officer.post(
        paper,
        data={
            "version": str(waiting.version),
            "action": "verify",
            "proof": (io.BytesIO(PHOTO), "oss.jpg"),
        },
    )
    assert answer.status_code == 302
    session.rollback()
    assert waiting.state is DocumentState.VERIFIED
    assert waiting.verified_by.startswith("Dinas")
    assert waiting.verified_files == waiting.files_digest
    purposes = sorted(file.purpose for file in waiting.files)
    assert purposes == [FilePurpose.PAPER, FilePurpose.PAPER, FilePurpose.PROOF]


def test_a_refusal_needs_a_reason_and_an_old_page_decides_nothing(
    officer: FlaskClient, session: Session, waiting: Document
) -> None:
    paper, seen = f"/pengurus/izin/{waiting.id}", str(waiting.version)
    empty = officer.post(paper, data={"version": seen, "action": "refuse"})
    assert empty.status_code == 422
    old = officer.post(paper, data={"version": "1", "action": "verify"})
    assert old.status_code == 422
    assert "sudah diputuskan" in old.get_data(as_text=True)
    bad = officer.post(
        paper,
        data={"version": seen, "action": "verify", "proof": (io.BytesIO(b"PK"), "a.zip")},
    )
    assert bad.status_code == 422
    answer = {"version": seen, "action": "refuse", "reason": "Fotonya buram, kirim lagi."}
    assert officer.post(paper, data=answer).status_code == 302
    session.rollback()
    assert (waiting.state, waiting.refusal) == (
        DocumentState.REJECTED,
        "Fotonya buram, kirim lagi.",
    )
