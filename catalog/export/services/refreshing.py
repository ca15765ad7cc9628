"""Keeps what pages say of readiness equal to what the engine finds, in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, insert, select, tuple_, update

from catalog.db.work import Mark, Work
from catalog.export.models import FACT, RULE, ExportTurn
from catalog.export.queries import judged
from catalog.export.queries.book import Book, book
from catalog.export.queries.candidates import candidates, judged_before
from catalog.export.queries.facts import BATCH, goods_of
from catalog.export.rules import Verdict
from catalog.export.rules.turning import Cause, cause_of
from catalog.export.services.telling import Turned, tell
from catalog.kernel.clock import wib_date
from catalog.products.models import Product, ProductMarket
from catalog.products.queries.visible import public
from catalog.search.outbox import ALL, mark_ids

MOST_DUE = 20_000  # products that one night takes up at most
REQUIREMENTS = "requirements"  # the mark of a set of requirements that comes into force
_EVERYTHING = frozenset({RULE, REQUIREMENTS})
_CHECKED_BY = "Gerbang Pasar"
Key = tuple[UUID, str]  # product, market


def follow(work: Work, marks: frozenset[Mark]) -> None:
    """Work out anew how the products stand that these changes may touch; given to ``committed``."""
    cause = cause_of(kind for kind, _ in marks)
    if any(kind in _EVERYTHING for kind, _ in marks):
        refresh(work, list(work.session.scalars(candidates())), cause)
        return
    products = {key for kind, key in marks if kind in {"product", FACT}} - {ALL}
    vendors = {key for kind, key in marks if kind == "vendor"} - {ALL}
    refresh(work, _touched(work, products, vendors), cause)


def refresh_due(work: Work) -> int:
    """Work out anew what a date has turned, and what was never worked out; returns how many."""
    today = wib_date(work.now)
    is_over = and_(ExportTurn.ended_at.is_(None), ExportTurn.valid_until < today)
    over = select(ExportTurn.product_id).where(is_over).distinct().limit(MOST_DUE)
    due = list(work.session.scalars(over))
    fresh = candidates().where(~judged_before()).order_by(Product.id).limit(MOST_DUE - len(due))
    due += work.session.scalars(fresh)
    refresh(work, due, Cause.DATE)
    return len(due)


def refresh(work: Work, product_ids: Sequence[UUID], cause: Cause) -> None:
    """Rewrite what stands of these products wherever the engine finds something else."""
    rules = book(work.session)
    turned: list[Turned] = []
    for start in range(0, len(product_ids), BATCH):
        turned += _Batch(work, rules, cause).run(product_ids[start : start + BATCH])
    tell(work, turned)


def _touched(work: Work, products: set[UUID], vendors: set[UUID]) -> list[UUID]:
    found: dict[UUID, None] = {}
    for column, wanted in ((Product.id, products), (Product.vendor_id, vendors)):
        ids = sorted(wanted)
        for start in range(0, len(ids), BATCH):
            chunk = column.in_(ids[start : start + BATCH])
            found.update(dict.fromkeys(work.session.scalars(candidates().where(chunk))))
    return list(found)


@dataclass(slots=True)
class _Batch:
    """One batch of products whose rows are brought in step."""

    work: Work
    rules: Book
    cause: Cause
    changed: set[UUID] = field(default_factory=set)

    def run(self, ids: Sequence[UUID]) -> list[Turned]:
        """Rewrite the rows of these products; return what turned."""
        found = self._verdicts(ids)
        self._shown(ids, found)
        turned = self._turns(ids, found)
        mark_ids(self.work.session, "product", sorted(self.changed))
        return turned

    def _verdicts(self, ids: Sequence[UUID]) -> dict[Key, Verdict]:
        """Judge those that everyone may see; nothing is said of the others."""
        seen = select(Product.id).join(Product.vendor).where(Product.id.in_(ids), public())
        goods = goods_of(self.work, list(self.work.session.scalars(seen)))
        by_market = judged(self.work, self.rules, goods, self.rules.codes)
        return {
            (key, code): verdict
            for code, by_product in by_market.items()
            for key, verdict in by_product.items()
        }

    def _shown(self, ids: Sequence[UUID], found: Mapping[Key, Verdict]) -> None:
        """Rewrite the rows that pages, cards and facets read."""
        session, today = self.work.session, wib_date(self.work.now)
        market = ProductMarket
        rows = session.execute(
            select(market.product_id, market.market_code, market.valid_until).where(
                market.product_id.in_(ids)
            )
        )
        known = {(row.product_id, row.market_code): row.valid_until for row in rows}
        wanted = {key: one.valid_until for key, one in found.items() if one.is_ready}
        stale = [key for key in known if key not in wanted or known[key] != wanted[key]]
        fresh = [key for key in wanted if key not in known or known[key] != wanted[key]]
        for start in range(0, len(stale), BATCH):
            pairs = tuple_(market.product_id, market.market_code)
            _bulk(self.work, delete(market).where(pairs.in_(stale[start : start + BATCH])))
        if fresh:
            session.execute(
                insert(market),
                [
                    {
                        "product_id": product_id,
                        "market_code": code,
                        "checked_on": today,
                        "checked_by": _CHECKED_BY,
                        "valid_until": wanted[product_id, code],
                    }
                    for product_id, code in fresh
                ],
            )
        self.changed |= {product_id for product_id, _ in (*stale, *fresh)}

    def _turns(self, ids: Sequence[UUID], found: Mapping[Key, Verdict]) -> list[Turned]:
        """Write what turned, and end what nobody may see any more."""
        rows = self.work.session.execute(
            select(
                ExportTurn.id,
                ExportTurn.product_id,
                ExportTurn.market_code,
                ExportTurn.standing,
                ExportTurn.valid_until,
            ).where(ExportTurn.product_id.in_(ids), ExportTurn.ended_at.is_(None))
        )
        known = {(row.product_id, row.market_code): row for row in rows}
        ended: list[UUID] = []
        moved: list[dict[str, Any]] = []
        for key, row in known.items():
            verdict = found.get(key)
            if verdict is None or verdict.standing is not row.standing:
                ended.append(row.id)
            elif verdict.valid_until != row.valid_until:
                moved.append({"id": row.id, "valid_until": verdict.valid_until})
        if moved:  # by primary key, in one go
            self.work.session.execute(update(ExportTurn), moved)
        for start in range(0, len(ended), BATCH):
            those = ExportTurn.id.in_(ended[start : start + BATCH])
            _bulk(self.work, update(ExportTurn).where(those).values(ended_at=self.work.now))
        turned = [
            Turned(uuid4(), *key, known[key].standing if key in known else None, verdict)
            for key, verdict in found.items()
            if key not in known or known[key].standing is not verdict.standing
        ]
        self._write(turned)
        return turned

    def _write(self, turned: Iterable[Turned]) -> None:
        values = [
            {
                "id": one.id,
                "product_id": one.product_id,
                "market_code": one.market_code,
                "before": one.before,
                "standing": one.verdict.standing,
                "score": one.verdict.score,
                "gaps": [gap.key for gap in one.verdict.gaps],
                "cause": self.cause,
                "happened_at": self.work.now,
                "person_id": self.work.actor.user_id,
                "valid_until": one.verdict.valid_until,
            }
            for one in turned
        ]
        if values:
            self.work.session.execute(insert(ExportTurn), values)


def _bulk(work: Work, statement: Any) -> None:  # noqa: ANN401  # an UPDATE or a DELETE
    work.session.execute(statement.execution_options(synchronize_session=False))
