"""Keeps the counts of opened pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from catalog.dashboard.models import VisitCount, Visited
from catalog.db.work import Work
from catalog.products.models import Product
from catalog.vendors.models import Vendor

_MODELS: Mapping[str, tuple[Visited, type[Product] | type[Vendor]]] = {
    "produk": (Visited.PRODUCT, Product),
    "umkm": (Visited.VENDOR, Vendor),
}


def add_visits(work: Work, counted: Mapping[tuple[str, str, date], int]) -> None:
    """Add counts of (kind of address, slug, day); a slug that is nobody's any more is dropped."""
    rows: list[dict[str, Any]] = []
    for word, (kind, model) in _MODELS.items():
        slugs = {slug for name, slug, _ in counted if name == word}
        statement = select(model.slug, model.id).where(model.slug.in_(slugs))
        ids: dict[str, UUID] = dict(iter(work.session.execute(statement)))
        rows += [
            {"kind": kind, "target_id": ids[slug], "on_day": day, "times": times}
            for (name, slug, day), times in counted.items()
            if name == word and slug in ids
        ]
    if not rows:
        return
    is_sqlite = work.session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(VisitCount) if is_sqlite else postgresql.insert(VisitCount)
    # In one order, so that two workers that write at once never wait for each other in a ring.
    rows.sort(key=lambda row: (row["kind"], row["target_id"], row["on_day"]))
    work.session.execute(
        insert.on_conflict_do_update(
            index_elements=["kind", "target_id", "on_day"],
            set_={"times": VisitCount.times + insert.excluded.times},
        ),
        rows,
    )
