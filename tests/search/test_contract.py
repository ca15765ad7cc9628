"""What every engine promises."""

from uuid import UUID

import pytest

from catalog.search.criteria import Criteria, Sort
from catalog.search.document import Document
from catalog.search.engine import Engine, IndexDamaged, Term
from tests.search.documents import SHOP, a_document, an_id, found, names, total

KERUPUK = ["Kerupuk Melarat", "Kerupuk Udang"]


def shown(engine: Engine, **criteria: object) -> list[str]:
    return names(engine, SHOP, Criteria(**criteria))  # type: ignore[arg-type]  # kept short


def test_no_index_says_so_and_has_generation_zero(empty: Engine) -> None:
    assert empty.generation() == 0
    with pytest.raises(IndexDamaged):
        empty.search(Criteria())


def test_an_empty_index_finds_nothing(empty: Engine) -> None:
    empty.rebuild([])
    assert found(empty, "batik").total == 0
    assert empty.search(Criteria()).ids == ()


def test_browsing_shows_everything_newest_first(shop: Engine) -> None:
    assert shown(shop) == [each.texts["name"] for each in reversed(SHOP)]


def test_a_word_finds_its_products(shop: Engine) -> None:
    assert sorted(shown(shop, text="kerupuk")) == KERUPUK


def test_the_exact_name_comes_first_then_the_beginning_then_the_rest(empty: Engine) -> None:
    documents = [
        a_document("Kursi untuk rotan", body="rotan " * 20, terms="rotan"),
        a_document("Rotan sintetis meteran", body="x"),
        a_document("Rotan", body="y"),
    ]
    empty.rebuild(documents)
    wanted = ["Rotan", "Rotan sintetis meteran", "Kursi untuk rotan"]
    assert names(empty, documents, Criteria(text="rotan")) == wanted


def test_facets_are_counted_under_the_other_filters(shop: Engine) -> None:
    answer = shop.search(Criteria(facets={"district": ("weru",), "category": ("kerajinan",)}))
    assert answer.total == 1
    assert answer.facets["district"] == {"plered": 1, "weru": 1, "gegesik": 2}
    assert answer.facets["category"] == {"makanan": 1, "kerupuk": 1, "kerajinan": 1, "mebel": 1}
    assert answer.facets["gallery"] == {"mall": 1, "caruban": 1}


def test_values_of_one_facet_widen_and_facets_narrow(shop: Engine) -> None:
    both = {"district": ("weru", "gebang")}
    assert shop.search(Criteria(facets=both)).total == 3
    assert shop.search(Criteria(facets={**both, "legality": ("halal",)})).total == 1


def test_ranges_include_their_ends_and_leave_out_the_unpriced(shop: Engine) -> None:
    assert sorted(shown(shop, ranges={"price": (8_000, 12_000)})) == [
        "Kerupuk Melarat",
        "Terasi Udang Rebon",
    ]
    assert shop.search(Criteria(ranges={"price": (None, None)})).total == len(SHOP)
    assert "Batik Tulis Megamendung" not in shown(shop, ranges={"price": (0, None)})


def test_the_price_histogram_ignores_the_price_filter(shop: Engine) -> None:
    answer = shop.search(Criteria(ranges={"price": (500_000, None)}))
    assert answer.total == 1
    assert sum(count for _, count in answer.histogram) == 6
    assert (250_000, 2) in answer.histogram


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        (Sort.PRICE_UP, "Terasi Udang Rebon", "Batik Tulis Megamendung"),
        (Sort.PRICE_DOWN, "Kursi Rotan Teras", "Batik Tulis Megamendung"),
        (Sort.NEWEST, "Lukisan Kaca Semar", "Kerupuk Udang"),
    ],
)
def test_sorting_puts_the_unpriced_last(shop: Engine, sort: Sort, first: str, last: str) -> None:
    order = shown(shop, sort=sort)
    assert (order[0], order[-1]) == (first, last)


def test_pages_are_stable_where_all_are_equal(empty: Engine) -> None:
    documents = [a_document(f"Kaos {number}", price=5) for number in range(60)]
    empty.rebuild(documents[::-1])
    pages = [
        empty.search(Criteria(text="kaos", sort=Sort.PRICE_UP, page=page, size=7)).ids
        for page in range(1, 11)
    ]
    together = [each for page in pages for each in page]
    assert together == sorted(each.id for each in documents)
    assert pages[9] == ()


def test_a_change_replaces_and_a_stale_id_goes(shop: Engine) -> None:
    before = shop.generation()
    shop.apply([a_document("Kerupuk Udang", body="kini rasa bawang")], [an_id("Kerupuk Melarat")])
    assert shop.generation() > before
    assert shown(shop, text="kerupuk") == ["Kerupuk Udang"]
    assert total(shop, "bawang") == 1
    assert shop.search(Criteria()).total == len(SHOP) - 1


def test_the_last_of_two_with_one_id_stands(shop: Engine) -> None:
    once, twice = a_document("Baru", body="pertama"), a_document("Baru", body="kedua")
    shop.apply([once, twice], [])
    assert (total(shop, "kedua"), shop.search(Criteria()).total) == (1, len(SHOP) + 1)
    assert not [each for each in shown_ids(shop, "pertama") if each == an_id("Baru")]


def shown_ids(engine: Engine, text: str) -> tuple[UUID, ...]:
    return found(engine, text).ids


def test_the_applied_number_is_kept(shop: Engine) -> None:
    shop.apply([], [], applied=41)
    shop.apply([a_document("Baru")], [])
    assert shop.applied() == 41


def test_check_names_what_differs(shop: Engine) -> None:
    ids = [each.id for each in SHOP]
    assert not shop.check(ids)
    difference = shop.check([*ids[1:], an_id("Hilang")])
    assert difference.missing == (an_id("Hilang"),)
    assert difference.surplus == (ids[0],)


def test_no_result_says_which_filter_to_drop_and_what_is_near(shop: Engine) -> None:
    answer = shop.search(
        Criteria(text="kerupuk", facets={"district": ("gebang",)}, ranges={"price": (0, 20_000)})
    )
    assert answer.total == 0
    assert answer.relaxed == {"district": 2, "price": 0, "text": 1}
    assert set(answer.near) <= {an_id(name) for name in KERUPUK}
    assert answer.near


def test_unknown_facets_and_ranges_are_ignored(shop: Engine) -> None:
    odd = Criteria(facets={"colour": ("red",)}, ranges={"ids": (1, 2)}, counted=("colour", "grade"))
    assert shop.search(odd).total == len(SHOP)


def test_an_unknown_value_finds_nothing(shop: Engine) -> None:
    assert shop.search(Criteria(facets={"district": ("atlantis",)})).total == 0


def test_suggestions_complete_names_and_terms(shop: Engine) -> None:
    terms = [Term(text="Kerupuk", kind="category", target="kerupuk", weight=2)]
    shop.apply([], [], terms=terms)
    lines = shop.suggest("keru")
    assert [(each.kind, each.text) for each in lines] == [
        ("category", "Kerupuk"),
        ("product", "Kerupuk Melarat"),
        ("product", "Kerupuk Udang"),
    ]
    assert lines[0].target == "kerupuk"
    assert [each.text for each in shop.suggest("uda")] == ["Kerupuk Udang", "Terasi Udang Rebon"]
    assert [each.text for each in shop.suggest("terasi ud")] == ["Terasi Udang Rebon"]
    assert [each.text for each in shop.suggest("krupk")][:1] == ["Kerupuk"]
    assert shop.suggest("rattan", "en")[0].text == "Rattan Terrace Chair"
    assert shop.suggest("") == shop.suggest("!?") == []


def test_documents_may_hold_anything(empty: Engine) -> None:
    odd = Document(
        id=UUID(int=1),
        texts={"name": "a\x00b \ud800 \x1f kopi", "body": "x" * 100_000, "unknown": "y"},
        facets={"category": ("\ud800", ""), "unknown": ("z",)},
        numbers={"price": 2**70, "published": -5},
    )
    empty.apply([odd], [])
    assert found(empty, "kopi").ids == (UUID(int=1),)
