"""What pages say of readiness follows from every change, in the same transaction."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.accounts.services import GrantSpec
from catalog.db.work import DERIVE, Work, committed
from catalog.export.models import ExportRule, ExportTurn
from catalog.export.queries.book import book
from catalog.export.rules import Severity, Standing
from catalog.export.rules.turning import Cause
from catalog.export.services.refreshing import follow, refresh_due
from catalog.kernel.actor import Role
from catalog.notices.models import NoticeRow
from catalog.products.models import ProductMarket
from catalog.products.queries import cards
from catalog.search.outbox import mark_ids
from catalog.web.serve import prepare_steps
from tests.export.conftest import UNTIL, a_craft
from tests.factories.people import a_person
from tests.factories.products import a_product

pytestmark = pytest.mark.stocked


@pytest.fixture
def following(work: Work) -> Work:
    """A unit of work whose commits work out what follows."""
    bind = work.session.get_bind()
    bind.engine.update_execution_options(**{DERIVE: (follow,)})
    return work


def ready_for(session: Session, product_id: UUID) -> set[str]:
    """Return the markets that a product is stored as ready for."""
    rows = select(ProductMarket.market_code).where(ProductMarket.product_id == product_id)
    return set(session.scalars(rows))


def turns(session: Session, product_id: UUID, market: str) -> list[tuple[object, ...]]:
    """Return how a product has stood for a market, in order."""
    rows = session.scalars(
        select(ExportTurn)
        .where(ExportTurn.product_id == product_id, ExportTurn.market_code == market)
        .order_by(ExportTurn.happened_at)
        .execution_options(populate_existing=True)
    )
    return [(row.before, row.standing, row.cause, row.ended_at is None) for row in rows]


def test_a_listing_turns_with_the_change_that_turns_it(following: Work) -> None:
    session = following.session
    with committed(following):
        product = a_craft(session)
    first = {"SG", "MY", "AE", "SA", "QA", "HK", "TW"}  # others ask for papers of the packaging
    assert ready_for(session, product.id) == first
    with committed(following):
        product.capacity_month = None
    assert ready_for(session, product.id) == set()
    with committed(replace(following, now=following.now + timedelta(hours=1))):
        product.status = product.status.ARCHIVED
    assert turns(session, product.id, "MY") == [
        (None, Standing.READY, Cause.VENDOR, False),
        (Standing.READY, Standing.BLOCKED, Cause.PRODUCT, False),
    ]


def test_a_listing_without_an_hs_code_is_left_alone(following: Work) -> None:
    with committed(following):
        product = a_product(following.session)
    assert turns(following.session, product.id, "MY") == []


def test_a_day_that_ends_a_price_ends_the_badge_and_is_told_once(following: Work) -> None:
    session = following.session
    with committed(following):
        product = a_craft(session)
        owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))
    last = following.now + (UNTIL - following.now.date())
    on_last = Work(session=session, now=last, vault=following.vault)
    after = replace(on_last, now=last + timedelta(days=1))
    assert cards.by_ids(on_last, [product.id], "id")[0].is_export
    assert not cards.by_ids(after, [product.id], "id")[0].is_export  # before any job has run
    assert refresh_due(on_last) == 0
    for moment in (after.now, after.now + timedelta(days=2)):
        with committed(replace(after, now=moment)) as work:
            refresh_due(work)
    assert ready_for(session, product.id) == set()
    assert turns(session, product.id, "MY")[-1][1:3] == (Standing.GAPS, Cause.DATE)
    told = session.scalars(select(NoticeRow).where(NoticeRow.person_id == owner.id)).all()
    assert [row.kind for row in told] == ["export.lost"]
    assert told[0].url == f"/usaha/{product.vendor_id}/produk/{product.id}/gerbang"


def test_rules_that_an_upgrade_brings_are_applied_at_once(app: Flask, session: Session) -> None:
    product = a_product(session, hs_code="140120")
    session.execute(delete(ExportRule))
    session.add(ProductMarket(product_id=product.id, market_code="MY", checked_on=UNTIL))
    session.commit()
    load_reference = prepare_steps(app)[0]
    with app.app_context():
        load_reference()
    session.expire_all()
    assert ready_for(session, product.id) == set()


def test_what_was_read_after_changes_of_ones_own_is_kept_from_others(work: Work) -> None:
    session = work.session
    before = book(session)
    session.scalars(select(ExportRule)).first().severity = Severity.ADVICE  # type: ignore[union-attr]  # stocked
    session.flush()
    with session.begin_nested():
        session.flush()
    assert book(session) is not before
    session.rollback()
    mark_ids(session, "product", [uuid4()])  # may be given the number of what was rolled back
    session.commit()
    assert book(session).rules == before.rules
