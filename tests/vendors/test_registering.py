"""A maker registers on a phone: small screens, each kept, nobody twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.accounts.models import Grant, Person
from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.notices.models import NoticeRow
from catalog.vendors.models import (
    Registration,
    Vendor,
    VendorApplication,
    VendorConsent,
    VendorContact,
    VendorRegistry,
)
from catalog.vendors.queries import contact
from catalog.vendors.rules import VendorStatus
from tests.databases import close
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor
from tests.vendors.wizard import (
    BUSINESS,
    NIB,
    NIK,
    OWNER,
    TICKS,
    fill,
    go_through,
    token,
    version,
)

pytestmark = pytest.mark.stocked


@pytest.fixture
def maker(session: Session) -> Person:
    return a_person(session, login="sekar@contoh.example")


@pytest.fixture
def browser(client: FlaskClient, maker: Person) -> FlaskClient:
    return signed_in(client, maker)


def test_a_maker_registers_without_any_script(
    browser: FlaskClient, session: Session, work: Work, maker: Person
) -> None:
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.74"))
    other = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    session.commit()
    answer = go_through(browser)
    vendor = session.scalars(select(Vendor)).one()
    assert answer.location == f"/usaha/{vendor.id}/pendaftaran"
    assert vendor.status is VendorStatus.DRAFT
    assert (vendor.region_code, vendor.district_code) == ("32.74.05.1003", "32.74.05")
    kept = contact(work, vendor.id)
    assert (kept.owner_name, kept.phone, kept.nib) == ("Sekar Wulandari", "+6281234567890", NIB)
    assert kept.nik_last4 == NIK[-4:]
    grant = session.scalars(select(Grant).where(Grant.person_id == maker.id)).one()
    assert (grant.role, grant.vendor_id) == (Role.VENDOR, vendor.id)
    assert set(session.scalars(select(VendorConsent.key))) == {"privacy", "mall-ukm:commitment"}
    assert session.scalars(select(VendorApplication)).one().vendor_id == vendor.id
    told = set(session.scalars(select(NoticeRow.person_id)))
    assert officer.id in told
    assert other.id not in told
    page = browser.get(answer.location).text
    assert "Batik Rara Sekar" in page
    assert "Kota Cirebon" in page
    assert session.scalar(select(func.count()).select_from(Registration)) == 0


def test_a_registration_goes_on_where_it_stopped(browser: FlaskClient) -> None:
    fill(browser, "/usaha/daftar/usaha", **BUSINESS)
    fill(browser, "/usaha/daftar/tempat", place="32.09")
    page = browser.get("/usaha/daftar").text
    assert "Batik Rara Sekar" in page
    assert 'href="/usaha/daftar/tempat"' in page
    assert "Plered" in browser.get("/usaha/daftar/tempat").text  # the districts of the regency
    assert browser.get("/usaha/daftar/periksa").location == "/usaha/daftar/tempat"
    assert "Batik Rara Sekar" in browser.get("/usaha/daftar/usaha").text  # the back button


def test_the_later_of_two_tabs_is_told_and_loses_nothing(
    browser: FlaskClient, session: Session
) -> None:
    path = "/usaha/daftar/usaha"
    fill(browser, path, **BUSINESS)
    one = browser.get(path).text
    fill(browser, path, name="Dari tab lain", kinds=["batik-wastra"])
    late = {"csrf_token": token(one), "version": version(one), "name": "Nama saya"}
    answer = browser.post(path, data={**late, "kinds": ["batik-wastra"]})
    assert answer.status_code == 422
    assert "tab" in answer.text
    assert "Nama saya" in answer.text
    again = {**late, "version": version(answer.text), "kinds": ["batik-wastra"]}
    assert browser.post(path, data=again).status_code == 303
    assert session.scalars(select(Registration.name)).one() == "Nama saya"


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("usaha", {"name": "", "kinds": ["batik-wastra"]}, "Tulis nama usaha."),
        ("usaha", {"name": "Batik", "kinds": []}, "Pilih paling sedikit satu."),
        ("usaha", {"name": "Batik", "kinds": ["x" * 4000]}, "error-msg"),
        ("tempat", {"place": "99"}, "error-msg"),
        ("pemilik", OWNER | {"phone": "12"}, "0812 3456 7890"),
        ("pemilik", OWNER | {"nik": "32740"}, "yang ini 5 angka"),
        ("pemilik", OWNER | {"nik": "3274010008450001"}, "Cocokkan lagi dengan KTP"),
        ("izin", {"permit": "nib", "nib": "9.12E+12"}, "memendekkan nomor"),
        ("izin", {"permit": "nib", "nib": ""}, "Tulis 13 angka NIB."),
        ("galeri", {"galleries": ["mall-ukm"]}, "meminta setiap komitmennya"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    browser: FlaskClient, path: str, values: dict[str, object], words: str
) -> None:
    answer = fill(browser, f"/usaha/daftar/{path}", **values)
    assert answer.status_code == 422
    assert "error-msg" in answer.text
    assert words in answer.text


def test_a_nik_of_another_region_is_a_warning_not_a_wall(
    browser: FlaskClient, session: Session
) -> None:
    answer = go_through(browser, owner={"nik": "3208014108850001"})
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Vendor)) == 1


def test_whoever_comes_from_outside_is_marked_and_has_an_office(
    browser: FlaskClient, session: Session
) -> None:
    fill(browser, "/usaha/daftar/usaha", **BUSINESS)
    fill(browser, "/usaha/daftar/tempat", place="32.08")
    fill(browser, "/usaha/daftar/pemilik", **OWNER)
    fill(browser, "/usaha/daftar/izin", permit="none")
    page = browser.get("/usaha/daftar/galeri").text
    assert "Belum" in page  # no paper yet: told, not refused
    fill(browser, "/usaha/daftar/galeri", galleries=["mall-ukm"], **TICKS)
    assert fill(browser, "/usaha/daftar/periksa", agrees="y").status_code == 303
    vendor = session.scalars(select(Vendor)).one()
    assert (vendor.region_code, vendor.office_code) == ("32.08", "32.74")
    assert session.scalars(select(VendorRegistry)).one().is_outside


def test_the_review_refuses_without_a_tick(browser: FlaskClient, session: Session) -> None:
    fill(browser, "/usaha/daftar/usaha", **BUSINESS)
    fill(browser, "/usaha/daftar/tempat", place="00")
    fill(browser, "/usaha/daftar/pemilik", **OWNER)
    fill(browser, "/usaha/daftar/izin", permit="none")
    fill(browser, "/usaha/daftar/galeri")
    assert fill(browser, "/usaha/daftar/periksa").status_code == 422
    assert session.scalar(select(func.count()).select_from(Vendor)) == 0


@pytest.mark.parametrize("by", ["phone", "nik", "nib"])
def test_a_known_number_leads_to_a_claim_and_tells_no_name(
    browser: FlaskClient, session: Session, by: str
) -> None:
    vendor = a_vendor(session, name="Kerupuk Rahasia", region_code="32.74.05.1003")
    numbers = {"phone": "+6281234567890", "nik": NIK, "nib": NIB}
    a_contact(session, vendor, **{by: numbers[by]})
    session.commit()
    if by == "nib":
        fill(browser, "/usaha/daftar/usaha", **BUSINESS)
        answer = fill(browser, "/usaha/daftar/izin", permit="nib", nib=NIB)
    else:
        answer = fill(browser, "/usaha/daftar/pemilik", **OWNER)
    assert answer.location == "/usaha/daftar/sudah-tercatat"
    page = browser.get(answer.location).text
    assert "Kerupuk R•••" in page
    assert "Rahasia" not in page
    assert str(vendor.id) not in page


def test_numbers_are_not_tried_out_here(browser: FlaskClient, session: Session) -> None:
    for digit in range(7):
        vendor = a_vendor(session)
        a_contact(session, vendor, phone=f"+628123456780{digit}")
    session.commit()
    answers = [
        fill(browser, "/usaha/daftar/pemilik", **(OWNER | {"phone": f"0812345678{digit:02}"}))
        for digit in range(7)
    ]
    assert [answer.status_code for answer in answers] == [303] * 5 + [422] * 2


def test_the_audit_trail_holds_no_personal_data(browser: FlaskClient, session: Session) -> None:
    go_through(browser)
    entries = session.scalars(select(AuditEntry)).all()
    assert "vendors.register" in {entry.action for entry in entries}
    told = " ".join(f"{entry.before} {entry.after} {entry.target_id}" for entry in entries)
    for private in (NIK, NIB, "81234567890", "Sekar Wulandari", "Serambi", "Batik Rara"):
        assert private not in told


def test_what_is_personal_cannot_be_read_in_the_database(
    browser: FlaskClient, session: Session
) -> None:
    fill(browser, "/usaha/daftar/pemilik", **OWNER)
    draft = session.scalars(select(Registration)).one()
    assert NIK.encode() not in (draft.sealed or b"")
    session.rollback()
    go_through(browser)
    row = session.scalars(select(VendorContact)).one()
    for sealed in (row.owner_name, row.phone, row.nik, row.nib, row.address):
        assert sealed
        assert not any(text in sealed for text in (NIK.encode(), b"Sekar", b"8123456"))


def test_the_nik_is_never_shown_again_in_full(browser: FlaskClient) -> None:
    fill(browser, "/usaha/daftar/usaha", **BUSINESS)
    fill(browser, "/usaha/daftar/tempat", place="00")
    fill(browser, "/usaha/daftar/pemilik", **OWNER)
    fill(browser, "/usaha/daftar/izin", permit="none")
    fill(browser, "/usaha/daftar/galeri")
    for path in ("pemilik", "periksa"):
        page = browser.get(f"/usaha/daftar/{path}").text
        assert NIK not in page
        assert NIK[-4:] in page
    # Saving the screen again with the masked number keeps the whole one.
    page = browser.get("/usaha/daftar/pemilik").text
    again = {**OWNER, "nik": "•" * 12 + NIK[-4:]}
    answer = browser.post(
        "/usaha/daftar/pemilik",
        data={"csrf_token": token(page), "version": version(page), **again},
    )
    assert answer.status_code == 303


@pytest.fixture
def two_makers(app: Flask, session: Session) -> Iterator[list[FlaskClient]]:
    browsers = [
        signed_in(app.test_client(), a_person(session, login=f"pembuat{place}@contoh.example"))
        for place in range(2)
    ]
    for place, browser in enumerate(browsers):
        fill(browser, "/usaha/daftar/usaha", **BUSINESS)
        fill(browser, "/usaha/daftar/tempat", place="00")
        owner = {"phone": f"081234567{place}90", "nik": f"327401410885000{place}"}
        fill(browser, "/usaha/daftar/pemilik", **(OWNER | owner))
        fill(browser, "/usaha/daftar/izin", permit="nib", nib=NIB)
        fill(browser, "/usaha/daftar/galeri")
    yield browsers
    close(app)


def test_two_who_send_the_same_nib_at_once_make_one_business(
    two_makers: list[FlaskClient], session: Session
) -> None:
    path, start = "/usaha/daftar/periksa", Barrier(2)
    pages = [browser.get(path).text for browser in two_makers]

    def send(place: int) -> int:
        data = {
            "csrf_token": token(pages[place]),
            "version": version(pages[place]),
            "agrees": "y",
        }
        start.wait()
        return two_makers[place].post(path, data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, range(2)))
    assert answers == [303, 422]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Vendor)) == 1
