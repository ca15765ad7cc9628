"""What was found is marked, and nothing else gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.highlight import highlight


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        (
            "kerupuk",
            "Krupuk udang, kerupuknya renyah",
            "<mark>Krupuk</mark> udang, <mark>kerupuknya</mark> renyah",
        ),
        ("anyam", "Tas anyaman", "Tas <mark>anyaman</mark>"),
        ("mega mendung", "Motif Mega Mendung biru", "Motif <mark>Mega Mendung</mark> biru"),
        ("megamendung", "mega mendung", "<mark>mega mendung</mark>"),
        ("rattan chair", "Kursi rotan teras", "<mark>Kursi rotan</mark> teras"),
        ("shrimp paste", "Terasi rebon", "<mark>Terasi</mark> <mark>rebon</mark>"),
        ("masks", "A painted mask", "A painted <mark>mask</mark>"),
        ("kopi", "Kopi & <b>gula</b>", "<mark>Kopi</mark> &amp; &lt;b&gt;gula&lt;/b&gt;"),
        ("b", "<b>kopi</b>", "&lt;<mark>b</mark>&gt;kopi&lt;/<mark>b</mark>&gt;"),
        ("", "Kopi <i>", "Kopi &lt;i&gt;"),
        ("dan", "kopi dan teh", "kopi <mark>dan</mark> teh"),
        ("kopi dan teh", "kopi dan teh", "<mark>kopi</mark> dan <mark>teh</mark>"),
        ("cafe", "Café Caruban", "<mark>Café</mark> Caruban"),
    ],
)
def test_what_the_query_finds_is_marked(query: str, text: str, marked: str) -> None:
    assert str(highlight(query, text)) == marked


@given(st.text(), st.text())
def test_only_marks_are_added_and_everything_is_escaped(query: str, text: str) -> None:
    shown = highlight(query, text)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain
    assert plain.unescape() == text or "&" in text
