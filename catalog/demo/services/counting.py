"""Invented views and questions of the last sixty days, the same at every load."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from catalog.dashboard.models import VisitCount, Visited
from catalog.db.work import Work
from catalog.demo.services.book import SOURCE
from catalog.inquiries.models import Lead
from catalog.inquiries.rules import LeadKind
from catalog.kernel.clock import WIB, wib_date
from catalog.products.models import Product
from catalog.products.rules.status import Status

DAYS = 60
_MOST = 9  # views of one product on a common day
_WEEKEND, _BUSY = 5, 1.6
_ASKS = 0.012  # questions for one view


def add_counts(work: Work) -> int:
    """Give every live sample product views and some questions; return how many views."""
    today = wib_date(work.now)
    statement = (
        select(Product.id, Product.vendor_id, Product.slug)
        .where(Product.source == SOURCE, Product.status == Status.PUBLISHED)
        .order_by(Product.slug)
    )
    views: list[dict[str, Any]] = []
    leads: list[dict[str, Any]] = []
    for product_id, vendor_id, slug in work.session.execute(statement):
        dice = Random(slug)  # noqa: S311  # sample data, nothing to guess
        liked = dice.uniform(0.2, 1.0)
        for ago in range(DAYS):
            day = today - timedelta(days=ago)
            growth = 1 + (DAYS - ago) / DAYS
            busy = _BUSY if day.weekday() >= _WEEKEND else 1
            times = int(dice.uniform(0, _MOST) * liked * growth * busy)
            if times:
                views.append(
                    {
                        "kind": Visited.PRODUCT,
                        "target_id": product_id,
                        "on_day": day,
                        "times": times,
                    }
                )
            if ago and dice.random() < times * _ASKS:
                leads.append(
                    {
                        "vendor_id": vendor_id,
                        "product_id": product_id,
                        "kind": LeadKind.WHATSAPP,
                        "language": dice.choice(("id", "id", "id", "en")),
                        "asked_at": datetime.combine(day, time(10), WIB),
                    }
                )
    for model, rows in ((VisitCount, views), (Lead, leads)):
        if rows:
            work.session.execute(insert(model), rows)
    return sum(row["times"] for row in views)
