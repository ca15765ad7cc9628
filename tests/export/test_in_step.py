"""For any papers, prices, confirmations and rules: what pages say is what the engine says."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import DERIVE, Work, committed
from catalog.export.models import ExportRule
from catalog.export.queries import market_codes, verdicts_by_market
from catalog.export.rules import Fact, Severity
from catalog.export.services.confirming import Evidence, confirm
from catalog.export.services.refreshing import follow, refresh_due
from catalog.kernel.actor import OPERATOR
from catalog.kernel.clock import wib_date
from catalog.kernel.text import Language
from catalog.legality.models import Document
from catalog.legality.rules import DocumentState
from catalog.products.models import PriceTier, Product, ProductMarket
from catalog.products.queries import cards
from catalog.products.queries.exported import ready_products, stands
from catalog.products.queries.page import build
from catalog.products.queries.row import find_row_of
from tests.export.conftest import a_craft

pytestmark = pytest.mark.stocked
STEPS = 25
Change = Callable[[Work, random.Random, Product], None]


def _paper(work: Work, chance: random.Random, product: Product) -> None:
    paper = work.session.scalars(
        select(Document).where(
            Document.vendor_id == product.vendor_id,
            Document.type_code == chance.choice(["nib", "npwp", "merek"]),
        )
    ).one()
    paper.state = chance.choice([DocumentState.VERIFIED, DocumentState.PENDING])
    paper.valid_until = chance.choice([None, _day(work, chance)])


def _price(work: Work, chance: random.Random, product: Product) -> None:
    day = _day(work, chance)
    for tier in work.session.scalars(select(PriceTier).where(PriceTier.product_id == product.id)):
        tier.valid_until = day


def _listing(_work: Work, chance: random.Random, product: Product) -> None:
    product.grade = chance.choice(["A", "B", "B", "C"])
    product.hs_code = chance.choice(["520852", "520852", "140120", None])
    product.capacity_month = chance.choice([200, 200, None])


def _confirm(work: Work, chance: random.Random, product: Product) -> None:
    day = max(_day(work, chance), wib_date(work.now))
    confirm(
        work,
        product,
        Fact.PACKAGE_PAPERS,
        chance.choice(["US", "EU"]),
        Evidence("Dilihat di sini", day),
    )


def _rule(work: Work, chance: random.Random, _product: Product) -> None:
    key = chance.choice(["merek", "photos", "origin", "grade"])
    row = work.session.scalars(select(ExportRule).where(ExportRule.key == key)).one()
    row.severity = chance.choice(list(Severity))
    row.effective_from = chance.choice([None, _day(work, chance)])
    row.effective_until = chance.choice([None, _day(work, chance)])


def _day(work: Work, chance: random.Random) -> date:
    return wib_date(work.now) + timedelta(days=chance.randint(-3, 25))


def _agree(work: Work, product: Product) -> None:
    """Compare every place that says so with the engine, at this moment."""
    session, today = work.session, wib_date(work.now)
    found = verdicts_by_market(work, [product.id])[product.id]
    ready = {code for code in market_codes(work) if found[code].is_ready}
    assert _stored(session, product.id, today) == ready
    card = cards.by_ids(work, [product.id], "id")[0]
    row = find_row_of(work, product.id)
    assert row is not None
    page = build(work, row, Language.ID)
    listed = set(session.scalars(ready_products(today)))
    assert card.is_export == page.is_export == (product.id in listed) == bool(ready)
    assert len(page.markets) == len(ready)


def _stored(session: Session, product_id: UUID, today: date) -> set[str]:
    shown = select(ProductMarket.market_code).where(
        ProductMarket.product_id == product_id, stands(today)
    )
    return set(session.scalars(shown))


@pytest.mark.parametrize("seed", [1, 2])
def test_pages_and_engine_agree_through_any_changes_and_days(work: Work, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a sequence that can be had again
    session = work.session
    session.get_bind().engine.update_execution_options(**{DERIVE: (follow,)})
    here = replace(work, actor=OPERATOR)
    with committed(here):
        product = a_craft(session)
    _agree(here, product)
    changes: list[Change] = [_paper, _price, _listing, _confirm, _rule]
    for _ in range(STEPS):
        if chance.random() < 0.3:
            here = replace(here, now=here.now + timedelta(days=chance.randint(1, 9)))
            shown = _stored(session, product.id, wib_date(here.now))
            found = verdicts_by_market(here, [product.id])[product.id]
            assert all(found[code].is_ready for code in shown)  # before any job: never too much
            with committed(here):
                refresh_due(here)
        else:
            with committed(here):
                chance.choice(changes)(here, chance, product)
        _agree(here, product)
