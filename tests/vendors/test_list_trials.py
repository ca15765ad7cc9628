"""A list is tried out before it is taken in, and holds nobody up."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.vendors.models import Vendor, VendorList
from catalog.vendors.rules.importing import MAX_ROWS
from catalog.vendors.services import lists
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor
from tests.vendors.sending import (
    NIB,
    a_row,
    send,
    take_in,
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


def _told(report: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    keys = ("number", "what", "name", "known_as", "written", "kept", "problems")
    return [tuple(line[key] for key in keys) for line in report["rows"]]


def test_a_trial_foretells_what_taking_in_then_does(browser: FlaskClient, session: Session) -> None:
    old = a_vendor(session, name="Rotan Lama", region_code="32.09.36.2008")
    a_contact(session, old, phone="+6281300000001", owner_name="Bu Lama")
    foreign = a_vendor(session, name="Milik Kota", region_code="32.74.05.1003")
    a_contact(session, foreign, nib="1112210007924")
    session.commit()
    bare = {"nib": "", "phone": "", "nik": ""}
    rows = [
        a_row(),
        a_row(),  # the same row twice
        a_row("Nama Lain", nib="", phone="081234567890", nik=""),  # found by the row before
        a_row("Batik Wulann", **bare),  # alike a row before
        a_row("Batik Wulan", nib="", phone="", nik="", owner="Wulan Dua"),  # known by its name
        a_row("Apa Saja", nib="", phone="081300000001", nik=""),  # a business of the register
        a_row("Apa Lagi", nib="1112210007925", phone="081300000001", nik=""),
        a_row("Apa Pula", nib="1112210007925", phone="", nik=""),  # by what was just learnt
        a_row("Dua Sekaligus", nib=NIB, phone="081300000001", nik=""),
        a_row("Orang Kota", nib="1112210007924", phone="", nik=""),
        a_row("Jauh", village="Antah Berantah", district="", **bare),
    ]  # fmt: skip
    report = try_out(browser, xlsx(rows))
    session.rollback()
    foretold = _told(session.scalars(select(VendorList)).one().report)
    assert count(session) == 2
    take_in(browser, report)
    session.rollback()
    session.expire_all()
    assert _told(session.scalars(select(VendorList)).one().report) == foretold
    assert {line[1] for line in foretold} == {"new", "same", "alike", "refused"}


def test_nobody_waits_while_a_list_is_tried_out(
    browser: FlaskClient, work: Work, session: Session
) -> None:
    try_out(browser, xlsx([a_row()]))
    session.rollback()
    row = session.scalars(select(VendorList)).one()
    written: list[str] = []

    def notice(*statement: object) -> None:
        if not str(statement[2]).lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            written.append(str(statement[2]))

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", notice)
    try:
        work.actor = Actor(roles=frozenset({Role.DINAS}), region_codes=frozenset({"32.09"}))
        lists.try_out(work, row, row.columns)
    finally:
        event.remove(engine, "before_cursor_execute", notice)
    assert written == []
    assert not session.new
    assert not session.dirty


def test_a_list_longer_than_the_page_takes_goes_by_the_command(
    browser: FlaskClient, session: Session
) -> None:
    rows = [a_row(f"Usaha {n}", nib="", phone="", nik="") for n in range(MAX_ROWS + 1)]
    answer = send(browser, xlsx(rows))
    assert answer.status_code == 422
    assert "flask vendors import" in answer.text
    assert "300" in answer.text
    assert session.scalars(select(VendorList)).all() == []
