"""Takes a sheet in for a look, and finds what it would do: nothing of it is stored in products."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.jobs.services import enqueue, step
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.media.store import Store
from catalog.products.models import BulkItem, BulkRun, Product
from catalog.products.queries.bulk import runs as queries
from catalog.products.queries.bulk.known import products_by_sku
from catalog.products.queries.editing import open_desks
from catalog.products.rules.bulk.runs import (
    MOST_OPEN,
    MOST_PROBLEMS,
    TOO_MANY_OPEN,
    ItemKind,
    RunState,
)
from catalog.products.services.bulk import pictures
from catalog.products.services.bulk.archives import Photos, key_of, opened
from catalog.products.services.bulk.reading import Read
from catalog.products.services.bulk.weighing import LANGUAGE, Room, Weighed, weigh

JOB = "products.bulk"
CHUNK = 50  # products that are looked at, or written, between two commits
UNKNOWN = N_("The column “%(header)s” is not one of ours; it is left out.")
NO_ARCHIVE = N_(
    "The sheet names photos, but no ZIP came with it. The products go in without; send the sheet"
    " again with the ZIP, or add photos in the editor."
)
DAMAGED = N_(
    "The ZIP that came with this sheet cannot be opened any more. The products go in without its"
    " photos; send the sheet again with the ZIP, or add photos in the editor."
)
_MOST_NOTES = 20
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet that has arrived, and the ZIP that came with it."""

    name: str
    read: Read
    archive: Path | None = None


def check_open_runs(work: Work, vendor_id: UUID) -> None:
    """Raise RuleBroken when as many sheets of a vendor wait as may: each may hold 200 MB."""
    if queries.count_open(work, vendor_id) >= MOST_OPEN:
        raise RuleBroken(TOO_MANY_OPEN, field="sheet", most=MOST_OPEN)


def begin(work: Work, vendor_id: UUID, sent: Sent, *, store: Store) -> BulkRun:
    """Keep a sheet and have it checked; products are touched only after the vendor's yes."""
    read = sent.read
    run = BulkRun(
        vendor_id=vendor_id,
        person_id=work.actor.user_id,
        state=RunState.UPLOADED,
        name=sent.name[-_LONGEST_NAME:],
        digest=read.digest,
        category=read.category,
        has_archive=sent.archive is not None,
        headers=list(read.headers),
        columns=[
            {"place": c.place, "header": c.header, "inputs": dict(c.inputs)}
            for c in read.table.columns
        ],
        problems=[],
        notes=[
            {"message": UNKNOWN, "values": {"header": header[:60]}}
            for header in read.table.unknown[:_MOST_NOTES]
        ],
        rows=len(read.table.rows),
        created_at=work.now,
    )
    work.session.add(run)
    work.session.flush()
    for group in read.groups:
        work.session.add(
            BulkItem(
                run_id=run.id,
                place=group.rows[0].number,
                count=len(group.rows),
                sku=group.sku[:60],
                lines=[row.plain() for row in group.rows],
                problems=[],
                photos={},
            )
        )
    if sent.archive is not None:
        # A file without a row, after a failure from here on, is removed by ``tidy``.
        store.put(key_of(run.id), sent.archive)
    enqueue(work, JOB, run_id=run.id)
    record(
        work,
        "products.bulk_send",
        target=("import", run.id),
        after={"rows": run.rows, "photos": run.has_archive},
        vendor_id=vendor_id,
    )
    work.session.flush()
    return run


def check(work: Work, run_id: UUID, *, store: Store) -> None:
    """Look at every product of a sheet; stopped at any moment, it goes on where it stood."""
    run = work.session.get(BulkRun, run_id)
    if run is None or run.state is not RunState.UPLOADED:
        return
    with opened(store, run.id, has_archive=run.has_archive) as photos:
        while _check_some(work, run_id, photos):
            pass
    with step(work):
        run = work.session.get(BulkRun, run_id, with_for_update=True, populate_existing=True)
        if run is not None and run.state is RunState.UPLOADED:
            settle(work, run)
            run.state = RunState.CHECKED
            run.checked_at = work.now


def _check_some(work: Work, run_id: UUID, photos: Photos) -> bool:
    """Look at the next products without a lock, then write down what was found."""
    run = work.session.get_one(BulkRun, run_id)
    items = queries.items(work, run_id, ItemKind.UNREAD, most=CHUNK)
    if not items:
        return False
    room = Room.of(work, run.vendor_id, queries.columns_of(run), run.category)
    products = known_products(work, run.vendor_id, items)
    desks = open_desks(work, list(set(products.values())), LANGUAGE)
    found = []
    lacks = False
    for item in items:
        product = products.get(item.sku_key)
        desk = desks[product.id] if product else None
        weighed = weigh(room, item.sku, queries.rows_of(item), desk)
        wish = pictures.wish(room, weighed, photos)
        lacks |= wish.lacks
        found.append((item.id, _kind(weighed, product, wish), weighed, wish.plain()))
    with step(work):
        for item_id, kind, weighed, wanted in found:
            item = work.session.get_one(BulkItem, item_id)
            item.kind = kind
            item.problems = [problem.plain() for problem in weighed.problems]
            item.photos = wanted
        if lacks:
            why = DAMAGED if photos.is_damaged else NO_ARCHIVE
            _note(work.session.get_one(BulkRun, run_id), why)
    return True


def known_products(work: Work, vendor_id: UUID, items: Sequence[BulkItem]) -> dict[str, Product]:
    """Return the stored products of these rows by folded code."""
    ids = products_by_sku(work, vendor_id, [item.sku for item in items])
    rows = work.session.scalars(select(Product).where(Product.id.in_(ids.values())))
    by_id = {product.id: product for product in rows}
    return {key: by_id[product_id] for key, product_id in ids.items() if product_id in by_id}


def _kind(weighed: Weighed, product: Product | None, wish: pictures.Wish) -> ItemKind:
    if not weighed.is_good:
        return ItemKind.BAD
    if product is None:
        return ItemKind.NEW
    return ItemKind.CHANGED if weighed.changed or wish.is_change else ItemKind.UNCHANGED


def settle(work: Work, run: BulkRun) -> None:
    """Bring the run's counts and problems to what its products say."""
    work.session.flush()
    counts = queries.counts(work, run.id)
    run.new, run.changed = counts[ItemKind.NEW], counts[ItemKind.CHANGED]
    run.unchanged, run.bad = counts[ItemKind.UNCHANGED], counts[ItemKind.BAD]
    told = [problem for item in queries.troubled(work, run.id) for problem in item.problems]
    told.sort(key=lambda problem: (problem["row"], len(problem["column"]), problem["column"]))
    run.problems = told[:MOST_PROBLEMS]


def _note(run: BulkRun, message: str) -> None:
    if all(note["message"] != message for note in run.notes):
        run.notes = [*run.notes, {"message": message, "values": {}}]
