"""Files of papers as pages: sent, removed, opened, damaged."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.kernel.actor import Role
from catalog.legality.manage import taking
from catalog.legality.models import DocumentFile
from catalog.legality.rules import Scope
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document_type
from tests.factories.papers import a_pdf
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_vendor
from tests.legality.pages import PHOTO, a_file, begun, saved


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


def test_a_file_is_removed_and_the_form_stays(
    owner: FlaskClient, session: Session, vendor: Vendor, tmp_path: Path
) -> None:
    document = begun(owner, session, vendor)
    saved(owner, document, action="check", files=[a_file()])
    session.rollback()
    file_id = document.files[0].id
    assert list(tmp_path.rglob(file_id.hex))
    answer = saved(owner, document, action=f"remove:{file_id}")
    assert answer.status_code == 200
    assert 'value="Sekar"' in answer.get_data(as_text=True)
    session.rollback()
    assert session.scalars(select(DocumentFile)).all() == []
    assert not list(tmp_path.rglob(file_id.hex))
    assert saved(owner, document, action="remove:x").status_code == 404


def test_one_file_at_a_time_answers_with_the_list_or_a_sentence(
    owner: FlaskClient, session: Session, vendor: Vendor
) -> None:
    document = begun(owner, session, vendor)
    address = f"/usaha/{vendor.id}/izin/{document.id}/berkas"
    good = owner.post(address, data={"files": a_file()})
    assert good.status_code == 200
    assert "nib.jpg" in good.get_data(as_text=True)
    bad = owner.post(address, data={"files": a_file(b"GIF89a", "a.gif")})
    assert (bad.status_code, bad.mimetype) == (422, "text/plain")
    assert bad.get_data(as_text=True).startswith("a.gif: ")
    assert owner.post(address).status_code == 422
    answers = [
        owner.post(address, data={"files": a_file(a_pdf(pages=n), "x.pdf")}) for n in range(2, 7)
    ]
    last = answers[-1]
    assert last.status_code == 422
    assert "paling banyak 5" in last.get_data(as_text=True)


def _stored(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("papers/*/*"))


def test_what_a_paper_has_no_room_for_is_not_kept(
    owner: FlaskClient, session: Session, vendor: Vendor, tmp_path: Path
) -> None:
    document = begun(owner, session, vendor)
    address = f"/usaha/{vendor.id}/izin/{document.id}/berkas"
    papers = [a_pdf(pages=number) for number in range(1, 8)]
    for paper in (*papers[:3], papers[0]):  # one of them twice
        assert owner.post(address, data={"files": a_file(paper, "x.pdf")}).status_code == 200
    assert _stored(tmp_path) == 3
    many = [a_file(paper, "x.pdf") for paper in papers[3:6]]
    assert "paling banyak 5" in saved(owner, document, action="check", files=many).text
    assert _stored(tmp_path) == 3
    for paper in papers[3:]:
        owner.post(address, data={"files": a_file(paper, "x.pdf")})
    session.rollback()
    assert len(document.files) == _stored(tmp_path) == 5


def test_nobody_sends_files_without_end(
    owner: FlaskClient, session: Session, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_SENT", 2)
    document = begun(owner, session, vendor)
    address = f"/usaha/{vendor.id}/izin/{document.id}/berkas"
    answers = [owner.post(address, data={"files": a_file(a_pdf(pages=n))}) for n in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "Terlalu banyak percobaan" in answers[-1].text
    answer = saved(owner, document, action="check", files=[a_file(a_pdf(pages=4))])
    assert "Terlalu banyak percobaan" in answer.text
    session.rollback()
    assert len(document.files) == 2


def _with_file(owner: FlaskClient, session: Session, vendor: Vendor, data: bytes) -> str:
    document = begun(owner, session, vendor)
    saved(owner, document, action="check", files=[a_file(data)])
    session.rollback()
    return f"/usaha/{vendor.id}/izin/{document.id}/berkas/{document.files[0].id}"


@pytest.mark.parametrize(
    ("data", "kind", "how"),
    [(PHOTO, "image/jpeg", "inline"), (a_pdf(), "application/pdf", "attachment")],
)
def test_a_file_is_opened_safely_and_the_look_is_noted(
    owner: FlaskClient, session: Session, vendor: Vendor, data: bytes, kind: str, how: str
) -> None:
    address = _with_file(owner, session, vendor, data)
    assert owner.get(address).status_code == 405  # nothing that a page could embed
    answer = owner.post(address)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith(f'{how}; filename="nib-')
    session.rollback()
    opened = select(AuditEntry).where(AuditEntry.action == "legality.file_opened")
    assert session.scalars(opened).one().vendor_id == vendor.id
    page = owner.get(f"/usaha/{vendor.id}/izin").get_data(as_text=True)
    assert "Siapa yang membuka surat" in page


def test_a_file_that_is_damaged_leads_back_with_a_sentence(
    owner: FlaskClient, session: Session, vendor: Vendor, tmp_path: Path
) -> None:
    address = _with_file(owner, session, vendor, PHOTO)
    for path in tmp_path.rglob("papers/*/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = owner.post(address, follow_redirects=True)
    assert "tidak bisa dibuka lagi" in answer.get_data(as_text=True)
    session.rollback()
    opened = select(AuditEntry).where(AuditEntry.action == "legality.file_opened")
    assert session.scalars(opened).all() == []  # nobody saw it
