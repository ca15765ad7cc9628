"""One product before the gates of its markets: verdicts, what officers said, how it turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.export.models import ExportConfirmation, ExportTurn
from catalog.export.queries import verdicts_by_market
from catalog.export.queries.book import MarketName, book
from catalog.export.queries.matrix import names_of
from catalog.export.rules import EVERYWHERE, Fact, Gap, Rule, Standing, Verdict, Who
from catalog.export.rules.confirming import ConfirmState
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality.queries.requirements import rule_book
from catalog.legality.rules.requirements import Purpose
from catalog.legality.rules.requirements import Rule as Requirement
from catalog.products.models import Product
from catalog.taxonomy.queries import category_tree

MOST_TURNS = 60
MOST_SAID = 60


@dataclass(frozen=True, slots=True)
class Said:
    """A confirmation or a claim as a page shows it; ``is_over``: its last day has passed."""

    row: ExportConfirmation
    name: LocalText
    is_over: bool
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Gates:
    """A product before the gates of one market, with the others beside it."""

    product: Product
    name: LocalText
    markets: tuple[MarketName, ...]
    market: MarketName
    verdicts: dict[str, Verdict]
    steps: dict[str, Requirement]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the market that is looked at."""
        return self.verdicts[self.market.code]

    @property
    def by_who(self) -> list[tuple[Who, list[Gap]]]:
        """Return what hinders, by who can close it; blockers first in each."""
        todo = self.verdict.gaps
        groups = [(who, [gap for gap in todo if gap.who is who]) for who in Who]
        return [(who, gaps) for who, gaps in groups if gaps]


def gates(work: Work, product: Product, market_code: str) -> Gates:
    """Return a product before a market; without a code before the one it is nearest to."""
    rules = book(work.session)
    verdicts = verdicts_by_market(work, [product.id])[product.id]
    if not rules.markets:
        raise NotFound("market")
    order = list(Standing)
    nearest = min(
        rules.markets,
        key=lambda market: (
            order.index(verdicts[market.code].standing),
            -verdicts[market.code].score,
        ),
    )
    asked = next((one for one in rules.markets if one.code == market_code), None)
    return Gates(
        product=product,
        name=names_of(work, [product.id]).get(product.id, LocalText()),
        markets=rules.markets,
        market=asked or nearest,
        verdicts=verdicts,
        steps=_steps(work, product),
    )


def _steps(work: Work, product: Product) -> dict[str, Requirement]:
    """Return the lines of the papers' requirements, which know cost, time and steps."""
    node = category_tree(work.session).by_id.get(product.category_id)
    lines = rule_book(work.session).rules(Purpose.EXPORT, node, None)
    return {line.key: line for line in lines}


def said_of(work: Work, product_id: UUID) -> list[Said]:
    """Return what makers and officers said of a product; what is open first, then the newest."""
    statement = (
        select(ExportConfirmation)
        .where(ExportConfirmation.product_id == product_id)
        .order_by(
            ExportConfirmation.ended_at.is_not(None),
            ExportConfirmation.decided_at.desc(),
            ExportConfirmation.id,
        )
        .limit(MOST_SAID)
    )
    rows = work.session.scalars(statement).all()
    people = names(work, {row.claimed_by for row in rows if row.claimed_by})
    today = wib_date(work.now)
    named = name_of_fact(work)
    return [
        Said(
            row=row,
            name=named.get((row.fact, row.market_code))
            or named.get((row.fact, EVERYWHERE))
            or LocalText(id=row.fact.value),
            is_over=row.state is ConfirmState.CONFIRMED
            and row.valid_until is not None
            and row.valid_until < today,
            claimed_by=people.get(row.claimed_by, "") if row.claimed_by else "",
        )
        for row in rows
    ]


def name_of_fact(work: Work) -> dict[tuple[Fact, str], LocalText]:
    """Return what the rules in force call a fact, by market; "" is the first of all."""
    found: dict[tuple[Fact, str], LocalText] = {}
    for rule in book(work.session).rules:
        found.setdefault((rule.fact, rule.market_code), rule.name)
        found.setdefault((rule.fact, EVERYWHERE), rule.name)
    return found


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A line of the history."""

    row: ExportTurn
    market: LocalText
    gaps: Sequence[LocalText]
    person: str


def turns_of(work: Work, product_id: UUID) -> list[TurnLine]:
    """Return how a product has turned, the newest first."""
    statement = (
        select(ExportTurn)
        .where(ExportTurn.product_id == product_id)
        .order_by(ExportTurn.happened_at.desc(), ExportTurn.market_code, ExportTurn.id)
        .limit(MOST_TURNS)
    )
    rows = work.session.scalars(statement).all()
    people = names(work, {row.person_id for row in rows if row.person_id})
    rules = book(work.session)
    named: dict[str, Rule] = {rule.key: rule for rule in rules.rules}
    markets = {market.code: market.name for market in rules.markets}
    return [
        TurnLine(
            row=row,
            market=markets.get(row.market_code, LocalText(id=row.market_code)),
            gaps=[named[key].name for key in row.gaps if key in named],
            person=people.get(row.person_id, "") if row.person_id else "",
        )
        for row in rows
    ]
