"""What people paste is cleaned of what nobody sees."""

from catalog.kernel.text import clean_block, clean_line


def test_what_nobody_sees_is_gone_from_names() -> None:
    assert clean_line("Batik\u200b Sekar\u2060\ufeff \u202eRara\xad") == "Batik Sekar Rara"


def test_emoji_stay_whole() -> None:
    assert clean_block("Halo \U0001f469\u200d\U0001f373\u200b") == "Halo \U0001f469\u200d\U0001f373"
