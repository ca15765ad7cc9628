"""The vendor's list of products: as many statements for a full page as for one line."""

import pytest
from sqlalchemy.orm import Session

from catalog.products.queries.editing import open_desk
from catalog.products.queries.listing import State, counts, list_products
from tests.factories.statements import count_statements
from tests.products.manage.conftest import Bench, MakeBench

pytestmark = pytest.mark.stocked


@pytest.fixture
def full(bench: Bench, make_bench: MakeBench) -> Bench:
    """A maker with a page full of drafts, each as far as it got."""
    for number in range(24):
        draft = make_bench(vendor=bench.vendor)
        typed = {"name": f"Selendang {number}", "price": "250.000", "stock": "6"}
        draft.save(dict(list(typed.items())[: number % 4]))
        if number % 3 == 0:
            draft.photograph(2)
    return bench


def _cost(bench: Bench, session: Session, typed: str) -> int:
    vendor_id = bench.vendor.id
    session.expire_all()
    with count_statements() as seen:
        list_products(bench.work, vendor_id, State.DRAFT, typed=typed, page=1, language="id")
    return len(seen)


@pytest.mark.parametrize("typed", ["", "selendang"])
def test_a_full_page_costs_no_more_than_one_line(
    bench: Bench, make_bench: MakeBench, session: Session, typed: str
) -> None:
    bench.save({"name": "Selendang pertama"})
    _cost(bench, session, typed)  # the reference lists are kept from here on
    few = _cost(bench, session, typed)
    for number in range(12):
        make_bench(vendor=bench.vendor).save({"name": f"Selendang {number}"})
    _cost(bench, session, typed)
    assert _cost(bench, session, typed) <= few <= 12


def test_each_line_says_what_its_editor_says(full: Bench) -> None:
    work, vendor_id = full.work, full.vendor.id
    listed = list_products(work, vendor_id, State.DRAFT, typed="", page=1, language="id")
    assert (len(listed.items), listed.total, listed.pages) == (20, 25, 2)
    assert listed.counts == counts(work, vendor_id)
    for item in listed.items:
        product = work.session.get_one(type(full.product), item.id)
        desk = open_desk(work, product, "id")
        whole = desk.completeness("id")
        assert (item.name, item.percent, item.missing) == (desk.name, whole.percent, whole.missing)
        assert (item.picture is None) == (not desk.values["photos"])


def test_a_page_past_the_last_shows_the_last(full: Bench) -> None:
    listed = list_products(full.work, full.vendor.id, State.DRAFT, typed="", page=9, language="id")
    assert len(listed.items) == 5
