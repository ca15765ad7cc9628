"""A list from another system goes in as often as it comes, and makes no doubles."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.sheets.reading import read
from catalog.vendors.admin import lists as lists_page
from catalog.vendors.models import Vendor, VendorContact, VendorFact, VendorList, VendorRegistry
from catalog.vendors.queries import contact
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.importing import guessed
from catalog.vendors.services import lists
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor
from tests.vendors.sending import (
    HEADINGS,
    NIB,
    NIK,
    a_row,
    bring,
    send,
    take_in,
    token,
    try_out,
    xlsx,
)

pytestmark = pytest.mark.stocked


@pytest.fixture
def officer(session: Session) -> Person:
    return a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))


@pytest.fixture
def browser(client: FlaskClient, officer: Person) -> FlaskClient:
    return signed_in(client, officer)


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Vendor)) or 0


def test_headings_as_they_really_are_find_their_fields() -> None:
    assert guessed(HEADINGS) == {
        "name": "Nama Perusahaan", "region": "Desa/Kelurahan", "district": "Kecamatan",
        "nib": "NIB", "owner_name": "Nama Pemilik", "nik": "NIK", "phone": "No HP",
    }  # fmt: skip


def test_trying_out_writes_nothing(browser: FlaskClient, session: Session) -> None:
    report = try_out(browser, xlsx([a_row()]))
    page = browser.get(report).text
    assert "Batik Wulan" in page
    assert count(session) == 0
    assert "Wulan Rahasia" not in page
    assert NIK not in page


def test_a_list_brings_vendors_that_wait_and_tells_where_all_comes_from(
    browser: FlaskClient, session: Session, work: Work
) -> None:
    bring(browser, a_row())
    vendor = session.scalars(select(Vendor)).one()
    assert (vendor.name, vendor.status) == ("Batik Wulan", VendorStatus.DRAFT)
    assert vendor.region_code.startswith("32.09.36.")
    kept = contact(work, vendor.id)
    assert (kept.owner_name, kept.phone, kept.nib) == ("Wulan Rahasia", "+6281234567890", NIB)
    facts = {fact.field: fact for fact in session.scalars(select(VendorFact))}
    assert {"name", "region", "phone", "nib", "nik", "owner_name"} == set(facts)
    assert {(f.source, f.learnt_on.isoformat()) for f in facts.values()} == {
        ("SIINas", "2026-08-15")
    }


def test_the_same_list_again_changes_nothing(browser: FlaskClient, session: Session) -> None:
    rows = [
        a_row(),
        a_row("Rotan Jaya", nib="", phone="", nik="", village="Tegalwangi", district="Weru"),
    ]
    bring(browser, *rows)
    assert count(session) == 2
    page = bring(browser, *rows)
    assert count(session) == 2
    assert page.count("tidak ada yang baru") == 2


@pytest.mark.parametrize("by", ["nib", "phone", "nik"])
def test_a_number_finds_the_vendor_whatever_its_name(
    browser: FlaskClient, session: Session, by: str
) -> None:
    vendor = a_vendor(session, name="Nama Lama")
    numbers = {"nib": NIB, "phone": "+6281234567890", "nik": NIK}
    a_contact(session, vendor, **{by: numbers[by]})
    session.commit()
    bring(browser, a_row("Nama yang lain sama sekali"))
    assert count(session) == 1
    session.rollback()
    assert session.get_one(Vendor, vendor.id).name == "Nama Lama"  # the public name is not a list's


def test_what_is_only_alike_waits_for_a_decision(browser: FlaskClient, session: Session) -> None:
    a_vendor(session, name="Batik Wulan Sari")
    session.commit()
    row = a_row("Batik Wulansari", nib="", phone="", nik="")
    report = try_out(browser, xlsx([row]))
    assert "Batik Wulan Sari" in browser.get(report).text
    take_in(browser, report)  # left open: stays out
    assert count(session) == 1
    take_in(browser, try_out(browser, xlsx([row])), **{"row-4": "new"})
    assert count(session) == 2


def test_fresher_and_verified_values_stay(
    browser: FlaskClient, session: Session, work: Work
) -> None:
    bring(browser, a_row(phone="081200000001"), day="1-9-2026")
    page = bring(browser, a_row(phone="081200000002"), day="1-8-2026")
    vendor = session.scalars(select(Vendor)).one()
    assert contact(work, vendor.id).phone == "+6281200000001"
    assert "Telepon" in page  # kept, and told
    bring(browser, a_row(phone="081200000003"), day="1-10-2026")
    session.rollback()
    assert contact(work, vendor.id).phone == "+6281200000003"


def test_what_people_typed_here_is_never_written_over(
    browser: FlaskClient, session: Session, work: Work
) -> None:
    vendor = a_vendor(session, name="Batik Wulan")
    a_contact(session, vendor, nib=NIB, phone="+6281299999999")
    session.commit()
    bring(browser, a_row())
    session.rollback()
    kept = contact(work, vendor.id)
    assert (kept.phone, kept.owner_name) == ("+6281299999999", "Wulan Rahasia")


def test_bad_rows_come_back_with_their_reasons(
    browser: FlaskClient, session: Session, tmp_path: Path
) -> None:
    rows = [
        a_row(nib="9.12E+12"),
        a_row("", phone=""),
        a_row("Batik Dua", nib="12"),
        a_row("Batik Tiga", village="Antah Berantah", district=""),
        a_row("Sirup Kota", village="Kesambi", district="Kesambi", nib=""),
        a_row("=cmd|' /C calc'!A0", nib=""),
        a_row("Batik Baik", nib="", phone="", nik=""),
    ]
    page = bring(browser, *rows)
    assert count(session) == 1
    row = session.scalars(select(VendorList)).one()
    refused = [line["number"] for line in row.report["rows"] if line["what"] == "refused"]
    assert refused == [4, 5, 6, 7, 8, 9]
    assert "9.12E+12" in page
    data = {"csrf_token": token(page)}
    file = browser.post(f"/pengurus/usaha/impor/{row.id}/ditolak", data=data)
    path = tmp_path / "ditolak.xlsx"
    path.write_bytes(file.data)
    back = [cells for _, cells in read(path)]
    assert len(back) >= 6
    assert back[0]["NIB"] == "9.12E+12"
    assert all(cells["Alasan"] for cells in back)


def test_one_row_that_names_two_vendors_is_refused(browser: FlaskClient, session: Session) -> None:
    for number in ({"nib": NIB}, {"phone": "+6281234567890"}):
        a_contact(session, a_vendor(session), **number)
    session.commit()
    page = bring(browser, a_row())
    assert "dua usaha" in page
    assert count(session) == 2


def test_an_office_touches_no_vendor_of_another(browser: FlaskClient, session: Session) -> None:
    vendor = a_vendor(session, name="Rahasia Kota", region_code="32.74.05.1003")
    a_contact(session, vendor, nib=NIB)
    session.commit()
    page = bring(browser, a_row())
    assert "Rahasia Kota" not in page
    session.rollback()
    assert session.get_one(VendorContact, vendor.id).phone is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "kosong.csv"),
        (b"\x00\x00\x00", "rusak.xlsx"),
        (b"PK\x03\x04 not a zip", "rusak.xlsx"),
        (b"nama,desa\n", "judul.csv"),
        (b"MZ", "program.exe"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(
    browser: FlaskClient, content: bytes, name: str
) -> None:
    answer = send(browser, content, name=name)
    assert answer.status_code == 422
    assert "error-msg" in answer.text


def test_a_list_that_is_too_large_is_refused(
    browser: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (lists, lists_page):
        monkeypatch.setattr(module, "MAX_FILE", 100)
    answer = send(browser, b"nama,desa\n" + b"a,b\n" * 100, name="besar.csv")
    assert answer.status_code == 422
    assert "5 MB" in answer.text
    assert session.scalars(select(VendorList)).all() == []


def test_a_list_is_its_senders_own(
    browser: FlaskClient, client: FlaskClient, session: Session
) -> None:
    report = try_out(browser, xlsx([a_row()]))
    other = signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.09")))
    assert other.get(report).status_code == 404


def test_a_list_lies_sealed_and_goes_when_asked(browser: FlaskClient, session: Session) -> None:
    report = try_out(browser, xlsx([a_row()]))
    row = session.scalars(select(VendorList)).one()
    assert row.content
    assert not row.content.startswith(b"PK")
    told = str(row.report) + " ".join(str(e.after) for e in session.scalars(select(AuditEntry)))
    for private in (NIK, NIB, "81234567890", "Wulan Rahasia"):
        assert private not in told
    page = browser.get(report).text
    browser.post(f"/pengurus/usaha/impor/{row.id}/hapus", data={"csrf_token": token(page)})
    session.rollback()
    assert session.scalars(select(VendorList.content)).one() is None


def test_a_list_that_was_deleted_untried_leads_back(browser: FlaskClient, session: Session) -> None:
    columns = send(browser, xlsx([a_row()])).location
    list_id = session.scalars(select(VendorList.id)).one()
    data = {"csrf_token": token(browser.get(columns).text)}
    browser.post(f"/pengurus/usaha/impor/{list_id}/hapus", data=data)
    answer = browser.get(columns, follow_redirects=True)
    assert answer.request.path == "/pengurus/usaha/impor"
    assert "dihapus sebelum" in answer.text


def test_a_list_is_taken_in_once(browser: FlaskClient, session: Session) -> None:
    report = try_out(browser, xlsx([a_row()]))
    data = {"csrf_token": token(browser.get(report).text)}
    browser.post(report, data=data)
    browser.post(report, data=data)
    assert count(session) == 1
    assert session.scalars(select(VendorRegistry)).one().kbli == ""
