"""Whether products are ready for markets, worked out at the moment of asking."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select

from catalog.db.work import Work
from catalog.export.queries.book import Book, book
from catalog.export.queries.facts import goods_of
from catalog.export.rules import Goods, Verdict, judge
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound

__all__ = ["judged", "market_codes", "verdicts", "verdicts_by_market"]


def verdicts(
    work: Work, product_ids: Sequence[UUID] | Select[UUID], market_code: str
) -> dict[UUID, Verdict]:
    """Return how these products stand for a market now; a fixed number of statements.

    Drafts and withdrawn products are judged too: who may show them is another question. Raises
    NotFound for a market that no rule speaks of: nobody may be called ready for it.
    """
    rules = book(work.session)
    if market_code not in rules.codes:
        raise NotFound(f"market {market_code}")
    goods = goods_of(work, _ids(work, product_ids))
    return judged(work, rules, goods, [market_code]).get(market_code, {})


def verdicts_by_market(
    work: Work, product_ids: Sequence[UUID] | Select[UUID]
) -> dict[UUID, dict[str, Verdict]]:
    """Return how these products stand for every market, by product then market."""
    rules = book(work.session)
    goods = goods_of(work, _ids(work, product_ids))
    found: dict[UUID, dict[str, Verdict]] = {key: {} for key in goods}
    for market_code, by_product in judged(work, rules, goods, rules.codes).items():
        for product_id, verdict in by_product.items():
            found[product_id][market_code] = verdict
    return found


def judged(
    work: Work, rules: Book, goods: Mapping[UUID, Goods], market_codes: Iterable[str]
) -> dict[str, dict[UUID, Verdict]]:
    """Return the verdicts of these goods by these rules, by market then product."""
    today = wib_date(work.now)
    return {
        code: {key: judge(rules.of(code), one, code, today) for key, one in goods.items()}
        for code in market_codes
    }


def market_codes(work: Work) -> tuple[str, ...]:
    """Return the markets that readiness is measured against, in their order."""
    return book(work.session).codes


def _ids(work: Work, which: Sequence[UUID] | Select[UUID]) -> Sequence[UUID]:
    return list(work.session.scalars(which)) if isinstance(which, Select) else list(which)
