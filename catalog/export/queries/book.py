"""The export rules in force, as plain values, and the markets that they speak of."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.export.models import ExportRule
from catalog.export.rules import EVERYWHERE, Rule, RuleState, Trait
from catalog.kernel.text import LocalText
from catalog.search.outbox import versioned
from catalog.taxonomy.models import Market


@dataclass(frozen=True, slots=True)
class MarketName:
    """A market that rules speak of."""

    code: str
    name: LocalText


class Book:
    """All rules in force; those of a market are put together once."""

    def __init__(self, rules: Iterable[Rule], markets: Iterable[MarketName]) -> None:
        self.rules = tuple(rules)
        named = {rule.market_code for rule in self.rules} - {EVERYWHERE}
        self.markets = tuple(market for market in markets if market.code in named)
        self._of: dict[str, tuple[Rule, ...]] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the markets that readiness is measured against, in their order."""
        return tuple(market.code for market in self.markets)

    def of(self, market_code: str) -> tuple[Rule, ...]:
        """Return what is asked for a market, the general rules too."""
        if market_code not in self._of:
            self._of[market_code] = tuple(
                rule for rule in self.rules if rule.market_code in {EVERYWHERE, market_code}
            )
        return self._of[market_code]

    def replaced(self, key: str, rule: Rule | None, markets: Iterable[MarketName]) -> "Book":
        """Return the book with one rule as it would be; None takes it out."""
        kept = [known for known in self.rules if known.key != key]
        return Book([*kept, *([rule] if rule else [])], markets)


def rule_of(row: ExportRule) -> Rule:
    """Return a stored rule as the engine sees it."""
    return Rule(
        key=row.key,
        name=row.name,
        explanation=row.explanation,
        office=row.office,
        fact=row.fact,
        severity=row.severity,
        part=row.part,
        who=row.who,
        market_code=row.market_code,
        kinds=frozenset(row.kinds),
        categories=frozenset(row.categories),
        hs_prefixes=tuple(row.hs_prefixes),
        applies_when=frozenset(map(Trait, row.applies_when)),
        except_when=frozenset(map(Trait, row.except_when)),
        days=row.days,
        requirement=row.requirement,
        source=row.source,
        source_url=row.source_url,
        certainty=row.certainty,
        reviewed_on=row.reviewed_on,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        position=row.position,
    )


@versioned
def all_markets(session: Session) -> tuple[MarketName, ...]:
    """Return every market that can be named, in order."""
    statement = select(Market.code, Market.name).order_by(Market.position, Market.code)
    return tuple(MarketName(row.code, row.name) for row in session.execute(statement))


@versioned
def book(session: Session) -> Book:
    """Return the rules in force; one statement, and none while nothing has changed."""
    statement = (
        select(ExportRule)
        .where(ExportRule.state == RuleState.ACTIVE)
        .order_by(ExportRule.position, ExportRule.key)
        .execution_options(populate_existing=True)
    )
    return Book((rule_of(row) for row in session.scalars(statement)), all_markets(session))
