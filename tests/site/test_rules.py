"""Pure helpers of the site's pages."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.chart import MAP_WIDTH, chart
from catalog.site.rules import SITEMAP_ROWS, paragraphs, part_count

CIREBON = [("Losari", -6.85, 108.81), ("Gempol", -6.70, 108.37), ("Kapetakan", -6.47, 108.55)]
places = st.tuples(st.text(max_size=9), st.floats(-7.1, -6.3), st.floats(108.3, 108.9))


def test_north_is_up_and_east_is_right() -> None:
    drawn = chart(CIREBON, [("Galeri", -6.70, 108.53)])
    assert drawn is not None
    losari, gempol, kapetakan = drawn.dots
    assert kapetakan.y < gempol.y < losari.y
    assert gempol.x < kapetakan.x < losari.x


@given(st.lists(places, min_size=2, max_size=45), st.lists(places, max_size=6))
def test_every_point_lies_on_the_sheet(
    around: list[tuple[str, float, float]], marked: list[tuple[str, float, float]]
) -> None:
    drawn = chart(around, marked)
    assert drawn is not None
    assert drawn.width == MAP_WIDTH
    for spot in (*drawn.dots, *drawn.marks):
        assert 0 <= spot.x <= drawn.width
        assert 0 <= spot.y <= drawn.height


def test_marks_that_would_overlap_share_one_point() -> None:
    drawn = chart(CIREBON, [("Trusmi Wetan", -6.70, 108.51), ("Trusmi Kulon", -6.7001, 108.51)])
    assert drawn is not None
    assert [mark.name for mark in drawn.marks] == ["Trusmi Wetan, Trusmi Kulon"]


def test_one_place_makes_no_map() -> None:
    assert chart(CIREBON[:1], []) is None


def test_empty_lines_divide_paragraphs() -> None:
    assert paragraphs("Satu.\n\nDua,\nmasih dua.\n\n\n") == ["Satu.", "Dua,\nmasih dua."]


def test_the_sitemap_has_as_many_parts_as_it_needs() -> None:
    assert [part_count(rows) for rows in (0, 1, SITEMAP_ROWS, SITEMAP_ROWS + 1)] == [0, 1, 1, 2]
