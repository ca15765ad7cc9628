"""What showcases have shown, from what was published."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from catalog.composing.rules.history import Publication, publications
from catalog.db.work import Work
from catalog.showcases.models import Showcase, ShowcaseItem, ShowcaseSection, ShowcaseVersion
from catalog.showcases.rules import ShowcaseStatus, VersionKind

States = list[tuple[datetime, frozenset[UUID]]]


def published(work: Work) -> list[Publication]:
    """Return everything that showcases ever showed; three statements."""
    states = _states(work)
    found: list[Publication] = []
    for row in work.session.execute(
        select(
            Showcase.id,
            Showcase.status,
            Showcase.starts_at,
            Showcase.ends_at,
            Showcase.first_published_at,
            Showcase.updated_at,
        ).order_by(Showcase.id)
    ):
        found += publications(
            row.id,
            sorted(states.get(row.id, ()), key=lambda state: state[0]),
            starts_at=row.starts_at,
            ends_at=_end(row),
        )
    return found


def _end(row: Row[*tuple[Any, ...]]) -> datetime | None:
    """Return when it ended; one that was taken offline, when that was noted."""
    ends_at: datetime | None = row.ends_at
    taken_off_at: datetime = row.updated_at
    if row.status is ShowcaseStatus.PUBLISHED:
        return ends_at
    return min(ends_at, taken_off_at) if ends_at else taken_off_at


def _states(work: Work) -> dict[UUID, States]:
    """Return what each showcase showed from when on; the present rows where no version is."""
    states: dict[UUID, States] = defaultdict(list)
    for row in work.session.execute(
        select(ShowcaseVersion.showcase_id, ShowcaseVersion.made_at, ShowcaseVersion.content).where(
            ShowcaseVersion.kind == VersionKind.PUBLISHED
        )
    ):
        states[row.showcase_id].append((row.made_at, _named(row.content)))
    for key, state in _present(work).items():
        states.setdefault(key, [state])
    return states


def _present(work: Work) -> dict[UUID, tuple[datetime, frozenset[UUID]]]:
    items: dict[UUID, set[UUID]] = defaultdict(set)
    since: dict[UUID, datetime] = {}
    for row in work.session.execute(
        select(
            ShowcaseSection.showcase_id,
            ShowcaseItem.product_id,
            Showcase.first_published_at,
            Showcase.updated_at,
        )
        .join(ShowcaseSection, ShowcaseSection.id == ShowcaseItem.section_id)
        .join(Showcase, Showcase.id == ShowcaseSection.showcase_id)
        .where(Showcase.status == ShowcaseStatus.PUBLISHED, ShowcaseItem.is_hidden.is_(False))
    ):
        items[row.showcase_id].add(row.product_id)
        since[row.showcase_id] = row.first_published_at or row.updated_at
    return {key: (since[key], frozenset(products)) for key, products in items.items()}


def _named(content: Mapping[str, Any]) -> frozenset[UUID]:
    """Return the products that a stored content shows; far cheaper than reading all of it."""
    return frozenset(
        UUID(item["product"])
        for block in content.get("blocks", ())
        for item in block.get("items", ())
        if not item.get("hidden")
    )
