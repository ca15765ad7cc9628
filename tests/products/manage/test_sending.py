"""Sending: what stops a change of a live product, and two officers at the same moment."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.models import ProductSupply, ReviewRound
from catalog.products.policy import can_decide
from catalog.products.queries.reviews import in_charge
from catalog.products.rules.review import Outcome
from catalog.products.rules.status import Status
from catalog.products.services import review, submitting
from catalog.vendors.models import Vendor
from tests.conftest import NOW
from tests.databases import opened
from tests.products.manage.conftest import Bench

pytestmark = pytest.mark.stocked


@pytest.fixture
def live(bench: Bench) -> Bench:
    """A live product."""
    bench.publish()
    return bench


def test_a_product_from_before_may_change_without_growing_whole(live: Bench) -> None:
    supply = live.work.session.get_one(ProductSupply, live.product.id)
    supply.weight_g = None  # as of a product that went live before weights were asked
    live.save({"name": "Batik mega"})
    assert not live.desk.completeness("id").is_complete
    found = submitting.submit(live.work, live.product, language="id")
    assert found is not None
    assert found.outcome is Outcome.WAITING


def test_a_change_may_not_take_away_what_is_required(live: Bench) -> None:
    live.save({"description": "Pendek."})
    with pytest.raises(RuleBroken, match="missing"):
        submitting.submit(live.work, live.product, language="id")


def test_of_two_officers_at_once_one_decides(
    bench: Bench, session: Session, database_url: str
) -> None:
    bench.fill()
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    session.commit()
    with opened(database_url) as engine, Session(engine) as other:
        late = other.get_one(ReviewRound, found.id)
        assert late.product.status is Status.IN_REVIEW  # what the second officer looks at
        other.commit()
        review.publish(bench.officer, found, seen=0)
        session.commit()
        with pytest.raises(RuleBroken):
            review.turn_down(Work(session=other, now=NOW, actor=OPERATOR), late, "Maaf.", seen=0)
        other.rollback()
    session.refresh(bench.product)
    assert bench.product.status is Status.PUBLISHED


REGIONS = ("32.09", "32.09.36", "32.09.36.2005", "32.0", "32.74", "")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CURATOR, Role.DINAS, Role.VENDOR, Role.AUDITOR])
@pytest.mark.parametrize("region_code", REGIONS)
def test_the_queue_shows_what_its_officer_may_decide(
    bench: Bench, session: Session, role: Role, region_code: str
) -> None:
    actor = Actor(roles=frozenset({role}), region_codes=frozenset({region_code} - {""}))
    shown = session.scalars(select(Vendor.id).where(in_charge(actor))).all()
    may = can_decide(
        actor,
        vendor_id=bench.vendor.id,
        region_code=bench.vendor.served_by,
        gallery_ids=frozenset(),
    )
    assert (bench.vendor.id in shown) is may


def test_a_vendor_decides_nothing(bench: Bench) -> None:
    bench.fill()
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    with pytest.raises(NotFound):
        review.publish(bench.work, found, seen=0)
