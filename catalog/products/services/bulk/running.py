"""Takes the good rows of a checked sheet into the products, a few at a time.

Every few products are one transaction that also says that they are done: a worker that is killed
leaves whole products only, and the next one goes on behind them.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.models import Person
from catalog.accounts.queries import actor_of
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.jobs.services import enqueue, step
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.media.store import Store
from catalog.products.models import BulkItem, BulkRun, Product, ProductSku
from catalog.products.queries.bulk import runs as queries
from catalog.products.queries.editing import get_own, open_desk
from catalog.products.rules.bulk.columns import SKU
from catalog.products.rules.bulk.problems import MOVED, Problem
from catalog.products.rules.bulk.runs import OVERTAKEN, ItemKind, ItemState, RunState
from catalog.products.rules.bulk.words import fold
from catalog.products.services import drafting, writing
from catalog.products.services.bulk import pictures
from catalog.products.services.bulk.archives import Photos, key_of, opened
from catalog.products.services.bulk.checking import JOB, known_products, settle
from catalog.products.services.bulk.pictures import Ready
from catalog.products.services.bulk.weighing import LANGUAGE, Room, product_id_of, weigh
from catalog.vendors import policy
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.services import note_on_behalf

_log = logging.getLogger(__name__)
BATCH = 10  # products of one transaction
MOST_PER_JOB = 120  # products; then the job makes room for others and asks for its next turn
TAKEN_IN_FOR_YOU = N_("An officer has sent a sheet with many of your products.")
MAY_NO_LONGER = N_("Whoever sent this sheet may no longer change these products.")


def accept(work: Work, run: BulkRun) -> None:
    """Say yes to a checked sheet; said twice, it is said once."""
    _move(work, run, RunState.CHECKED, RunState.RUNNING, accepted_at=work.now)
    enqueue(work, JOB, run_id=run.id)
    _record(work, run, "bulk_accept")
    note_on_behalf(work, run.vendor_id, TAKEN_IN_FOR_YOU, f"/usaha/{run.vendor_id}/impor/{run.id}")


def drop(work: Work, run: BulkRun, *, store: Store) -> None:
    """Say no to a checked sheet; nothing of it goes in."""
    _move(work, run, RunState.CHECKED, RunState.DROPPED, finished_at=work.now)
    _record(work, run, "bulk_drop")
    work.later(lambda: store.delete(key_of(run.id)))


def _record(work: Work, run: BulkRun, verb: str) -> None:
    counts = {name: getattr(run, name) for name in ("new", "changed", "unchanged", "bad")}
    record(
        work,
        f"products.{verb}",
        target=("import", run.id),
        after=counts,
        vendor_id=run.vendor_id,
    )


def _move(work: Work, run: BulkRun, now: RunState, wanted: RunState, **values: object) -> None:
    hit = work.session.execute(
        update(BulkRun)
        .where(BulkRun.id == run.id, BulkRun.state == now)
        .values(state=wanted, **values)
        .execution_options(synchronize_session=False)
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(OVERTAKEN)
    work.session.refresh(run)


def run(work: Work, run_id: UUID, *, store: Store) -> None:
    """Take in the next products of an accepted sheet; asks for another turn while some are left."""
    found = work.session.get(BulkRun, run_id)
    if found is None or found.state is not RunState.RUNNING:
        return
    taken = 0
    with opened(store, run_id, has_archive=found.has_archive) as photos:
        while taken < MOST_PER_JOB:
            count = _take_some(work, run_id, photos, store)
            if not count:
                break
            taken += count
    with step(work):
        if queries.items(work, run_id, *queries.GOOD, most=1):
            enqueue(work, JOB, run_id=run_id)
        else:
            _finish(work, run_id, store)


def _take_some(work: Work, run_id: UUID, photos: Photos, store: Store) -> int:
    items = queries.items(work, run_id, *queries.GOOD, most=BATCH)
    if not items:
        return 0
    ready = pictures.prepare(work, items, photos, store=store)
    ids = [item.id for item in items]
    with step(work):
        run = work.session.get_one(BulkRun, run_id)
        # One at a time for each vendor: two sheets with the same code must not both be first.
        # Rows that name the vendor may be written all the while: they wait for no key.
        vendor = work.session.scalars(
            select(Vendor).where(Vendor.id == run.vendor_id).with_for_update(key_share=True)
        ).one()
        acting = _acting(work, run, vendor)
        if acting is None:
            _give_up(work, run)
            return 0
        fresh = work.session.scalars(
            select(BulkItem)
            .where(BulkItem.id.in_(ids), BulkItem.state == ItemState.WAITING)
            .order_by(BulkItem.place)
            .execution_options(populate_existing=True)
        ).all()
        room = Room.of(acting, run.vendor_id, queries.columns_of(run), run.category)
        for item in fresh:
            _take(room, item, ready, store)
    return len(ids)


def _acting(work: Work, run: BulkRun, vendor: Vendor) -> Work | None:
    """Return the work as of the person who sent the sheet; None when they may no longer."""
    person = work.session.get(Person, run.person_id)
    if person is None or not person.is_active:
        return None
    actor = actor_of(person)
    if not policy.can(actor, Ability.SUBMIT, vendor_id=vendor.id, region_code=vendor.served_by):
        return None
    # As a member: the owner was told of the whole sheet, and need not be told of every product.
    return replace(work, actor=replace(actor, vendor_ids=actor.vendor_ids | {vendor.id}))


def _give_up(work: Work, run: BulkRun) -> None:
    run.notes = [*run.notes, {"message": MAY_NO_LONGER, "values": {}}]
    work.session.execute(
        update(BulkItem)
        .where(BulkItem.run_id == run.id, BulkItem.state == ItemState.WAITING)
        .values(state=ItemState.REFUSED)
        .execution_options(synchronize_session=False)
    )


def _take(room: Room, item: BulkItem, ready: Ready, store: Store) -> None:
    """Take one product in, whole or not at all; one that cannot go in keeps no other out."""
    session = room.work.session
    try:
        with session.begin_nested():
            refused = _write(room, item, ready, store)
    except _NotGood as error:
        _refuse(item, error.problems)
        return
    except (IntegrityError, NotFound):
        # What was there a moment ago is not: the database would say no at every further try.
        _log.warning("item %s of an import names what is gone", item.id, exc_info=True)
        _refuse(item, [_at_code(room, item, RuleBroken(MOVED))])
        return
    except RuleBroken as error:
        _refuse(item, [_at_code(room, item, error)])
        return
    item.state = ItemState.DONE
    told = [
        replace(room.sheet.problem(spot, error), is_bearable=True).plain()
        for spot, error in refused.items()
    ]
    item.problems = [*item.problems, *told]


def _refuse(item: BulkItem, problems: Sequence[Problem]) -> None:
    item.state, item.kind = ItemState.REFUSED, ItemKind.BAD
    item.problems = [problem.plain() for problem in problems]


def _at_code(room: Room, item: BulkItem, error: RuleBroken) -> Problem:
    return room.sheet.problem((item.place, room.sheet.place(SKU) or 0), error, item.sku)


class _NotGood(Exception):
    """What was good when it was checked is so no more."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = problems


def _write(
    room: Room, item: BulkItem, ready: Ready, store: Store
) -> Mapping[tuple[int, int], RuleBroken]:
    work = room.work
    rows = queries.rows_of(item)
    product = known_products(work, room.vendor_id, [item]).get(item.sku_key)
    if product is not None:
        # Editor and officers lock the product: what is weighed must not change until it stands.
        product = get_own(work, room.vendor_id, product.id, lock=True)
    desk = open_desk(work, product, LANGUAGE) if product is not None else None
    weighed = weigh(room, item.sku, rows, desk)
    if not weighed.is_good:
        raise _NotGood(weighed.problems)
    if product is None:
        product = _start(room, item, weighed.category)
        weighed = weigh(room, item.sku, rows, open_desk(work, product, LANGUAGE))
        if not weighed.is_good:
            raise _NotGood(weighed.problems)
    if weighed.desk is not None and weighed.changed:
        drafting.put(work, weighed.desk, weighed.changed)
    _forget(work, product, weighed.settled)
    item.product_id = product.id
    if item.photos:
        return pictures.show(work, product, item, ready, store=store)
    return {}


def _start(room: Room, item: BulkItem, category: str) -> Product:
    work = room.work
    key = product_id_of(room.vendor_id, item.sku)
    product = drafting.start(work, room.vendor_id, category, key=key)
    work.session.add(
        ProductSku(
            product_id=product.id,
            vendor_id=room.vendor_id,
            sku=item.sku,
            folded=fold(item.sku),
        )
    )
    work.session.flush()
    return product


def _forget(work: Work, product: Product, settled: set[str]) -> None:
    """Drop the texts that could not be read once, where the sheet has said better."""
    edit = writing.edit_of(work, product)
    kept = {name: texts for name, texts in edit.kept.items() if name not in settled}
    if kept != dict(edit.kept):
        edit.kept = kept


def _finish(work: Work, run_id: UUID, store: Store) -> None:
    run = work.session.get_one(BulkRun, run_id)
    if run.state is not RunState.RUNNING:
        return
    settle(work, run)
    run.state = RunState.DONE
    run.finished_at = work.now
    person = work.session.get(Person, run.person_id)
    acting = replace(work, actor=actor_of(person)) if person else work
    _record(acting, run, "bulk_done")
    work.later(lambda: store.delete(key_of(run_id)))
