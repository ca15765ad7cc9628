"""Officers work with the vendors that they serve, and with no others."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Grant, Person
from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.kernel.actor import Role
from catalog.notices.models import NoticeRow
from catalog.vendors.models import (
    OnBehalf,
    Vendor,
    VendorConsent,
    VendorContact,
    VendorFact,
    VendorRegistry,
)
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registry import BusinessClass
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor

pytestmark = pytest.mark.stocked

CITY, REGENCY = "32.74.05.1003", "32.09.36.2004"


@pytest.fixture
def officer(session: Session) -> Person:
    return a_person(session, GrantSpec(Role.DINAS, region_code="32.74"))


@pytest.fixture
def browser(client: FlaskClient, officer: Person) -> FlaskClient:
    return signed_in(client, officer)


def here(session: Session, **values: Any) -> Vendor:
    return a_vendor(session, region_code=CITY, district_code="32.74.05", **values)


def post(browser: FlaskClient, path: str, **values: object) -> TestResponse:
    page = browser.get("/pengurus/usaha/baru").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return browser.post(path, data={"csrf_token": found[1], **values})


def test_an_office_sees_its_own_region_only(browser: FlaskClient, session: Session) -> None:
    mine = here(session, name="Sirup Kota")
    outside = a_vendor(
        session, name="Kopi Kuningan", region_code="32.08", district_code=None, office_code="32.74"
    )
    other = a_vendor(session, name="Batik Kabupaten", region_code=REGENCY)
    session.commit()
    page = browser.get("/pengurus/usaha").text
    assert "Sirup Kota" in page
    assert "Kopi Kuningan" in page
    assert "Batik Kabupaten" not in page
    assert browser.get(f"/pengurus/usaha/{mine.id}").status_code == 200
    assert browser.get(f"/pengurus/usaha/{outside.id}").status_code == 200
    assert browser.get(f"/pengurus/usaha/{other.id}").status_code == 404
    for action in ("buka", "tutup", "kode", "kontak", "pendamping"):
        assert post(browser, f"/pengurus/usaha/{other.id}/{action}").status_code == 404


def test_an_assistant_sees_assigned_vendors_and_decides_nothing(
    client: FlaskClient, session: Session
) -> None:
    mine, other = here(session, status=VendorStatus.DRAFT), here(session)
    helper = a_person(session, GrantSpec(Role.ASSISTANT, vendor_id=mine.id))
    browser = signed_in(client, helper)
    page = browser.get(f"/pengurus/usaha/{mine.id}")
    assert page.status_code == 200
    assert "/buka" not in page.text
    assert "/kode" not in page.text
    assert browser.get(f"/pengurus/usaha/{other.id}").status_code == 404
    assert browser.get("/pengurus/usaha/baru").status_code == 404
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    answer = browser.post(f"/pengurus/usaha/{mine.id}/buka", data={"csrf_token": found[1]})
    assert answer.status_code == 404


def test_an_auditor_reads_without_the_contact(client: FlaskClient, session: Session) -> None:
    vendor = here(session)
    a_contact(session, vendor, phone="+6281234567890", owner_name="Sekar Rahasia")
    browser = signed_in(client, a_person(session, GrantSpec(Role.AUDITOR)))
    page = browser.get(f"/pengurus/usaha/{vendor.id}").text
    assert "Rahasia" not in page
    assert "81234567890" not in page
    assert "<form" not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=sirup", {"Sirup Satu"}),
        ("status=draft", {"Kopi Dua"}),
        ("klaim=ya", {"Sirup Satu"}),
        ("klaim=belum", {"Kopi Dua"}),
        ("kecamatan=32.74.05", {"Sirup Satu", "Kopi Dua"}),
        ("kecamatan=32.74.01", set()),
        ("luar=1", set()),
        ("hal=99999999999999999999&status=%00&q=%25", set()),
    ],
)
def test_the_register_is_narrowed(
    browser: FlaskClient, session: Session, query: str, wanted: set[str]
) -> None:
    owned = here(session, name="Sirup Satu")
    here(session, name="Kopi Dua", status=VendorStatus.DRAFT)
    a_person(session, GrantSpec(Role.VENDOR, vendor_id=owned.id))
    session.commit()
    page = browser.get(f"/pengurus/usaha?{query}").text
    assert {name for name in ("Sirup Satu", "Kopi Dua") if f">{name}<" in page} == wanted


def test_pages_neither_repeat_nor_leave_out(browser: FlaskClient, session: Session) -> None:
    for _ in range(35):
        here(session, name="Kembar")
    session.commit()
    pages = [browser.get(f"/pengurus/usaha?hal={number}").text for number in (1, 2)]
    ids = [
        found for page in pages for found in re.findall(r"/pengurus/usaha/([0-9a-f-]{36})", page)
    ]
    assert len(ids) == len(set(ids)) == 35


def test_a_check_opens_the_window_and_tells_the_owner(
    browser: FlaskClient, session: Session
) -> None:
    vendor = here(session, status=VendorStatus.DRAFT)
    owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    session.commit()
    assert browser.get(f"/umkm/{vendor.slug}").status_code == 404
    post(browser, f"/pengurus/usaha/{vendor.id}/buka")
    session.rollback()
    assert session.get_one(Vendor, vendor.id).status is VendorStatus.ACTIVE
    assert session.scalars(select(NoticeRow.person_id)).all() == [owner.id]
    assert browser.get(f"/umkm/{vendor.slug}").status_code == 200
    again = post(browser, f"/pengurus/usaha/{vendor.id}/buka")
    assert again.status_code == 303  # told on the page, not done twice
    session.rollback()
    actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count("vendors.activate") == 1


def test_a_window_is_closed_with_a_reason_and_opened_again(
    browser: FlaskClient, session: Session
) -> None:
    vendor = here(session)
    owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    session.commit()
    path = f"/pengurus/usaha/{vendor.id}"
    assert post(browser, f"{path}/tutup", reason="").status_code == 422
    assert post(browser, f"{path}/tutup", reason="Izin palsu").status_code == 303
    assert "Izin palsu" in browser.get(path).text
    assert browser.get(f"/umkm/{vendor.slug}").status_code == 404
    post(browser, f"{path}/buka")
    assert browser.get(f"/umkm/{vendor.slug}").status_code == 200
    post(browser, f"{path}/tutup", reason="Izin palsu")
    own = signed_in(browser, owner).get(f"/usaha/{vendor.id}/pendaftaran").text
    assert "Izin palsu" in own  # the owner reads why


def test_every_look_at_a_contact_is_recorded(browser: FlaskClient, session: Session) -> None:
    vendor = here(session)
    a_contact(session, vendor, phone="+6281234567890", owner_name="Sekar", nik="3274014108850001")
    session.commit()
    path = f"/pengurus/usaha/{vendor.id}"
    assert "81234567890" not in browser.get(path).text
    page = post(browser, f"{path}/kontak").text
    assert "+6281234567890" in page
    assert "3274014108850001" not in page
    session.rollback()
    assert "vendors.contact_seen" in session.scalars(select(AuditEntry.action)).all()


def test_a_code_is_shown_once_on_a_slip(browser: FlaskClient, session: Session) -> None:
    vendor = here(session)
    session.commit()
    slip = post(browser, f"/pengurus/usaha/{vendor.id}/kode").text
    found = re.search(r">([2-9A-Z]{4}-[2-9A-Z]{4})<", slip)
    assert found
    assert "/usaha/klaim" in slip
    assert found[1] not in browser.get(f"/pengurus/usaha/{vendor.id}").text
    session.rollback()
    told = " ".join(f"{e.before}{e.after}" for e in session.scalars(select(AuditEntry)))
    assert found[1] not in told


def test_what_has_an_owner_gets_no_code(browser: FlaskClient, session: Session) -> None:
    vendor = here(session)
    a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    session.commit()
    assert post(browser, f"/pengurus/usaha/{vendor.id}/kode").status_code == 303


def test_an_office_enters_a_vendor_for_its_owner(browser: FlaskClient, session: Session) -> None:
    kinds = re.compile(r'name="kinds"[^>]*value="([^"]+)"')
    form: dict[str, object] = {
        "name": "Kerupuk Bu Tini",
        "kinds": kinds.findall(browser.get("/pengurus/usaha/baru").text)[:1],
        "region": CITY,
        "owner_name": "Tini",
        "phone": "0812-3456-7890",
        "agrees": "y",
    }
    assert post(browser, "/pengurus/usaha/baru", **{**form, "agrees": ""}).status_code == 422
    assert post(browser, "/pengurus/usaha/baru", **{**form, "region": REGENCY}).status_code == 422
    answer = post(browser, "/pengurus/usaha/baru", **form)
    assert answer.status_code == 303
    vendor = session.scalars(select(Vendor)).one()
    assert vendor.status is VendorStatus.DRAFT
    assert session.scalars(select(VendorConsent.key)).one() == "privacy:office"
    again = post(browser, "/pengurus/usaha/baru", **form)  # the same phone
    assert again.status_code == 422
    assert "Kerupuk B••• T•••" in again.text
    session.rollback()
    assert session.scalars(select(VendorContact)).one().vendor_id == vendor.id


def test_facts_give_the_class_and_lock_the_amounts(browser: FlaskClient, session: Session) -> None:
    vendor = here(session)
    session.commit()
    path = f"/pengurus/usaha/{vendor.id}/data"
    known = {"kbli": "13134", "kbli_version": "2025", "legal_form": "sole", "owner_gender": ""}
    assert post(browser, path, **known, sales="tujuh").status_code == 422
    answer = post(browser, path, **known, sales="2.000.000.001", programmes=["dinas"])
    assert answer.status_code == 303
    session.rollback()
    registry = session.scalars(select(VendorRegistry)).one()
    assert registry.business_class is BusinessClass.SMALL
    assert registry.sales
    assert b"2000000001" not in registry.sales
    assert "2.000.000.001" not in browser.get(path).text
    assert all(session.scalars(select(VendorFact.is_verified)))
    assert session.scalars(select(OnBehalf.vendor_id)).one() == vendor.id
    told = " ".join(str(e.after) for e in session.scalars(select(AuditEntry)))
    assert "2000000001" not in told


def test_an_assistant_is_named_and_taken_away(browser: FlaskClient, session: Session) -> None:
    vendor = here(session)
    helper = a_person(session, login="pendamping@contoh.example", name="Fitri")
    session.commit()
    path = f"/pengurus/usaha/{vendor.id}"
    assert post(browser, f"{path}/pendamping", login="tidak@ada.example").status_code == 422
    assert post(browser, f"{path}/pendamping", login="Pendamping@contoh.example").status_code == 303
    session.rollback()
    grant = session.scalars(select(Grant).where(Grant.role == Role.ASSISTANT)).one()
    assert (grant.person_id, grant.vendor_id) == (helper.id, vendor.id)
    assert "Fitri" in browser.get(path).text
    other = UUID(int=7)
    assert post(browser, f"{path}/pendamping/{other}/lepas").status_code == 404
    post(browser, f"{path}/pendamping/{grant.id}/lepas")
    session.rollback()
    assert not session.scalars(select(Grant).where(Grant.role == Role.ASSISTANT)).all()
