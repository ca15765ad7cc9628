"""The one queue: everybody sees what they may decide on, oldest first, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from catalog.accounts.queries import actor_of
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.desk.queries import officers, queue
from catalog.desk.rules.queue import PAGE, Kind, Pace, Wanted, Who
from catalog.desk.services import queue as services
from catalog.galleries.models import Gallery
from catalog.galleries.queries import galleries_of
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.rules import DocumentState
from catalog.products import policy
from catalog.products.models import ReviewRound
from catalog.products.rules.status import Status
from catalog.vendors import policy as vendor_policy
from catalog.vendors.models import Vendor, VendorApplication, VendorClaim
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registering import ClaimState
from tests.accounts.pages import token_of
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.legality import a_document
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

CITY, REGENCY = "32.74", "32.09"
Acting = Callable[..., Work]


@pytest.fixture
def acting(work: Work, session: Session) -> Acting:
    """Return work of a person who holds these grants."""

    def make(*grants: GrantSpec, name: str = "Bu Ratna") -> Work:
        return replace(work, actor=actor_of(a_person(session, *grants, name=name)))

    return make


@pytest.fixture
def galleries(session: Session) -> tuple[Gallery, Gallery]:
    """Both of them."""
    return a_gallery(session, "mall-ukm"), a_gallery(session, "galeri-caruban")


def _a_round(work: Work, vendor: Vendor, *, days: float = 0) -> ReviewRound:
    product = a_product(work.session, vendor, status=Status.IN_REVIEW, published_at=None)
    found = ReviewRound(product_id=product.id, sent_at=work.now - timedelta(days=days))
    work.session.add(found)
    work.session.flush()
    return found


def _waiting(work: Work, vendor: Vendor, gallery: Gallery) -> None:
    """Let something of each kind wait at this vendor."""
    session = work.session
    person = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    _a_round(work, vendor)
    a_document(session, vendor, state=DocumentState.PENDING)
    claim = VendorClaim(
        vendor_id=vendor.id, person_id=person.id, state=ClaimState.ASKED, asked_at=work.now
    )
    wish = VendorApplication(
        vendor_id=vendor.id, gallery_id=gallery.id, answers={}, asked_at=work.now
    )
    session.add_all((claim, wish))
    session.flush()


def test_each_officer_sees_what_the_policies_let_them_decide(
    work: Work, session: Session, acting: Acting, galleries: tuple[Gallery, Gallery]
) -> None:
    mall, caruban = galleries
    city = a_vendor(session, region_code="32.74.01.1001", status=VendorStatus.DRAFT)
    regency = a_vendor(session, region_code="32.09.36.2005")
    taken_in(session, mall, city)
    taken_in(session, caruban, regency)
    for vendor, gallery in ((city, caruban), (regency, mall)):
        _waiting(work, vendor, gallery)
    both = [
        GrantSpec(Role.CURATOR, gallery_id=mall.id),
        GrantSpec(Role.CURATOR, gallery_id=caruban.id),
        GrantSpec(Role.DINAS, region_code=CITY),
        GrantSpec(Role.DINAS, region_code=REGENCY),
        GrantSpec(Role.VENDOR, vendor_id=city.id),
    ]
    for held in range(2 ** len(both)):  # every set of roles that one person may hold
        person = acting(*(grant for at, grant in enumerate(both) if held >> at & 1))
        actor = person.actor
        seen = {(i.kind, i.vendor_id) for i in queue.page(person, Wanted(), "id").items}
        for vendor in (city, regency):
            served = vendor.served_by
            of_vendor = galleries_of(work, vendor.id)
            decides = policy.can_decide(
                actor, vendor_id=vendor.id, region_code=served, gallery_ids=of_vendor
            )
            governs = vendor_policy.can_decide(actor, region_code=served, vendor_id=vendor.id)
            wished = caruban if vendor is city else mall
            answers = wished.id in actor.curated_ids and vendor.id not in actor.vendor_ids
            assert ((Kind.PRODUCT, vendor.id) in seen) == decides
            assert ((Kind.CLAIM, vendor.id) in seen) == governs
            assert ((Kind.REGISTRATION, vendor.id) in seen) == (governs and vendor is city)
            assert ((Kind.APPLICATION, vendor.id) in seen) == answers
    admin, auditor = acting(GrantSpec(Role.ADMIN)), acting(GrantSpec(Role.AUDITOR))
    everything = {(each.kind, each.id) for each in queue.page(admin, Wanted(), "id").items}
    assert {
        (each.kind, each.id) for each in queue.page(auditor, Wanted(), "id").items
    } == everything
    assert queue.count(auditor) == len(everything) == sum(s.number for s in queue.sums(admin))


@pytest.fixture
def admin(acting: Acting) -> Work:
    """An administrator."""
    return acting(GrantSpec(Role.ADMIN), name="Bu Admin")


def test_pages_follow_each_other_while_things_come_and_go(
    work: Work, session: Session, admin: Work
) -> None:
    vendor = a_vendor(session)
    rounds = [_a_round(work, vendor, days=number // 3) for number in range(PAGE + 12)]
    first = queue.page(admin, Wanted(), "id")
    assert first.after is not None
    times = [each.since for each in first.items]
    assert times == sorted(times)
    gone = {each.id for each in first.items[:3]}
    for each in rounds:
        if each.id in gone:
            session.delete(each)
    session.flush()
    second = queue.page(admin, Wanted(), "id", after=first.after)
    seen = [*(each.id for each in first.items), *(each.id for each in second.items)]
    assert len(seen) == len(set(seen)) == len(rounds)
    assert queue.page(admin, Wanted(), "id", after="nonsense").items[0].id not in gone


def test_the_queue_costs_the_same_however_long_it_is(
    work: Work, session: Session, admin: Work
) -> None:
    def statements() -> int:
        seen: list[str] = []
        queue.page(admin, Wanted(), "id")  # the reference data is read once, then kept

        def note(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        queue.page(admin, Wanted(), "id")
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    vendor = a_vendor(session)
    _a_round(work, vendor)
    short = statements()
    for _ in range(20):
        _a_round(work, a_vendor(session))
    assert statements() == short


def test_things_are_given_held_and_asked_for(
    work: Work, session: Session, admin: Work, acting: Acting, galleries: tuple[Gallery, Gallery]
) -> None:
    mall, caruban = galleries
    vendor = a_vendor(session, region_code="32.09.36.2005")
    taken_in(session, caruban, vendor)
    late, fresh = _a_round(work, vendor, days=9), _a_round(work, vendor, days=0.1)
    ratna = acting(GrantSpec(Role.CURATOR, gallery_id=caruban.id))
    stranger = acting(GrantSpec(Role.CURATOR, gallery_id=mall.id), name="Bu Lain")
    item = queue.get_item(ratna, Kind.PRODUCT, late.id, "id")
    with pytest.raises(NotFound):
        queue.get_item(stranger, Kind.PRODUCT, late.id, "id")
    known = officers.colleagues(ratna, item)
    assert set(known.values()) == {"Bu Admin", "Bu Ratna"}
    with pytest.raises(RuleBroken):
        services.give(ratna, item, stranger.actor.user_id)
    services.give(admin, item, ratna.actor.user_id)
    services.take(ratna, queue.get_item(ratna, Kind.PRODUCT, fresh.id, "id"))

    def ids(who: Work, asked: Wanted) -> list[UUID]:
        return [each.id for each in queue.page(who, asked, "id").items]

    assert ids(ratna, Wanted(given_to=Who.MINE)) == [late.id]
    assert ids(admin, Wanted(given_to=ratna.actor.user_id)) == [late.id]
    assert ids(admin, Wanted(given_to=Who.NOBODY)) == [fresh.id]
    assert ids(ratna, Wanted(held_by=Who.MINE)) == [fresh.id]
    assert ids(admin, Wanted(held_by=Who.NOBODY)) == [late.id]
    assert ids(admin, Wanted(pace=Pace.LATE)) == [late.id]
    assert ids(admin, Wanted(gallery="galeri-caruban")) == [late.id, fresh.id]
    assert ids(admin, Wanted(gallery="mall-ukm")) == []
    assert ids(admin, Wanted(kind=Kind.CHANGE)) == []
    beside = queue.around(admin, Wanted(), "product", fresh.product_id, "id")
    assert beside.previous is not None
    assert (beside.previous.id, beside.next) == (late.id, None)
    services.give(ratna, queue.get_item(ratna, Kind.PRODUCT, late.id, "id"), None)
    assert ids(ratna, Wanted(given_to=Who.MINE)) == []


def test_nobody_holds_what_they_only_read_or_is_given_their_own(
    work: Work, session: Session, acting: Acting, galleries: tuple[Gallery, Gallery]
) -> None:
    mall, caruban = galleries
    vendor = a_vendor(session, region_code="32.09.36.2005")
    taken_in(session, caruban, vendor)
    found = _a_round(work, vendor)
    of_caruban = GrantSpec(Role.CURATOR, gallery_id=caruban.id)
    ratna = acting(of_caruban)
    acting(of_caruban, GrantSpec(Role.VENDOR, vendor_id=vendor.id), name="Bu Pemilik")
    reads = acting(GrantSpec(Role.CURATOR, gallery_id=mall.id), GrantSpec(Role.AUDITOR))
    assert [each.id for each in queue.page(reads, Wanted(), "id").items] == [found.id]
    with pytest.raises(NotFound):
        queue.get_item(reads, Kind.PRODUCT, found.id, "id")
    item = queue.get_item(ratna, Kind.PRODUCT, found.id, "id")
    assert set(officers.colleagues(ratna, item).values()) == {"Bu Ratna"}


def test_the_pages_tell_who_has_what_open(
    work: Work, session: Session, client: FlaskClient, acting: Acting
) -> None:
    vendor = a_vendor(session)
    found = _a_round(work, vendor, days=9)
    ratna = acting(GrantSpec(Role.ADMIN))
    services.take(
        replace(ratna, now=utc_now()), queue.get_item(ratna, Kind.PRODUCT, found.id, "id")
    )
    dewi = a_person(session, GrantSpec(Role.ADMIN), name="Bu Dewi")
    reader = a_person(session, GrantSpec(Role.AUDITOR))
    browser = signed_in(client, dewi)
    page = browser.get("/en/pengurus/antrean?jenis=produk").text
    assert "open at Bu Ratna" in page
    here = f"/en/pengurus/antrean/produk/{found.id}"
    token = {"csrf_token": token_of(browser.get(f"/en/pengurus/produk/{found.id}").text)}
    told = browser.post(f"{here}/pegang", headers={"X-Requested-With": "queue"}, data=token)
    assert told.get_json() == {"mine": False, "name": "Bu Ratna"}
    given = browser.post(f"{here}/beri", data={"person": str(dewi.id), **token})
    assert given.status_code == 303
    assert browser.get("/en/pengurus").text.count("Given to you") >= 1
    assert browser.post(f"{here}/lepas", data=token).status_code == 303
    auditor = signed_in(client, reader)
    assert auditor.get("/pengurus/antrean").status_code == 200
    token = {"csrf_token": token_of(auditor.get("/pengurus/jejak").text)}
    assert auditor.post(f"{here}/pegang", data=token).status_code == 404
