"""Whatever is typed, the search answers, soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.search.criteria import MAX_TERM, MAX_TERMS, Criteria
from catalog.search.engine import Engine
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.plan import query_words
from tests.search.documents import SHOP, total

HOSTILE = [
    '"',
    "*",
    "?*?*?*",
    ":",
    "%",
    "'",
    "\\",
    "(" * 5_000,
    "name:kopi",
    "kopi AND (",
    "[* TO *]",
    "kopi~9",
    "kopi^1e999",
    "\x00",
    "kopi\x00udang",
    "\ud800",
    "\udfff kopi",
    "\u202eipok",
    "\u200bko\u200bpi",
    "😀" * 300,
    "a" * 10_000,
    "kopi " * 2_000,
    "a b " * 1_000,
    "ß" * 500,
    "İ" * 400,
    "ﷺ" * 200,
    "１２３" * 100,
    "漢字" * 400,
    "\u0301" * 1_000,
    "e\u0301" * 500,
    "-1",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "\n\r\t",
    "%s %n {0}",
    "../../etc/passwd",
    "9" * 400,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_queries_are_answered(shop: Engine, text: str) -> None:
    began = time.process_time()
    shop.search(Criteria(text=text, facets={"category": (text,)}))
    shop.search(Criteria(text=text))
    shop.suggest(text)
    assert time.process_time() - began < 2  # a hang, not a figure


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    engine = WhooshEngine(tmp_path_factory.mktemp("hostile"))
    engine.rebuild(SHOP)
    return engine


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=400))
def test_any_text_is_safe(kept: WhooshEngine, text: str) -> None:
    found = kept.search(Criteria(text=text))
    assert 0 <= found.total <= len(SHOP)
    assert len(kept.suggest(text)) <= 8


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600))
def test_a_query_is_bounded(text: str) -> None:
    found = query_words(text)
    assert len(found) <= MAX_TERMS
    assert all(len(word) <= MAX_TERM for word in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(-(2**70), 2**70), st.integers(-5, 2**40), st.integers(-3, 1000))
def test_any_number_is_safe(kept: WhooshEngine, low: int, page: int, size: int) -> None:
    assert kept.search(Criteria(ranges={"price": (low, low + 5)}, page=page, size=size)).total >= 0


def test_query_syntax_means_nothing(shop: Engine) -> None:
    assert total(shop, "kerupuk*") == total(shop, "kerupuk")
    assert total(shop, '"udang kerupuk"') == total(shop, "udang kerupuk")
    assert total(shop, "name:topeng") >= total(shop, "topeng") > 0
