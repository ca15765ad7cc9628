"""How a vendor's window does: views and leads by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import func, or_, select

from catalog.dashboard.models import VisitCount, Visited
from catalog.dashboard.rules import DAYS
from catalog.db.work import Work
from catalog.inquiries.models import Lead
from catalog.kernel.clock import WIB, wib, wib_date
from catalog.products.models import Product, ProductText
from catalog.products.rules.status import Status

_ENOUGH = 8  # goods of a category, before a median says anything


@dataclass(frozen=True, slots=True)
class Figures:
    """Thirty days: views and leads by day, the thirty days before, and the product seen most."""

    views: tuple[tuple[date, int], ...]
    leads: tuple[tuple[date, int], ...]
    views_before: int
    leads_before: int
    top: tuple[str, int] | None
    usual: float | None  # median views of a product of the same category

    @property
    def views_total(self) -> int:
        """Return the views of the thirty days."""
        return sum(count for _, count in self.views)

    @property
    def leads_total(self) -> int:
        """Return the leads of the thirty days."""
        return sum(count for _, count in self.leads)


def figures(work: Work, vendor_id: UUID) -> Figures:
    """Return the figures up to today (WIB); five statements."""
    today = wib_date(work.now)
    since = today - timedelta(days=DAYS - 1)
    before = since - timedelta(days=DAYS)
    views = _views(work, vendor_id, before)
    leads = _leads(work, vendor_id, before)
    top = _top(work, vendor_id, since)
    return Figures(
        views=_by_day(views, since),
        leads=_by_day(leads, since),
        views_before=sum(count for day, count in views.items() if day < since),
        leads_before=sum(count for day, count in leads.items() if day < since),
        top=(top[0], top[1]) if top else None,
        usual=_usual(work, top[2], since) if top else None,
    )


def _by_day(counts: Mapping[date, int], since: date) -> tuple[tuple[date, int], ...]:
    days = (since + timedelta(days=number) for number in range(DAYS))
    return tuple((day, counts.get(day, 0)) for day in days)


def _views(work: Work, vendor_id: UUID, since: date) -> dict[date, int]:
    goods = select(Product.id).where(Product.vendor_id == vendor_id)
    statement = (
        select(VisitCount.on_day, func.sum(VisitCount.times))
        .where(
            VisitCount.on_day >= since,
            or_(
                (VisitCount.kind == Visited.PRODUCT) & VisitCount.target_id.in_(goods),
                (VisitCount.kind == Visited.VENDOR) & (VisitCount.target_id == vendor_id),
            ),
        )
        .group_by(VisitCount.on_day)
    )
    return {day: int(times) for day, times in work.session.execute(statement)}


def _leads(work: Work, vendor_id: UUID, since: date) -> dict[date, int]:
    start = datetime.combine(since, time(), WIB)
    statement = select(Lead.asked_at).where(Lead.vendor_id == vendor_id, Lead.asked_at >= start)
    found: dict[date, int] = {}
    for asked_at in work.session.scalars(statement):
        day = wib(asked_at).date()
        found[day] = found.get(day, 0) + 1
    return found


def _top(work: Work, vendor_id: UUID, since: date) -> tuple[str, int, UUID] | None:
    """Return the product seen most: name, views, category."""
    times = func.sum(VisitCount.times)
    row = work.session.execute(
        select(Product.category_id, ProductText.name, times)
        .join(VisitCount, VisitCount.target_id == Product.id)
        .join(ProductText, ProductText.product_id == Product.id)
        .where(
            Product.vendor_id == vendor_id,
            VisitCount.kind == Visited.PRODUCT,
            VisitCount.on_day >= since,
            ProductText.language == "id",
        )
        .group_by(Product.id, Product.category_id, ProductText.name)
        .order_by(times.desc(), Product.id)
        .limit(1)
    ).one_or_none()
    return (row[1], int(row[2]), row[0]) if row else None


def _usual(work: Work, category_id: UUID, since: date) -> float | None:
    times = func.coalesce(func.sum(VisitCount.times), 0)
    statement = (
        select(times)
        .select_from(Product)
        .outerjoin(
            VisitCount,
            (VisitCount.target_id == Product.id)
            & (VisitCount.kind == Visited.PRODUCT)
            & (VisitCount.on_day >= since),
        )
        .where(Product.category_id == category_id, Product.status == Status.PUBLISHED)
        .group_by(Product.id)
    )
    counts = [int(count) for count in work.session.scalars(statement)]
    return median(counts) if len(counts) >= _ENOUGH else None
