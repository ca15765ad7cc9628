"""Who may ask for a deletion, and what happens when two do something at once."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.dashboard.models import Closing
from catalog.dashboard.services import closing, erasing
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.legality.models import Document
from catalog.vendors.models import Vendor
from catalog.vendors.rules.window import VendorStatus
from tests.dashboard.conftest import Home
from tests.dashboard.marked import NAME
from tests.factories.people import VAULT, a_person, signed_in
from tests.factories.places import TRUSMI
from tests.factories.products import a_product

LATER = timedelta(days=15)


def test_two_wishes_at_once_are_one(home: Home, app: Flask) -> None:
    results = _at_once(app, home, "ask", "ask")
    assert sorted(results) == ["done", "refused"]
    home.session.rollback()
    assert len(home.session.scalars(select(Closing)).all()) == 1


@pytest.mark.parametrize("round_number", range(5))
def test_cancelling_and_deleting_at_once_have_one_winner(
    home: Home, app: Flask, round_number: int
) -> None:
    home.erase()
    results = _at_once(app, home, "keep", "erase")
    home.session.rollback()
    status = home.session.get_one(Vendor, home.vendor.id).status
    kept = results == ["done", "refused"]
    assert kept or results == ["refused", "done"], (round_number, results)
    assert status is (VendorStatus.ACTIVE if kept else VendorStatus.CLOSED)
    assert bool(home.session.scalars(select(Document.id)).all()) is kept


def _at_once(app: Flask, home: Home, *deeds: str) -> list[str]:
    """Do these at the same moment, each in a transaction of its own; return how each went."""
    vendor_id, owner_id = home.vendor.id, home.owner.id
    closing_id = home.session.scalar(select(Closing.id))
    home.session.rollback()
    barrier = threading.Barrier(len(deeds))
    results = [""] * len(deeds)

    def do(place: int, deed: str) -> None:
        with app.app_context(), Session(home.session.get_bind()) as session:
            later = utc_now() + (LATER if deed == "erase" else timedelta())
            actor = Actor(user_id=owner_id, owned_ids=frozenset({vendor_id}))
            work = Work(session=session, now=later, actor=actor, vault=VAULT)
            barrier.wait()
            session.connection(execution_options={WRITES: True})
            try:
                with committed(work):
                    results[place] = _do(work, deed, vendor_id, closing_id)
            except RuleBroken:
                results[place] = "refused"

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _do(work: Work, deed: str, vendor_id: object, closing_id: object) -> str:
    vendor = work.session.get_one(Vendor, vendor_id)
    if deed == "erase":
        assert closing_id
        return "refused" if erasing.erase(work, closing_id) is None else "done"  # type: ignore[arg-type]  # an id
    if deed == "keep":
        closing.take_back(work, vendor)
    else:
        closing.ask_erasure(work, vendor, NAME)
    return "done"


def _roles() -> Iterator[tuple[str, list[GrantSpec], int]]:
    yield "admin", [GrantSpec(Role.ADMIN)], 404
    yield "office", [GrantSpec(Role.DINAS, region_code=TRUSMI[:5])], 404
    yield "auditor", [GrantSpec(Role.AUDITOR)], 404
    yield "buyer", [GrantSpec(Role.BUYER)], 404


@pytest.mark.parametrize(("_name", "grants", "status"), list(_roles()))
def test_nobody_decides_for_the_owner(
    home: Home, _name: str, grants: list[GrantSpec], status: int
) -> None:
    signed_in(home.client, a_person(home.session, *grants))
    for path in ("", "/hapus", "/persetujuan/privacy"):
        assert home.client.get(f"/usaha/{home.vendor_id}/data{path}").status_code == status


@pytest.mark.parametrize("role", [Role.VENDOR_STAFF, Role.VENDOR_HELPER, Role.ASSISTANT])
def test_who_works_for_the_vendor_decides_nothing_either(home: Home, role: Role) -> None:
    person = a_person(home.session, GrantSpec(role, vendor_id=home.vendor.id))
    signed_in(home.client, person)
    assert home.client.get(f"/usaha/{home.vendor_id}/data").status_code == 404


def test_another_owner_finds_no_page(home: Home) -> None:
    other = a_product(home.session).vendor
    signed_in(home.client, a_person(home.session, GrantSpec(Role.VENDOR, vendor_id=other.id)))
    assert home.client.get(f"/usaha/{home.vendor_id}/data").status_code == 404
