"""Notices that a piece has gone out of a showcase or come back, and tells whom it concerns, once.

What a page shows does not depend on this: it is judged whenever it is read. Here is only noted
since when a piece is away, and said to the curators of the gallery and to the maker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, CursorResult, Select, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalog.db.work import Mark, Work
from catalog.jobs.models import Job
from catalog.jobs.rules import JobState
from catalog.jobs.services import enqueue
from catalog.products.models import Product
from catalog.search.outbox import ALL
from catalog.showcases.models import Showcase, ShowcaseAbsence, ShowcaseItem, ShowcaseSection
from catalog.showcases.queries.eligibility import Judged, held_by, judged
from catalog.showcases.rules import ShowcaseKind, ShowcaseStatus
from catalog.showcases.rules.eligibility import causes_of
from catalog.showcases.services.telling import tell

JOB = "showcases.watch"
_OF_PIECES = frozenset({"product", "vendor"})
_OF_MARKETS = frozenset({"export_rule", "export_fact"})


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look found: pieces that went away, and those that came back."""

    gone: tuple[Judged, ...]
    back: tuple[Judged, ...]


def watch(work: Work) -> Watched:
    """Look at every showcase that runs or will run; tell of each change once.

    May run as often as anybody likes, and after any time without running.
    """
    found = note(work, _live(work))
    tell(work, found.gone, found.back)
    return found


def note(work: Work, showcase_ids: Select[UUID] | list[UUID]) -> Watched:
    """Keep since when pieces of these showcases are away; tells nobody."""
    known = _absences(work, showcase_ids)
    gone, back, still = [], [], set()
    for each in judged(work, held_by(work, showcase_ids)):
        key = (each.held.showcase_id, each.held.product_id)
        row = known.get(key)
        if each.refusals and not each.is_shown and not each.held.is_hidden:
            still.add(key)
            causes = sorted(causes_of(each.refusals))
            if row is None and _begin(work, key, causes):
                gone.append(each)
            elif row is not None and row.causes != causes:
                row.causes = causes
        elif row is not None and _end(work, row.id) and each.is_shown:
            back.append(each)
            still.add(key)
    for key, row in known.items():
        if key not in still:
            _end(work, row.id)
    return Watched(tuple(gone), tuple(back))


def follow(work: Work, marks: frozenset[Mark]) -> None:
    """Ask for a look when this transaction changed something that a live showcase shows."""
    kinds = {kind for kind, _ in marks}
    if not kinds & (_OF_PIECES | _OF_MARKETS):
        return
    if not (kinds & _OF_MARKETS and _has_export(work)) and not _concerns(work, marks):
        return
    waiting = select(Job.id).where(Job.name == JOB, Job.state == JobState.WAITING).limit(1)
    if work.session.scalar(waiting) is None:
        enqueue(work, JOB)


def _live(work: Work) -> Select[UUID]:
    return select(Showcase.id).where(
        Showcase.status == ShowcaseStatus.PUBLISHED,
        or_(Showcase.ends_at.is_(None), Showcase.ends_at > work.now),
    )


def _has_export(work: Work) -> bool:
    chosen = _live(work).where(Showcase.kind == ShowcaseKind.EXPORT).limit(1)
    return work.session.scalar(chosen) is not None


def _concerns(work: Work, marks: frozenset[Mark]) -> bool:
    """Return whether a live showcase holds one of these products, or one of these makers."""
    products = {target for kind, target in marks if kind == "product"}
    vendors = {target for kind, target in marks if kind == "vendor"}
    held = (
        select(ShowcaseItem.id)
        .join(ShowcaseSection, ShowcaseSection.id == ShowcaseItem.section_id)
        .where(ShowcaseSection.showcase_id.in_(_live(work)))
        .limit(1)
    )
    if ALL not in products | vendors:
        touched: list[ColumnElement[bool]] = [ShowcaseItem.product_id.in_(products)]
        if vendors:
            own = select(Product.id).where(Product.vendor_id.in_(vendors))
            touched.append(ShowcaseItem.product_id.in_(own))
        held = held.where(or_(*touched))
    return work.session.scalar(held) is not None


def _absences(
    work: Work, showcase_ids: Select[UUID] | list[UUID]
) -> dict[tuple[UUID, UUID], ShowcaseAbsence]:
    rows = work.session.scalars(
        select(ShowcaseAbsence).where(
            ShowcaseAbsence.showcase_id.in_(showcase_ids), ShowcaseAbsence.ended_at.is_(None)
        )
    )
    return {(row.showcase_id, row.product_id): row for row in rows}


def _begin(work: Work, key: tuple[UUID, UUID], causes: Sequence[str]) -> bool:
    """Add a row, unless somebody else is just doing so; return whether it is new."""
    is_sqlite = work.session.get_bind().dialect.name == "sqlite"
    insert: Any = (sqlite.insert if is_sqlite else postgresql.insert)(ShowcaseAbsence)
    values = {
        "id": uuid4(),
        "showcase_id": key[0],
        "product_id": key[1],
        "causes": list(causes),
        "since_at": work.now,
    }
    added = insert.values(values).on_conflict_do_nothing().returning(ShowcaseAbsence.id)
    return work.session.scalar(added) is not None


def _end(work: Work, absence_id: UUID) -> bool:
    ended = work.session.execute(
        update(ShowcaseAbsence)
        .where(ShowcaseAbsence.id == absence_id, ShowcaseAbsence.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    return cast("CursorResult[Any]", ended).rowcount == 1
