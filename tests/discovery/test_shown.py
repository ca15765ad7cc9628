from urllib.parse import parse_qsl

import pytest

from catalog.discovery.rules.asking import read
from catalog.discovery.rules.shown import Counts, Group, Shelf, bars, flags, groups, page_numbers
from tests.discovery.shelf import a_label, some_labels

LABELS = some_labels()


def shelf(query: str, counts: Counts, category: str = "") -> Shelf:
    asked = read(parse_qsl(query), LABELS, category=category)
    return Shelf(labels=LABELS, counts=counts, asked=asked, language="id")


def the(facet: str, made: list[Group]) -> Group | None:
    return next((group for group in made if group.facet == facet), None)


def names(group: Group | None) -> list[str]:
    return [each.name for part in group.parts for each in part.few] if group else []


def test_values_stand_most_frequent_first_and_those_that_find_nothing_are_left_out() -> None:
    made = groups(shelf("", {"motif": {"satu": 2, "tiga": 9}}))

    assert names(the("motif", made)) == ["Tiga", "Satu"]


def test_a_chosen_value_is_shown_even_when_it_finds_nothing() -> None:
    group = the("motif", groups(shelf("motif=dua", {"motif": {"satu": 2}})))

    assert names(group) == ["Dua", "Satu"]
    assert group
    assert group.parts[0].few[0].is_on
    assert group.parts[0].few[0].count == 0


def test_a_facet_without_values_is_not_shown() -> None:
    assert the("motif", groups(shelf("", {"motif": {}}))) is None


def test_kecamatan_stand_under_their_city_or_regency() -> None:
    counts = {"district": {"32.74.01": 1, "32.09.36": 5, "32.09.29": 7}}
    group = the("district", groups(shelf("", counts)))

    assert group
    assert [(part.heading, [each.slug for each in part.few]) for part in group.parts] == [
        ("Kota Cirebon", ["harjamukti"]),
        ("Kabupaten Cirebon", ["gebang", "plered"]),
    ]


def test_long_lists_fold_but_never_hide_what_is_chosen() -> None:
    many = {f"motif-{number:02}": a_label(f"motif-{number:02}") for number in range(20)}
    labels = type(LABELS)(facets={**LABELS.facets, "motif": many})
    counts = {"motif": {slug: 100 - number for number, slug in enumerate(many)}}
    asked = read([("motif", "motif-19")], labels)
    group = the("motif", groups(Shelf(labels=labels, counts=counts, asked=asked, language="id")))

    assert group
    few, more = group.parts[0].few, group.parts[0].more
    assert few[0].slug == "motif-19"
    assert len(few) == 6
    assert len(few) + len(more) == 20


def test_the_category_tree_opens_along_what_is_chosen() -> None:
    counts = {"category": {"batik": 9, "kain": 5, "kain-tulis": 2, "busana": 4, "makanan": 3}}
    group = the("category", groups(shelf("kategori=kain", counts)))

    assert group
    assert [(each.slug, each.depth) for each in group.parts[0].few] == [
        ("batik", 0),
        ("kain", 1),
        ("kain-tulis", 2),
        ("busana", 1),
        ("makanan", 0),
    ]


def test_on_the_page_of_a_category_its_own_children_are_offered() -> None:
    counts = {"category": {"batik": 9, "kain": 5, "busana": 4, "makanan": 3}}

    assert names(the("category", groups(shelf("", counts, "batik")))) == ["Kain", "Busana"]


def test_switches_that_find_nothing_are_left_out_unless_they_are_on() -> None:
    assert [each.slug for each in flags(shelf("", {"export": {"1": 3}}))] == ["ekspor"]
    assert [each.slug for each in flags(shelf("pesanan=1", {"export": {}}))] == ["pesanan"]


def test_price_bars_are_lit_inside_the_range() -> None:
    drawn = bars([(0, 5), (10_000, 10), (50_000, 1)], 12_000, 60_000)

    assert [bar.is_on for bar in drawn] == [False, True, True]
    assert max(bar.height for bar in drawn) == drawn[1].height == 40
    assert bars([], None, None) == []
    assert bars([(0, 0), (10, 0)], None, None)[0].height > 0


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 0, 9]),
        (4, 9, [1, 2, 3, 4, 5, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
        (1, 0, []),
    ],
)
def test_pages_around_this_one_are_linked(page: int, pages: int, shown: list[int]) -> None:
    assert page_numbers(page, pages) == shown
