from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery.rules.asking import MAX_PAGE, SIZE, Asked, read
from catalog.discovery.rules.labels import PARAMETERS
from catalog.search.criteria import MAX_TEXT, Sort
from tests.discovery.shelf import some_labels

LABELS = some_labels()


def asked(query: str, category: str = "") -> Asked:
    return read(parse_qsl(query, keep_blank_values=True), LABELS, category=category)


def test_nothing_asked_is_everything_newest_first() -> None:
    criteria = asked("").criteria(LABELS, "id")

    assert (criteria.text, criteria.facets, criteria.ranges) == ("", {}, {})
    assert (criteria.sort, criteria.page, criteria.size) == (Sort.NEWEST, 1, SIZE)


def test_a_search_is_ordered_by_fit_unless_another_order_is_asked_for() -> None:
    assert asked("q=batik").order is Sort.RELEVANCE
    assert asked("q=batik&urut=terbaru").order is Sort.NEWEST
    assert asked("urut=sesuai").order is Sort.NEWEST
    assert asked("urut=kacau").order is Sort.NEWEST


def test_repeated_values_are_alternatives_and_unknown_ones_are_dropped() -> None:
    found = asked("motif=dua&motif=satu&motif=hantu&motif=satu&hantu=1")

    assert found.facets == {"motif": ("satu", "dua")}


def test_values_are_read_in_any_case_and_under_their_other_names() -> None:
    assert asked("kecamatan=PLERED").facets == asked("kecamatan=32.09.36").facets
    assert asked("motif=lama").facets == {"motif": ("satu",)}


def test_the_index_is_asked_for_its_own_values() -> None:
    criteria = asked("kecamatan=plered&mutu=a&pasar=sg").criteria(LABELS, "en")

    assert criteria.facets == {"district": ("32.09.36",), "grade": ("A",), "market": ("SG",)}


@pytest.mark.parametrize("value", ["1", "ya", "on", "TRUE"])
def test_a_switch_knows_several_words_for_yes(value: str) -> None:
    assert asked(f"ekspor={value}").facets == {"export": ("1",)}


@pytest.mark.parametrize("value", ["0", "", "tidak", "plered"])
def test_a_switch_is_off_for_anything_else(value: str) -> None:
    assert asked(f"ekspor={value}").facets == {}


@pytest.mark.parametrize(
    "written", ["25000", "25.000", "Rp 25.000", "Rp25.000,-", "25rb", "25,000"]
)
def test_prices_are_read_as_people_write_them(written: str) -> None:
    assert read([("harga_min", written)], LABELS).price_min == 25_000


@pytest.mark.parametrize("written", ["", "-5", "gratis", "0", "25x", "１２" * 50, "NaN", "1e9"])
def test_what_is_no_price_is_left_out(written: str) -> None:
    assert read([("harga_min", written)], LABELS).price_min is None


def test_a_price_range_the_wrong_way_round_is_turned() -> None:
    found = asked("harga_min=500000&harga_maks=20000")

    assert (found.price_min, found.price_max) == (20_000, 500_000)


@pytest.mark.parametrize(
    ("written", "page"),
    [("3", 3), ("-3", 1), ("0", 1), ("dua", 1), ("9" * 400, MAX_PAGE), ("1.5", 15), ("", 1)],
)
def test_a_page_number_is_clamped_to_something_that_can_be(written: str, page: int) -> None:
    assert read([("hal", written)], LABELS).page == page


def test_a_category_gives_way_to_one_inside_it() -> None:
    assert asked("kategori=batik&kategori=kain-tulis").categories == ("kain-tulis",)
    assert asked("kategori=batik&kategori=terasi").categories == ("batik", "terasi")


def test_the_page_of_a_category_can_only_be_narrowed_inside_it() -> None:
    assert asked("kategori=terasi", "batik").categories == ("batik",)
    assert asked("kategori=kain", "batik").categories == ("kain",)
    assert asked("kategori=batik", "batik").facets == {}


def test_one_question_has_one_address() -> None:
    one = asked("hal=2&harga_maks=9000&motif=dua&motif=satu&q=batik&kategori=kain&ekspor=on&x=y")
    other = asked("q=batik&kategori=kain&motif=satu&motif=dua&harga_maks=9.000&ekspor=1&hal=2")

    assert one == other
    assert one.query() == (
        "?q=batik&kategori=kain&motif=satu&motif=dua&ekspor=1&harga_maks=9000&hal=2"
    )


def test_a_lone_category_has_a_page_of_its_own() -> None:
    page = asked("kategori=kain&ekspor=1").canonical()

    assert (page.category, page.query()) == ("kain", "?ekspor=1")


def test_search_engines_get_single_filters_only() -> None:
    for query in (
        "",
        "kategori=kain",
        "motif=satu",
        "ekspor=1",
        "kategori=kain&motif=satu",
        "hal=3",
    ):
        assert not asked(query).is_deep, query
    for query in ("q=batik", "motif=satu&motif=dua", "ekspor=1&motif=satu", "harga_maks=5000"):
        assert asked(query).is_deep, query
    for query in ("urut=termurah", "kategori=kain&kategori=terasi", "moq_maks=5"):
        assert asked(query).is_deep, query


def test_filters_come_off_one_by_one() -> None:
    found = asked("q=batik&motif=satu&motif=dua&harga_min=1000&moq_maks=5&hal=4")

    assert found.without("motif", "satu").facets == {"motif": ("dua",)}
    assert found.without("motif").facets == {}
    assert found.without("price").price_min is None
    assert found.without("minimum_order").order_max is None
    assert found.without("text").text == ""
    assert found.without("motif", "satu").page == 1
    assert found.bare().query() == "?q=batik"


def test_a_text_is_one_clean_line_of_bounded_length() -> None:
    assert asked("q=++batik%0A+tulis%00++").text == "batik tulis"
    assert len(asked("q=" + "x" * 10_000).text) == MAX_TEXT
    assert asked("q=&q=+&q=rotan").text == "rotan"


junk = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["1", "plered", "batik", "25.000", "-1", "9" * 40, "\x00", "\u202e", "\ud800"]),
)
names = st.one_of(
    st.sampled_from(
        [*PARAMETERS.values(), "q", "tepat", "harga_min", "harga_maks", "moq_maks", "urut", "hal"]
    ),
    st.text(max_size=20),
)


@given(
    st.lists(st.tuples(names, junk), max_size=40),
    st.sampled_from(["", *LABELS.facets["category"]]),
)
def test_any_parameters_make_a_question_that_can_be_asked_again(
    pairs: list[tuple[str, str]], category: str
) -> None:
    found = read(pairs, LABELS, category=category)
    criteria = found.criteria(LABELS, "id")

    assert read(found.pairs(), LABELS, category=category) == found
    assert parse_qsl(found.query().lstrip("?")) == found.pairs()
    assert len(criteria.text) <= MAX_TEXT
    assert 1 <= criteria.page <= MAX_PAGE
    assert all(values for values in criteria.facets.values())
    assert all(value >= 1 for span in criteria.ranges.values() for value in span if value)
