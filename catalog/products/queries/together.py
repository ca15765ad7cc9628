"""Changes that may be approved together, with what each changes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.db.work import Work
from catalog.products.models import Product, ReviewRound
from catalog.products.queries import guidance
from catalog.products.queries.diffs import Difference, diff_of
from catalog.products.queries.editing import Desk, open_desks
from catalog.products.queries.papers import is_stopped
from catalog.products.queries.recipe import stakes
from catalog.products.queries.reviews import in_charge
from catalog.products.rules.review import Outcome
from catalog.products.rules.safety import Bounds, risk
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor

MOST = 30
LOOKED_AT = 60  # the oldest changes that are sorted into safe and risky ones


@dataclass(frozen=True, slots=True)
class Safe:
    """A change that may be approved with others, as the officer sees it."""

    round_id: UUID
    name: str
    vendor: str
    sent_at: datetime
    version: int
    live: Desk
    diff: list[Difference]
    vendor_note: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """The oldest changes: those that may be approved together, and how many may not."""

    safe: list[Safe]
    risky: int


def risk_of(work: Work, desk: Desk, bounds: Bounds) -> str:
    """Return why the change of a product must be looked at by itself; empty when it need not."""
    change = desk.change
    if change is None:
        return risk({}, {}, bounds)
    category = work.session.get(Category, desk.product.category_id)
    reopens = any(stakes(work, desk).values())
    kind = category.kind if category else ""
    return risk(desk.live, change.after, bounds, kind=kind, reopens=reopens)


def changes_to_sort(work: Work, language: str) -> Sorted:
    """Return the oldest waiting changes of this officer, the safe ones with what they change."""
    rounds = work.session.scalars(
        select(ReviewRound)
        .join(Product, Product.id == ReviewRound.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(
            ReviewRound.outcome == Outcome.WAITING,
            ReviewRound.change_id.is_not(None),
            ReviewRound.sent_by.is_distinct_from(work.actor.user_id),
            in_charge(work.actor),
        )
        .options(joinedload(ReviewRound.product).joinedload(Product.vendor))
        .order_by(ReviewRound.sent_at, ReviewRound.id)
        .limit(LOOKED_AT)
    ).all()
    bounds = guidance.bounds(work)
    desks = open_desks(work, [each.product for each in rounds], language)
    safe = []
    for each in rounds:
        desk = desks[each.product_id]
        if desk.change is None or risk_of(work, desk, bounds) or is_stopped(work, desk):
            continue
        safe.append(
            Safe(
                each.id,
                desk.name or each.product.code,
                each.product.vendor.name,
                each.sent_at,
                desk.change.version,
                desk,
                diff_of(work, desk),
                each.vendor_note,
            )
        )
    return Sorted(safe[:MOST], len(rounds) - len(safe))
