"""The imports of a vendor and what each came to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.products.models import BulkItem, BulkRun
from catalog.products.rules.bulk.columns import Found
from catalog.products.rules.bulk.lines import Row
from catalog.products.rules.bulk.runs import OPEN, ItemKind, ItemState

GOOD = (ItemKind.NEW, ItemKind.CHANGED)
_LATEST = 12


def list_runs(work: Work, vendor_id: UUID) -> Sequence[BulkRun]:
    """Return the latest imports of a vendor, the newest first."""
    return work.session.scalars(
        select(BulkRun)
        .where(BulkRun.vendor_id == vendor_id)
        .order_by(BulkRun.created_at.desc(), BulkRun.id)
        .limit(_LATEST)
    ).all()


def count_open(work: Work, vendor_id: UUID) -> int:
    """Return how many imports of a vendor are at work or wait for a yes."""
    statement = select(func.count()).where(BulkRun.vendor_id == vendor_id, BulkRun.state.in_(OPEN))
    return work.session.scalar(statement) or 0


def get_run(work: Work, vendor_id: UUID, run_id: UUID) -> BulkRun:
    """Return an import of this vendor, else raise NotFound."""
    run = work.session.scalar(
        select(BulkRun).where(BulkRun.id == run_id, BulkRun.vendor_id == vendor_id)
    )
    if run is None:
        raise NotFound("import")
    return run


def progress(work: Work, run_id: UUID) -> tuple[int, int]:
    """Return how many products were read or taken in by now, and of how many."""
    settled = BulkItem.state != ItemState.WAITING
    wanted = BulkItem.kind.in_((*GOOD, ItemKind.UNREAD))
    done, total = work.session.execute(
        select(
            func.count().filter(settled),
            func.count().filter(wanted | settled),
        ).where(BulkItem.run_id == run_id)
    ).one()
    return int(done), int(total)


def counts(work: Work, run_id: UUID) -> dict[ItemKind, int]:
    """Return how many rows each kind has."""
    rows = work.session.execute(
        select(BulkItem.kind, func.sum(BulkItem.count))
        .where(BulkItem.run_id == run_id)
        .group_by(BulkItem.kind)
    )
    found = {kind: int(total or 0) for kind, total in rows}
    return {kind: found.get(kind, 0) for kind in ItemKind}


def items(
    work: Work, run_id: UUID, *kinds: ItemKind, after: int = -1, most: int
) -> Sequence[BulkItem]:
    """Return waiting products of a run in the order of the sheet, behind a place."""
    return work.session.scalars(
        select(BulkItem)
        .where(
            BulkItem.run_id == run_id,
            BulkItem.state == ItemState.WAITING,
            BulkItem.kind.in_(kinds),
            BulkItem.place > after,
        )
        .order_by(BulkItem.place)
        .limit(most)
    ).all()


def troubled(work: Work, run_id: UUID) -> Sequence[BulkItem]:
    """Return the products of a run that have a problem, in the order of the sheet."""
    rows = work.session.scalars(
        select(BulkItem).where(BulkItem.run_id == run_id).order_by(BulkItem.place)
    )
    return [row for row in rows if row.problems]


def columns_of(run: BulkRun) -> tuple[Found, ...]:
    """Return the columns of a run's sheet."""
    return tuple(Found(c["place"], c["header"], c["inputs"]) for c in run.columns)


def rows_of(item: BulkItem) -> list[Row]:
    """Return the rows of a product as they were sent."""
    return [Row.of(line) for line in item.lines]
