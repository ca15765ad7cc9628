"""The team, invitations, and the owner's word on what officers did."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Grant, Person
from catalog.accounts.queries import member_ids
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import RuleBroken
from catalog.notices.models import NoticeRow
from catalog.vendors.models import OnBehalf, Vendor
from catalog.vendors.rules.rooms import TEAM_ROLES
from catalog.vendors.services import team
from tests.factories.people import a_person, signed_in
from tests.vendors.rooms.conftest import Enter

LINK = re.compile(r"/usaha/gabung/(\w+)/([\w-]+)")


@pytest.fixture
def acting(work: Work, owner: Person, vendor: Vendor) -> Work:
    """Work of the owner."""
    owned = frozenset({vendor.id})
    work.actor = Actor(
        user_id=owner.id, roles=frozenset({Role.VENDOR}), vendor_ids=owned, owned_ids=owned
    )
    return work


def test_an_invited_person_joins_once(enter: Enter, session: Session, client: FlaskClient) -> None:
    rooms = enter()
    page = rooms.post("/tim", page_of="/tim", role="staf").get_data(as_text=True)
    link = LINK.search(page)
    assert link
    helper = a_person(session, name="Rina")
    signed_in(client, helper)
    shown = client.get(link[0]).get_data(as_text=True)
    assert rooms.vendor.name in shown
    token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', shown)
    assert token
    assert client.post(link[0], data={"csrf_token": token[1]}).status_code == 303
    session.rollback()
    grant = session.scalars(select(Grant).where(Grant.person_id == helper.id)).one()
    assert (grant.role, grant.vendor_id) == (Role.VENDOR_STAFF, rooms.vendor.id)
    assert client.get(link[0]).status_code == 422  # used up
    assert client.get(f"/usaha/{rooms.vendor_id}").status_code == 200
    assert client.get(f"/usaha/{rooms.vendor_id}/tim").status_code == 404  # owners only


def test_an_invitation_gives_the_role_that_it_was_made_for(acting: Work, vendor: Vendor) -> None:
    token = team.invite(acting, vendor, Role.VENDOR_HELPER)
    assert team.invited_to(acting, Role.VENDOR, token) is None
    assert team.invited_to(acting, Role.VENDOR_HELPER, token) is vendor


def test_an_old_invitation_has_ended(acting: Work, vendor: Vendor) -> None:
    token = team.invite(acting, vendor, Role.VENDOR_STAFF)
    acting.now += timedelta(days=8)
    with pytest.raises(RuleBroken):
        team.join(acting, Role.VENDOR_STAFF, token)


def test_a_member_is_not_taken_in_twice(acting: Work, vendor: Vendor) -> None:
    token = team.invite(acting, vendor, Role.VENDOR_STAFF)
    with pytest.raises(RuleBroken):
        team.join(acting, Role.VENDOR_STAFF, token)


def test_the_last_owner_stays(enter: Enter, session: Session) -> None:
    rooms = enter()
    grant = session.scalars(select(Grant).where(Grant.vendor_id == rooms.vendor.id)).one()
    for word in ("keluar", "staf"):
        rooms.post(f"/tim/{grant.id}", page_of="/tim", role=word)
        assert member_ids(Work(session=session, now=None), rooms.vendor.id, Role.VENDOR)  # type: ignore[arg-type]  # no time needed
    assert "pemilik terakhir" in rooms.get("/tim")


def test_a_member_of_another_business_cannot_be_moved(
    enter: Enter, session: Session, acting: Work
) -> None:
    rooms = enter()
    other = a_person(session, GrantSpec(Role.BUYER))
    session.commit()
    foreign = session.scalars(select(Grant).where(Grant.person_id == other.id)).one()
    assert rooms.post(f"/tim/{foreign.id}", page_of="/tim", role="keluar").status_code == 404
    assert acting.session.get(Grant, foreign.id) is not None


def _done_by(session: Session, vendor: Vendor, officer: Person) -> OnBehalf:
    entry = OnBehalf(
        vendor_id=vendor.id,
        person_id=officer.id,
        what="The profile was changed.",
        happened_at=vendor.joined_at,
    )
    session.add(entry)
    session.commit()
    return entry


def test_an_officers_change_waits_for_the_owners_word(
    enter: Enter, session: Session, vendor: Vendor
) -> None:
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"), name="Pak Doni")
    entry = _done_by(session, vendor, officer)
    rooms = enter()
    assert "Pak Doni" in rooms.get("/atas-nama")
    rooms.post(f"/atas-nama/{entry.id}", page_of="/atas-nama", answer="wrong")
    assert session.get_one(OnBehalf, entry.id).is_confirmed is False
    told = session.scalars(select(NoticeRow).where(NoticeRow.person_id == officer.id)).all()
    assert len(told) == 1
    rooms.post(f"/atas-nama/{entry.id}", page_of="/tim", answer="right")
    assert session.get_one(OnBehalf, entry.id).is_confirmed is False  # said once


def test_officers_do_not_confirm_their_own_work(
    enter: Enter, session: Session, vendor: Vendor
) -> None:
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    entry = _done_by(session, vendor, officer)
    rooms = enter(officer)
    answer = rooms.post(f"/atas-nama/{entry.id}", page_of="/profil", answer="right")
    assert answer.status_code == 404
    assert session.get_one(OnBehalf, entry.id).answered_at is None


def test_what_an_office_writes_is_noted_for_the_owner(
    enter: Enter, session: Session, vendor: Vendor
) -> None:
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    rooms = enter(officer)
    seen = re.search(r'name="seen"[^>]*?value="([^"]+)"', rooms.get("/profil"))
    assert seen
    rooms.post("/profil", seen=seen[1], tagline="Ditulis petugas")
    entries = session.scalars(select(OnBehalf).where(OnBehalf.vendor_id == vendor.id)).all()
    assert [entry.person_id for entry in entries] == [officer.id]


def test_whoever_is_taken_out_does_not_come_back_by_an_invitation(
    acting: Work, vendor: Vendor, session: Session
) -> None:
    other = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    tokens = {role: team.invite(acting, vendor, role) for role in TEAM_ROLES}
    grant = session.scalars(select(Grant).where(Grant.person_id == other.id)).one()
    team.change_role(acting, vendor, grant.id, Role.VENDOR_STAFF)
    for role, token in tokens.items():
        assert team.invited_to(acting, role, token) is None
    token = team.invite(acting, vendor, Role.VENDOR)
    grant = session.scalars(select(Grant).where(Grant.person_id == other.id)).one()
    team.remove(acting, vendor, grant.id)
    assert team.invited_to(acting, Role.VENDOR, token) is None


def test_an_open_invitation_does_not_overfill_a_team(
    acting: Work, vendor: Vendor, session: Session
) -> None:
    token = team.invite(acting, vendor, Role.VENDOR_HELPER)
    for _ in range(team.MOST_MEMBERS - 1):
        a_person(session, GrantSpec(Role.VENDOR_HELPER, vendor_id=vendor.id))
    acting.actor = Actor(user_id=a_person(session).id)
    with pytest.raises(RuleBroken, match="20 people"):
        team.join(acting, Role.VENDOR_HELPER, token)


def test_the_address_of_an_invitation_goes_to_no_other_site(enter: Enter) -> None:
    rooms = enter()
    link = LINK.search(rooms.post("/tim", page_of="/tim", role="staf").get_data(as_text=True))
    assert link
    assert rooms.client.get(link[0]).headers["Referrer-Policy"] == "same-origin"
