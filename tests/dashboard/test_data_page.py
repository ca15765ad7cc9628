"""An owner sees what is kept, who looked, and may withdraw what was agreed to."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.dashboard.rules.retention import OPENINGS_PAGE, SCHEDULE, Topic
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.legality.models import Document
from catalog.legality.services.opening import open_number
from catalog.notices.models import NoticeRow
from catalog.vendors.models import Vendor, VendorConsent
from catalog.vendors.rules.window import VendorStatus
from tests.dashboard.conftest import Home
from tests.dashboard.marked import LONG_AGO, MARKERS
from tests.factories.people import VAULT, a_person, signed_in
from tests.factories.places import TRUSMI


def test_the_page_tells_what_is_kept_without_giving_it_away(home: Home) -> None:
    page = home.get()
    assert MARKERS["nik"][-4:] in page
    for name in ("nik", "nib", "phone", "npwp", "address", "paper"):
        assert MARKERS[name] not in page
    assert "Bu Sekar" in page
    assert f"/usaha/{home.vendor_id}/profil/kontak" in page
    assert f"/usaha/{home.vendor_id}/izin" in page


def test_every_topic_says_why_and_until_when() -> None:
    assert set(SCHEDULE) == set(Topic)
    assert all(kept.name and kept.why and kept.until for kept in SCHEDULE.values())


def test_reading_the_page_writes_nothing(home: Home) -> None:
    before = home.session.scalars(select(AuditEntry.id)).all()
    home.get()
    home.session.rollback()
    assert home.session.scalars(select(AuditEntry.id)).all() == before


def _look(home: Home, count: int = 1) -> None:
    officer = a_person(
        home.session, GrantSpec(Role.DINAS, region_code=TRUSMI[:5]), name="Pak Petugas"
    )
    actor = Actor(
        user_id=officer.id, roles=frozenset({Role.DINAS}), region_codes=frozenset({TRUSMI[:5]})
    )
    paper = home.session.scalars(select(Document)).first()
    assert paper
    for number in range(count):
        now = utc_now() - timedelta(minutes=number)
        open_number(Work(session=home.session, now=now, actor=actor, vault=VAULT), paper)
    home.session.commit()


def test_who_opened_a_paper_stands_on_the_page(home: Home) -> None:
    assert "Pak Petugas" not in home.get()
    _look(home)
    page = home.get()
    assert "Pak Petugas" in page
    assert "NIB" in page


def test_many_looks_come_in_pages(home: Home) -> None:
    _look(home, OPENINGS_PAGE + 3)
    assert home.get().count("Pak Petugas") == OPENINGS_PAGE
    assert home.get("?hal=2").count("Pak Petugas") == 3
    for odd in ("?hal=99999", "?hal=-1", "?hal=x", "?hal=9999999999999"):
        home.get(odd)


def _status(home: Home) -> VendorStatus:
    home.session.rollback()
    return home.session.get_one(Vendor, home.vendor.id).status


def test_withdrawing_the_consent_closes_the_window_and_tells_the_office(
    home: Home, app: Flask
) -> None:
    officer = a_person(home.session, GrantSpec(Role.DINAS, region_code=TRUSMI[:5]))
    home.session.commit()
    assert home.get("/persetujuan/privacy")
    assert _status(home) is VendorStatus.ACTIVE  # looking changes nothing
    assert home.post("/persetujuan/privacy").status_code == 303
    assert _status(home) is VendorStatus.SUSPENDED
    assert app.test_client().get("/umkm/batik-rara-sekar").status_code == 404
    told = select(NoticeRow.kind).where(NoticeRow.person_id == officer.id)
    assert home.session.scalars(told).all() == ["dashboard.withdrawn"]
    consent = home.session.scalars(select(VendorConsent)).one()
    assert consent.withdrawn_at


def test_the_consent_can_be_given_again(home: Home, app: Flask) -> None:
    home.post("/persetujuan/privacy")
    home.post("/persetujuan/privacy")
    assert _status(home) is VendorStatus.ACTIVE
    consent = home.session.scalars(select(VendorConsent)).one()
    assert (consent.withdrawn_at, consent.person_id) == (None, home.owner.id)
    assert app.test_client().get("/umkm/batik-rara-sekar").status_code == 200


def test_what_was_never_agreed_to_here_can_be_withdrawn_too(home: Home) -> None:
    for row in home.session.scalars(select(VendorConsent)):
        home.session.delete(row)
    home.session.commit()
    home.post("/persetujuan/privacy")
    assert _status(home) is VendorStatus.SUSPENDED
    home.post("/persetujuan/privacy")
    assert _status(home) is VendorStatus.ACTIVE
    assert home.session.scalars(select(VendorConsent)).one().agreed_at > LONG_AGO


def test_a_commitment_to_a_gallery_ends_without_closing_the_window(home: Home) -> None:
    key = "galeri-caruban:commitment"
    home.session.add(
        VendorConsent(vendor_id=home.vendor.id, key=key, version="1", agreed_at=LONG_AGO)
    )
    home.session.commit()
    home.post(f"/persetujuan/{key}")
    assert _status(home) is VendorStatus.ACTIVE
    found = select(VendorConsent).where(VendorConsent.key == key)
    assert home.session.scalars(found).one().withdrawn_at
    home.get("/persetujuan/galeri-caruban:lain", status=404)


@pytest.mark.parametrize("first", ["consent", "erasure"])
def test_the_window_opens_only_when_both_wishes_are_taken_back(home: Home, first: str) -> None:
    home.post("/persetujuan/privacy")
    home.erase()
    ways = ["/persetujuan/privacy", "/hapus/batal"]
    for number, path in enumerate(ways if first == "consent" else ways[::-1]):
        assert home.post(path).status_code == 303
        assert _status(home) is (VendorStatus.ACTIVE if number else VendorStatus.SUSPENDED)


def test_a_window_that_the_office_has_closed_stays_closed(home: Home) -> None:
    home.session.get_one(Vendor, home.vendor.id).status = VendorStatus.SUSPENDED
    home.session.commit()
    home.erase()
    home.post("/hapus/batal")
    assert _status(home) is VendorStatus.SUSPENDED


def test_the_home_says_who_has_closed_the_window(home: Home) -> None:
    home.post("/persetujuan/privacy")
    path = f"/usaha/{home.vendor_id}"
    assert home.client.get(path).text.count(f"{path}/data") == 2
    staff = a_person(home.session, GrantSpec(Role.VENDOR_STAFF, vendor_id=home.vendor.id))
    page = signed_in(home.client, staff).get(path)
    assert page.status_code == 200
    assert f"{path}/data" not in page.text
