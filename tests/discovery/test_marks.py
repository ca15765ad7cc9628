from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery.rules.marks import answers, snippet


def test_a_name_answers_when_it_holds_every_word() -> None:
    assert answers("kursi rotan", "Kursi rotan santai")
    assert answers("rattan chair", "Kursi rotan santai")
    assert not answers("kursi rotan", "Kursi kayu")


def test_a_snippet_is_cut_around_the_first_word_that_answers() -> None:
    said = snippet("jati", "Kata " * 60 + "dibungkus daun jati lalu dikirim. " + "Kata " * 60)

    assert "dibungkus daun <mark>jati</mark> lalu dikirim." in said
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < 200


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("terasi", "Dengan terasi & bawang") == "Dengan <mark>terasi</mark> &amp; bawang"


def test_a_text_without_the_words_has_no_snippet() -> None:
    assert snippet("rotan", "Kain katun") == ""


@given(st.text(max_size=20), st.text(max_size=400))
def test_a_snippet_never_breaks_the_page(query: str, text: str) -> None:
    said = snippet(query, text)

    assert said.count("<mark>") == said.count("</mark>")
    plain = said.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert plain.unescape().strip("… ") in text
