"""Options of a product: combinations, prices and stock of their own."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.kernel.errors import RuleBroken
from catalog.products.models import Variant
from catalog.products.rules.variants import cell
from catalog.products.services import variants
from tests.products.manage.conftest import Bench

pytestmark = pytest.mark.stocked


def test_combinations_become_options_with_prices(bench: Bench, session: Session) -> None:
    bench.save({"price": "100.000"})
    typed = {"size": "S, M", "colour": "Merah; Biru"}
    assert variants.combine(bench.work, bench.product, typed, language="id", may_publish=True) == 4
    rows = [str(row["id"]) for row in bench.values["variants"]]
    assert bench.values[cell(rows[0], "name")] == "S / Merah"
    bench.save({cell(rows[3], "price"): "150rb", cell(rows[0], "stock"): "4"})
    assert (bench.product.price, bench.product.price_varies) == (100_000, True)
    assert variants.combine(bench.work, bench.product, typed, language="id", may_publish=True) == 0
    variants.remove_row(
        bench.work, bench.product, rows[3].replace("-", ""), language="id", may_publish=True
    )
    assert len(bench.values["variants"]) == 3
    assert not bench.product.price_varies
    count = select(func.count()).select_from(Variant).where(Variant.product_id == bench.product.id)
    assert session.scalar(count) == 3


def test_more_than_sixty_options_are_refused(bench: Bench) -> None:
    many = ", ".join(str(number) for number in range(31))
    with pytest.raises(RuleBroken, match="60"):
        variants.combine(
            bench.work,
            bench.product,
            {"size": many, "colour": "a,b"},
            language="id",
            may_publish=True,
        )


def test_two_options_of_one_name_are_told_apart(bench: Bench) -> None:
    variants.combine(bench.work, bench.product, {"size": "S,M"}, language="id", may_publish=True)
    second = str(bench.values["variants"][1]["id"])
    saved = bench.save({cell(second, "name"): "s"})
    assert list(saved.errors) == [cell(second, "name")]
    assert bench.values[cell(second, "name")] == "M"


def test_the_stock_of_a_product_without_options_is_shown(bench: Bench, session: Session) -> None:
    bench.save({"price": "20rb", "stock": "7"})
    row = session.scalars(select(Variant).where(Variant.product_id == bench.product.id)).one()
    assert (row.stock, row.name) == (7, {})
    bench.save({"stock": ""})
    assert bench.values["stock"] is None


def test_a_price_for_all_reaches_the_options_without_one(bench: Bench) -> None:
    bench.save({"price": "100.000"})
    variants.combine(bench.work, bench.product, {"size": "S,M"}, language="id", may_publish=True)
    second = str(bench.values["variants"][1]["id"])
    bench.save({cell(second, "price"): "150.000"})
    bench.save({"price": "90.000"})
    assert bench.product.price == 90_000
    assert bench.values[cell(second, "price")] == 150_000
    bench.save({"price": "200.000"})
    assert bench.product.price == 150_000
