"""Who decides on a product: the serving office, the curators of its galleries, never its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.queries import actor_of
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.desk.queries import queue
from catalog.desk.rules.queue import Kind, Wanted
from catalog.galleries.models import Gallery
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.models import ReviewRound
from catalog.products.queries.reviews import get_round
from catalog.products.rules.review import ChangeState
from catalog.products.rules.status import Status
from catalog.products.services import review, submitting
from catalog.vendors.models import VendorApplication
from catalog.vendors.rules.registering import ApplicationState
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor
from tests.products.manage.conftest import Bench, MakeBench

pytestmark = pytest.mark.stocked
CITY = "32.74"
Grants = Callable[..., Work]


def _sent(bench: Bench, work: Work | None = None) -> ReviewRound:
    found = submitting.submit(work or bench.work, bench.product, language="id")
    assert found is not None
    bench.work.session.flush()
    return found


@pytest.fixture
def waiting(bench: Bench) -> ReviewRound:
    """What lies before the officers."""
    bench.fill()
    return _sent(bench)


@pytest.fixture
def galleries(session: Session) -> tuple[Gallery, Gallery]:
    """A gallery, and another."""
    return a_gallery(session, "galeri-caruban"), a_gallery(session, "mall-ukm")


@pytest.fixture
def acting(work: Work, session: Session) -> Grants:
    """Return work of a person who holds these grants, as the site reads them."""

    def make(*grants: GrantSpec) -> Work:
        return replace(work, actor=actor_of(a_person(session, *grants)))

    return make


def _office(work: Work, code: str = "32.09") -> Work:
    """Return work of an officer of this place."""
    person = a_person(work.session, GrantSpec(Role.DINAS, region_code=code))
    return replace(work, actor=actor_of(person))


def _reaches(work: Work, found: ReviewRound) -> bool:
    """Return whether the round is this officer's; queue, page and service say the same."""
    listed = found.id in {line.id for line in queue.page(work, Wanted(), "id").items}
    try:
        opened = get_round(work, found.id) is found
    except NotFound:
        opened = False
    try:
        review.publish(work, found, seen=-1 if found.change else 0)
        decided = True
    except NotFound:
        decided = False
    assert listed is opened is decided
    return decided


def test_an_owner_with_an_office_role_does_not_publish_own_goods(
    bench: Bench, waiting: ReviewRound, acting: Grants, galleries: tuple[Gallery, Gallery]
) -> None:
    taken_in(bench.work.session, galleries[0], bench.vendor)
    own = GrantSpec(Role.VENDOR, vendor_id=bench.vendor.id)
    for second in (
        GrantSpec(Role.CURATOR, gallery_id=galleries[0].id),
        GrantSpec(Role.DINAS, region_code="32.09"),
        GrantSpec(Role.ADMIN),
    ):
        assert not _reaches(acting(own, second), waiting)
    assert bench.product.status is Status.IN_REVIEW


def test_the_serving_office_decides_and_the_one_of_the_place_does_not(
    make_bench: MakeBench, session: Session
) -> None:
    bench = make_bench(vendor=a_vendor(session, office_code=CITY))
    bench.fill()
    found = _sent(bench)
    assert not _reaches(_office(bench.work), found)
    assert _reaches(_office(bench.work, CITY), found)


def test_a_curator_decides_in_the_own_gallery_only(
    bench: Bench, waiting: ReviewRound, acting: Grants, galleries: tuple[Gallery, Gallery]
) -> None:
    here, there = galleries
    taken_in(bench.work.session, here, bench.vendor)
    assert not _reaches(acting(GrantSpec(Role.CURATOR, gallery_id=there.id)), waiting)
    assert not _reaches(acting(GrantSpec(Role.CURATOR)), waiting)
    assert _reaches(acting(GrantSpec(Role.CURATOR, gallery_id=here.id)), waiting)


@pytest.mark.parametrize("state", list(ApplicationState))
def test_a_curator_decides_for_those_who_ask_to_be_taken_in(
    bench: Bench,
    waiting: ReviewRound,
    acting: Grants,
    galleries: tuple[Gallery, Gallery],
    state: ApplicationState,
) -> None:
    bench.work.session.add(
        VendorApplication(
            vendor_id=bench.vendor.id,
            gallery_id=galleries[0].id,
            state=state,
            answers={},
            asked_at=bench.work.now,
        )
    )
    bench.work.session.flush()
    curator = acting(GrantSpec(Role.CURATOR, gallery_id=galleries[0].id))
    assert _reaches(curator, waiting) is (state is ApplicationState.ASKED)


def test_roles_do_not_lend_each_other_their_places(
    bench: Bench, waiting: ReviewRound, acting: Grants, galleries: tuple[Gallery, Gallery]
) -> None:
    here, there = galleries
    taken_in(bench.work.session, here, bench.vendor)
    counter = GrantSpec(Role.COUNTER, gallery_id=here.id)
    elsewhere = GrantSpec(Role.CURATOR, gallery_id=there.id)
    far = GrantSpec(Role.DINAS, region_code=CITY)
    assert not _reaches(acting(counter, elsewhere, far), waiting)


def test_whoever_sent_a_product_does_not_publish_it(bench: Bench) -> None:
    bench.fill()
    sender = _office(bench.work)
    found = _sent(bench, sender)
    with pytest.raises(RuleBroken, match="Another officer"):
        review.publish(sender, found, seen=0)
    other = review.publish(_office(bench.work), found, seen=0)
    assert other.status is Status.PUBLISHED


def test_whoever_changed_what_lies_before_the_officers_does_not_publish_it(bench: Bench) -> None:
    bench.publish()
    bench.save({"name": "Selendang mega"})
    found = _sent(bench)
    officer = _office(bench.work)
    replace(bench, work=officer).save({"name": "Selendang mendung"})
    change = found.change
    assert change is not None
    assert change.state is ChangeState.WAITING
    with pytest.raises(RuleBroken, match="Another officer"):
        review.publish(officer, found, seen=change.version)
    review.publish(_office(bench.work), found, seen=change.version)


def test_the_queue_is_every_waiting_round_once(
    bench: Bench, waiting: ReviewRound, acting: Grants, galleries: tuple[Gallery, Gallery]
) -> None:
    for gallery in galleries:
        taken_in(bench.work.session, gallery, bench.vendor)
    curator = acting(*(GrantSpec(Role.CURATOR, gallery_id=each.id) for each in galleries))
    lines = queue.page(curator, Wanted(kind=Kind.PRODUCT), "id").items
    assert [line.id for line in lines] == [waiting.id]
    assert bench.work.session.scalars(select(ReviewRound)).all() == [waiting]
