"""The sample mall is large and varied enough to be believed."""

from collections import Counter

from catalog.demo.services import reading
from tests.demo.test_content import LEAVES


def test_there_are_makers_goods_and_showcases_enough() -> None:
    assert len(reading.vendors()) >= 64
    assert len(reading.products()) >= 256
    assert len(reading.showcases()) >= 8
    assert len(reading.people()) >= 4


def test_every_leaf_category_has_goods() -> None:
    assert LEAVES - {product["category"] for product in reading.products()} == set()


def test_goods_stand_in_every_status_and_most_are_published() -> None:
    states = Counter(product.get("status", "published") for product in reading.products())
    assert set(states) == {"draft", "in_review", "published", "archived"}
    assert states["archived"] >= 4
    assert states["published"] >= 230


def test_export_goods_have_markets_and_some_offers_have_run_out() -> None:
    goods = reading.products()
    assert sum(bool(product.get("markets")) for product in goods) >= 45
    offers = [tier for product in goods for tier in product.get("fob", ())]
    assert any(tier["valid_days"] < 0 for tier in offers)
    assert any(tier["valid_days"] > 0 for tier in offers)


def test_showcases_run_end_and_wait() -> None:
    times = [
        (showcase["starts_days"], showcase.get("ends_days")) for showcase in reading.showcases()
    ]
    assert any(end is not None and end < 0 for _, end in times)
    assert any(start > 0 for start, _ in times)
    assert sum(start <= 0 and (end is None or end > 0) for start, end in times) >= 7


def test_showcase_items_have_a_curator_s_sentence_in_both_languages() -> None:
    goods = {product["slug"] for product in reading.products()}
    for showcase in reading.showcases():
        items = [item for section in showcase["section"] for item in section.get("item", ())]
        assert 2 <= len(showcase["section"]) <= 5, showcase["slug"]
        assert 8 <= len(items) <= 16, showcase["slug"]
        for item in items:
            assert item["product"] in goods, showcase["slug"]
            assert {"id", "en"} <= set(item["note"]), (showcase["slug"], item["product"])
