"""Export rules as offices read them: in force, drafts, history, and what a draft would turn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.export.models import ExportRule
from catalog.export.queries import judged
from catalog.export.queries.book import all_markets, book, rule_of
from catalog.export.queries.candidates import candidates
from catalog.export.queries.facts import goods_of
from catalog.export.rules import Rule, RuleState, Standing
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.legality.rules.requirements import needs_review
from catalog.products.models import Product, ProductText
from catalog.vendors.models import Vendor

MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A version for its page; ``is_stale``: its source was not read for a year."""

    row: ExportRule
    rule: Rule
    is_stale: bool
    draft_id: UUID | None = None
    made_by: str = ""
    activated_by: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """A product that would stand otherwise for some markets."""

    product_id: UUID
    name: LocalText
    vendor: str
    before: Standing
    after: Standing
    market_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a rule would turn; ``named`` are the first of them."""

    looked_at: int
    products: int
    counts: tuple[tuple[Standing, Standing, int], ...]
    named: tuple[Turning, ...]


def list_rules(work: Work) -> list[Shown]:
    """Return the rules in force, else their drafts, in the order of markets and gates."""
    statement = (
        select(ExportRule)
        .where(ExportRule.state.in_((RuleState.ACTIVE, RuleState.DRAFT)))
        .order_by(ExportRule.position, ExportRule.key, ExportRule.version)
    )
    rows = work.session.scalars(statement).all()
    drafts = {row.key: row.id for row in rows if row.state is RuleState.DRAFT}
    chosen = {row.key: row for row in rows if row.state is RuleState.DRAFT}
    chosen |= {row.key: row for row in rows if row.state is RuleState.ACTIVE}
    return _shown(work, sorted(chosen.values(), key=lambda row: (row.position, row.key)), drafts)


def get_rule(work: Work, rule_id: UUID) -> ExportRule:
    """Return a version, or raise NotFound."""
    found = work.session.get(ExportRule, rule_id, populate_existing=True)
    if found is None:
        raise NotFound("export rule")
    return found


def find_active(work: Work, key: str) -> ExportRule | None:
    """Return the version of a rule that is in force."""
    return _find(work, key, RuleState.ACTIVE)


def find_draft(work: Work, key: str) -> ExportRule | None:
    """Return the draft of a rule."""
    return _find(work, key, RuleState.DRAFT)


def _find(work: Work, key: str, state: RuleState) -> ExportRule | None:
    return work.session.scalar(
        select(ExportRule).where(ExportRule.key == key, ExportRule.state == state)
    )


def history(work: Work, key: str) -> list[Shown]:
    """Return all versions of a rule, the newest first."""
    statement = select(ExportRule).where(ExportRule.key == key).order_by(ExportRule.version.desc())
    rows = work.session.scalars(statement).all()
    drafts = {row.key: row.id for row in rows if row.state is RuleState.DRAFT}
    return _shown(work, rows, drafts)


def count_stale(work: Work) -> int:
    """Return how many rules in force have a source that was not read for a year."""
    today = wib_date(work.now)
    return sum(needs_review(rule.reviewed_on, today) for rule in book(work.session).rules)


def impact(work: Work, key: str, rule: Rule | None) -> Impact:
    """Return which products would turn with this version of a rule; None: without the rule."""
    now = book(work.session)
    then = now.replaced(key, rule, all_markets(work.session))
    ids = list(work.session.scalars(candidates()))
    goods = goods_of(work, ids)
    looked_at = len(goods)
    versions = [one for one in (*now.rules, rule) if one is not None and one.key == key]
    goods = {  # nothing turns where neither version asks for anything
        product_id: one
        for product_id, one in goods.items()
        if any(version.speaks_of(one) for version in versions)
    }
    codes = [code for code in now.codes if code in then.codes]
    before, after = judged(work, now, goods, codes), judged(work, then, goods, codes)
    turned: dict[tuple[UUID, Standing, Standing], list[str]] = {}
    for code in codes:
        for product_id, verdict in before[code].items():
            new = after[code][product_id].standing
            if new is not verdict.standing:
                turned.setdefault((product_id, verdict.standing, new), []).append(code)
    counts = Counter((old, new) for _, old, new in turned)
    return Impact(
        looked_at=looked_at,
        products=len({product_id for product_id, _, _ in turned}),
        counts=tuple((old, new, number) for (old, new), number in sorted(counts.items())),
        named=_named(work, turned),
    )


def _named(
    work: Work, turned: dict[tuple[UUID, Standing, Standing], list[str]]
) -> tuple[Turning, ...]:
    first = list(turned)[:MOST_NAMED]
    found = product_names(work, [product_id for product_id, _, _ in first])
    lines = [
        Turning(product_id, *found[product_id], old, new, tuple(turned[product_id, old, new]))
        for product_id, old, new in first
    ]
    return tuple(sorted(lines, key=lambda one: (one.after, one.vendor, one.name.best("id"))))


def product_names(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, tuple[LocalText, str]]:
    """Return the name and the vendor's name of products."""
    statement = (
        select(Product.id, ProductText.language, ProductText.name, Vendor.name.label("vendor"))
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(ProductText, ProductText.product_id == Product.id)
        .where(Product.id.in_(product_ids))
    )
    found: dict[UUID, tuple[LocalText, str]] = {}
    for row in work.session.execute(statement):
        words, _ = found.setdefault(row.id, (LocalText(), row.vendor))
        if row.language:
            words[row.language] = row.name
    return found


def _shown(work: Work, rows: Sequence[ExportRule], drafts: dict[str, UUID]) -> list[Shown]:
    asked = {key for row in rows for key in (row.made_by, row.activated_by) if key is not None}
    people = names(work, asked)
    today = wib_date(work.now)
    return [
        Shown(
            row=row,
            rule=rule_of(row),
            is_stale=needs_review(row.reviewed_on, today),
            draft_id=drafts.get(row.key),
            made_by=people.get(row.made_by, "") if row.made_by else "",
            activated_by=people.get(row.activated_by, "") if row.activated_by else "",
        )
        for row in rows
    ]
