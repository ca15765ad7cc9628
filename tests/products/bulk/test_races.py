"""A sheet and a person at the same product at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.accounts.queries import actor_of
from catalog.products.models import ProductEdit
from catalog.products.queries.editing import get_own
from catalog.products.rules.status import Status
from catalog.products.services import drafting
from catalog.products.services.bulk import running
from tests.databases import opened
from tests.products.bulk.conftest import Maker, a_row, told

pytestmark = pytest.mark.stocked
_HEADSTART = 1  # seconds; what waits for a lock waits longer


@contextmanager
def _worker(maker: Maker, database_url: str, row: dict[str, object]) -> Iterator[UUID]:
    """Have a sheet of this row taken in beside what happens inside; give the id of its run."""
    run = maker.take(maker.book(row, a_row(2)))
    with maker.writing() as work:
        running.accept(replace(work, actor=actor_of(maker.person)), run)
    run_id = run.id

    def work_off() -> None:
        with opened(database_url) as engine, Session(engine) as session:
            running.run(replace(maker.work, session=session), run_id, store=maker.store)

    thread = Thread(target=work_off)
    with maker.writing():
        yield run_id
        maker.session.flush()
        thread.start()
        thread.join(_HEADSTART)
    thread.join()
    maker.run(run_id)


def test_a_product_sent_for_review_meanwhile_is_refused_and_the_others_go_in(
    maker: Maker, database_url: str
) -> None:
    maker.accept(maker.take(maker.book(a_row(1))))
    product_id = maker.product("BTK-001").id
    row = a_row(1, Stok="9")
    with _worker(maker, database_url, row) as run_id:
        get_own(maker.work, maker.vendor.id, product_id, lock=True).status = Status.IN_REVIEW
    run = maker.reloaded(run_id)
    assert (run.state, told(run)) == ("done", [(2, "A")])
    assert maker.values("BTK-001")["stock"] == 2
    assert maker.values("BTK-002")["name"]


def test_what_is_saved_beside_a_sheet_is_not_lost(maker: Maker, database_url: str) -> None:
    maker.accept(maker.take(maker.book(a_row(1))))
    product_id = maker.product("BTK-001").id
    before = maker.session.scalars(select(func.max(ProductEdit.revision))).one()
    row = a_row(1, Stok="9")
    with _worker(maker, database_url, row) as run_id:
        product = get_own(maker.work, maker.vendor.id, product_id, lock=True)
        raw = {"summary": ["Ditulis di saat yang sama."]}
        drafting.save(maker.work, product, raw, seen=before, language="id")
    assert maker.reloaded(run_id).state == "done"
    values = maker.values("BTK-001")
    assert values["stock"] == 9
    edit = maker.session.get_one(ProductEdit, product_id)
    assert edit.revision == before + 2
    assert {"summary", "stock"} <= set(edit.trail)
