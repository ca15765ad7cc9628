"""Verdicts from what the catalogue holds."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.export.queries import market_codes, verdicts
from catalog.export.rules import Standing
from tests.export.conftest import MARKETS, UNTIL, a_craft

pytestmark = pytest.mark.stocked


def test_a_whole_craft_is_ready_until_its_price_ends(session: Session, work: Work) -> None:
    product = a_craft(session)
    verdict = verdicts(work, [product.id], "MY")[product.id]
    assert verdict.standing is Standing.READY
    assert verdict.gaps == ()
    assert verdict.valid_until == UNTIL
    assert market_codes(work) == MARKETS
    later = Work(session=session, now=work.now + (UNTIL - work.now.date()) + timedelta(days=1))
    assert [gap.key for gap in verdicts(later, [product.id], "MY")[product.id].gaps] == ["fob"]
