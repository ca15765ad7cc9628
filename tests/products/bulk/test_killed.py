"""A worker that is killed in the middle leaves whole products only, and the next one goes on."""

import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from catalog.products.models import BulkItem, Product, ProductSku, ProductText
from catalog.products.rules.bulk.runs import ItemState
from catalog.products.services.bulk import running
from catalog.settings import ROOT
from tests.products.bulk.conftest import Maker, a_row


@pytest.mark.stocked
def test_a_killed_import_leaves_no_half_row_and_goes_on(maker: Maker, database_url: str) -> None:
    run = maker.take(maker.book(*(a_row(number) for number in range(1, 26))))
    with maker.writing() as work:
        running.accept(work, run)
    uploads = str(maker.folder.parent / "uploads")
    for after in ("14", "9"):
        done = subprocess.run(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", "tests.products.bulk.killed", database_url, uploads,
             str(run.id), after],
            cwd=ROOT,
            check=False,
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL
        _is_whole(maker)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 10
    maker.run(run.id)
    _is_whole(maker)
    run = maker.reloaded(run.id)
    assert (run.state, run.new, run.bad) == ("done", 25, 0)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 25
    again = maker.take(maker.book(*(a_row(number) for number in range(1, 26))))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 25)


def _is_whole(maker: Maker) -> None:
    """See that every product has its code, its words and its price, and is noted as done."""
    maker.session.rollback()
    maker.session.expire_all()
    products = set(maker.session.scalars(select(Product.id).where(Product.price > 0)))
    everything = set(maker.session.scalars(select(Product.id)))
    coded = set(maker.session.scalars(select(ProductSku.product_id)))
    told = set(maker.session.scalars(select(ProductText.product_id).where(ProductText.name != "")))
    noted = set(
        maker.session.scalars(select(BulkItem.product_id).where(BulkItem.state == ItemState.DONE))
    )
    assert products == everything == coded == told == noted
