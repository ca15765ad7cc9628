"""Officers help people: codes over the counter, roles, closing accounts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.policy import Subject, can_help
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import add_grant, remove_grant
from catalog.audit.models import AuditEntry
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.vendors.models import Vendor
from tests.accounts.pages import NEW, code_in, mails, send, sign_in
from tests.databases import opened
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in
from tests.factories.places import a_region
from tests.factories.vendors import a_vendor

CITY, REGENCY = "32.74", "32.09"
PHONE = "+6281299991234"


@pytest.fixture
def admin(app: Flask, session: Session) -> FlaskClient:
    """An administrator's browser."""
    return signed_in(app.test_client(), a_person(session, GrantSpec(Role.ADMIN), name="Dewi"))


@pytest.fixture
def office(app: Flask, session: Session) -> FlaskClient:
    """The browser of the regency's office."""
    person = a_person(session, GrantSpec(Role.DINAS, region_code=REGENCY), name="Nurlaela")
    return signed_in(app.test_client(), person)


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A vendor of the regency."""
    return a_vendor(session)


@pytest.fixture
def maker(session: Session, vendor: Vendor) -> Person:
    """Its owner, who has a phone and no mail."""
    spec = GrantSpec(Role.VENDOR, vendor_id=vendor.id)
    person = a_person(session, spec, login=PHONE, name="Siti Aminah", verified_at=None)
    session.commit()
    return person


def _deed(client: FlaskClient, person: Person, deed: str, **typed: str) -> int:
    path = f"/pengurus/orang/{person.id}"
    return send(client, f"{path}/{deed}", page="/pengurus/orang", **typed).status_code


def test_a_code_over_the_counter_verifies_a_number(
    app: Flask, session: Session, office: FlaskClient, maker: Person
) -> None:
    path = f"/pengurus/orang/{maker.id}"
    page = send(office, f"{path}/kode-verifikasi", page=path).text
    own = signed_in(app.test_client(), maker)
    assert send(own, "/akun/verifikasi", code=code_in(page)).status_code == 303
    session.rollback()
    assert maker.verified_at
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "accounts.hand_verification")
    ).one()
    assert entry.target_id == str(maker.id)
    assert code_in(page) not in str([entry.before, entry.after])


def test_a_code_over_the_counter_sets_a_new_password(
    app: Flask, office: FlaskClient, maker: Person
) -> None:
    path = f"/pengurus/orang/{maker.id}"
    code = code_in(send(office, f"{path}/kode-sandi", page=path).text)
    browser = app.test_client()
    answer = send(browser, "/lupa/kode", login=PHONE, code=code, password=NEW)
    assert answer.location == "/masuk"
    assert sign_in(app.test_client(), PHONE, PASSWORD).status_code == 422
    assert sign_in(app.test_client(), PHONE, NEW).status_code == 303


def test_an_office_sees_its_own_regions_people_and_no_staff(
    session: Session, office: FlaskClient, maker: Person
) -> None:
    a_region(session, CITY)
    a_region(session, "32.74.03")
    elsewhere = a_vendor(session, region_code=CITY, district_code="32.74.03")
    other = a_person(session, GrantSpec(Role.VENDOR, vendor_id=elsewhere.id), name="Orang Kota")
    staff = a_person(session, GrantSpec(Role.CURATOR), name="Kurator Reza")
    fresh = a_person(session, name="Baru Daftar", login="baru@contoh.example")
    session.commit()
    listed = office.get("/pengurus/orang").text
    assert maker.name in listed
    for person in (other, staff, fresh):
        assert person.name not in listed
    for person in (other, staff):
        assert office.get(f"/pengurus/orang/{person.id}").status_code == 404
        assert _deed(office, person, "kode-sandi") == 404
    found = send(office, "/pengurus/orang", q="baru@contoh.example").text
    assert fresh.name in found
    assert fresh.name not in send(office, "/pengurus/orang", q="Baru").text


@pytest.mark.parametrize("deed", ["peran", "tutup", "keluarkan", "lepas-dua-langkah"])
def test_an_office_governs_nobody(office: FlaskClient, maker: Person, deed: str) -> None:
    assert _deed(office, maker, deed) == 404


@pytest.mark.parametrize("role", [Role.CURATOR, Role.AUDITOR, Role.COUNTER, Role.VENDOR])
def test_other_roles_find_no_such_page(client: FlaskClient, session: Session, role: Role) -> None:
    signed_in(client, a_person(session, GrantSpec(role)))
    assert client.get("/pengurus/orang").status_code == 404


def test_a_person_is_found_by_the_whole_number_or_a_part_of_the_name(
    admin: FlaskClient, maker: Person
) -> None:
    for typed in ("0812-9999-1234", "aminah", "SITI amin"):
        assert maker.name in send(admin, "/pengurus/orang", q=typed).text
    for typed in ("081299991235", "%%", "Sxti"):
        assert maker.name not in send(admin, "/pengurus/orang", q=typed).text
    assert PHONE not in admin.get(f"/pengurus/orang/{maker.id}").text


def test_an_administrator_gives_and_takes_roles(
    admin: FlaskClient, session: Session, maker: Person, vendor: Vendor
) -> None:
    maker.verified_at = utc_now()  # nobody unproven becomes staff
    session.commit()
    assert _deed(admin, maker, "peran", role="assistant", vendor=f"/umkm/{vendor.slug}/") == 303
    assert _deed(admin, maker, "peran", role="assistant", vendor="no-such") == 422
    assert _deed(admin, maker, "peran", role="dinas", region="99") == 422
    session.rollback()
    grant = next(one for one in maker.grants if one.role is Role.ASSISTANT)
    assert grant.vendor_id == vendor.id
    assert _deed(admin, maker, f"peran/{grant.id}/cabut") == 303
    session.rollback()
    assert [one.role for one in maker.grants] == [Role.VENDOR]


def test_the_last_administrator_and_the_last_owner_stay(
    admin: FlaskClient, session: Session, maker: Person
) -> None:
    boss = session.scalars(select(Person).where(Person.name == "Dewi")).one()
    for person in (boss, maker):
        assert _deed(admin, person, f"peran/{person.grants[0].id}/cabut") == 422
    a_person(session, GrantSpec(Role.ADMIN))
    session.commit()
    assert _deed(admin, boss, f"peran/{boss.grants[0].id}/cabut") == 303
    assert admin.get("/pengurus/orang").status_code == 404


def test_a_closed_account_is_signed_out_and_cannot_sign_in(
    app: Flask, admin: FlaskClient, maker: Person
) -> None:
    own = signed_in(app.test_client(), maker)
    assert _deed(admin, maker, "tutup") == 303
    assert own.get("/akun").status_code == 303
    assert sign_in(app.test_client(), PHONE, PASSWORD).status_code == 422
    assert _deed(admin, maker, "buka") == 303
    assert sign_in(app.test_client(), PHONE, PASSWORD).status_code == 303


def test_nobody_closes_or_resets_themselves_here(admin: FlaskClient, session: Session) -> None:
    boss = session.scalars(select(Person).where(Person.name == "Dewi")).one()
    assert _deed(admin, boss, "tutup") == 422
    assert _deed(admin, boss, "kode-sandi") == 422


def test_whose_password_an_officer_may_open_hears_of_it(
    admin: FlaskClient, session: Session
) -> None:
    person = a_person(session, login="siti@contoh.example")
    session.commit()
    page = f"/pengurus/orang/{person.id}"
    code = code_in(send(admin, f"{page}/kode-sandi", page=page).text)
    [(to, _, text)] = mails(session)
    assert to == "siti@contoh.example"
    assert "petugas" in text.casefold()
    assert code not in text


def test_an_office_helps_nobody_who_also_works_for_another_offices_vendor(
    session: Session, office: FlaskClient, maker: Person
) -> None:
    a_region(session, CITY)
    served_elsewhere = a_vendor(session, name="Jauh", office_code=CITY)
    spec = GrantSpec(Role.VENDOR, vendor_id=served_elsewhere.id)
    add_grant(Work(session=session, now=utc_now(), vault=VAULT), maker.id, spec)
    session.commit()
    assert maker.name not in office.get("/pengurus/orang").text
    assert office.get(f"/pengurus/orang/{maker.id}").status_code == 404
    assert _deed(office, maker, "kode-sandi") == 404


def test_an_office_helps_its_region_and_those_without_a_role() -> None:
    office = Actor(roles=frozenset({Role.DINAS}), region_codes=frozenset({REGENCY}))

    def helped(*roles: Role, region: str = "") -> bool:
        regions = frozenset({region} if region else ())
        return can_help(office, Subject(frozenset(roles), regions))

    assert helped()
    assert helped(Role.BUYER)
    assert helped(Role.VENDOR, region="32.09.36.2005")
    assert not helped(Role.VENDOR, region="32.090")
    assert not helped(Role.VENDOR, region=CITY)
    assert not helped(Role.VENDOR)
    both = frozenset({REGENCY, CITY})
    assert not can_help(office, Subject(frozenset({Role.VENDOR}), both))
    assert not helped(Role.VENDOR, Role.ADMIN, region=REGENCY)


def test_nobody_whose_number_is_unproven_works_for_an_office(
    admin: FlaskClient, session: Session
) -> None:
    squatter = a_person(session, login="+6281255554444", verified_at=None)
    session.commit()
    work = Work(session=session, now=utc_now(), vault=VAULT)
    with pytest.raises(RuleBroken, match="proven"):
        add_grant(work, squatter.id, GrantSpec(Role.AUDITOR))
    session.rollback()  # the site must not wait for this lock
    path = f"/pengurus/orang/{squatter.id}"
    answer = send(admin, f"{path}/peran", page=path, role="auditor")
    assert answer.status_code == 422
    assert "kode verifikasi" in answer.text
    session.rollback()
    assert squatter.grants == []


def test_taking_the_second_step_off_signs_the_lost_phone_out(
    app: Flask, admin: FlaskClient, session: Session
) -> None:
    person = a_person(session, GrantSpec(Role.CURATOR))
    person.totp_sealed = VAULT.seal("JBSWY3DPEHPK3PXP", bound_to=f"person.totp:{person.id}")
    lost = signed_in(app.test_client(), person)
    path = f"/pengurus/orang/{person.id}"
    send(admin, f"{path}/lepas-dua-langkah", page=path)
    assert lost.get("/akun").status_code == 303


def test_of_three_who_take_a_role_away_at_once_one_does(
    session: Session, database_url: str
) -> None:
    gone = a_person(session, GrantSpec(Role.ADMIN))
    a_person(session, GrantSpec(Role.ADMIN))
    session.commit()
    grant_id = gone.grants[0].id
    session.rollback()
    start = Barrier(3)

    def press(_number: int) -> str:
        with opened(database_url) as engine, Session(engine) as mine:
            start.wait()
            mine.connection(execution_options={WRITES: True})
            try:
                with committed(Work(session=mine, now=utc_now(), vault=VAULT)) as work:
                    remove_grant(work, grant_id)
            except NotFound:
                return "gone"
            return "taken"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(press, range(3))) == ["gone", "gone", "taken"]
    entries = select(func.count()).where(AuditEntry.action == "accounts.revoke")
    assert session.scalar(entries) == 1
