"""The index is a real Whoosh index, and our reading of it agrees with Whoosh's own."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.searching import Searcher

from catalog.search.criteria import Criteria
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.engines.whoosh.readback import read_segment
from catalog.search.engines.whoosh.schema import INDEX_NAME, SPACES
from catalog.search.engines.whoosh.state import read_state
from tests.search import stock
from tests.search.documents import a_document

WORDS = (
    "kerupuk", "udang", "batik", "tulis", "rotan", "kursi", "kopi", "manis", "pedas", "merah",
)  # fmt: skip
DOCUMENTS = [
    a_document(
        f"{WORDS[number % 10].title()} {WORDS[number // 7 % 10]} {number}",
        body=" ".join(WORDS[(number * step) % 10] for step in range(1, 6)),
        body_en="red chair" if number % 9 == 0 else "",
        category=(f"c{number % 5}", f"p{number % 2}"),
        district=f"d{number % 7}",
        price=None if number % 11 == 0 else number * 1_000,
        published=number,
    )
    for number in range(240)
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with a history: a rebuild, replaced and deleted documents, many segments."""
    root = tmp_path_factory.mktemp("stock")
    engine = WhooshEngine(root)
    engine.rebuild(DOCUMENTS[:150])
    for start in range(120, 240, 30):
        gone = [each.id for each in DOCUMENTS[start - 120 : start - 117]]
        engine.apply(DOCUMENTS[start : start + 30], gone)
    return root


@pytest.fixture(scope="module")
def engine(root: Path) -> WhooshEngine:
    return WhooshEngine(root)


@pytest.fixture(scope="module")
def searcher(root: Path) -> Searcher:
    return stock.open_stock(root)


texts = st.lists(st.sampled_from([*WORDS, "chair", "red", "shrimp"]), max_size=3).map(" ".join)
filters = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sets(st.sampled_from(["c0", "c1", "p0", "none"]), min_size=1).map(tuple),
        "district": st.sets(st.sampled_from(["d0", "d3", "d6"]), min_size=1).map(tuple),
    },
)
prices = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 120_000), st.one_of(st.none(), st.integers(0, 240_000))),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, filters, prices)
def test_totals_and_facets_agree(
    engine: WhooshEngine,
    searcher: Searcher,
    text: str,
    facets: dict[str, tuple[str, ...]],
    price: tuple[int, int | None] | None,
) -> None:
    ranges = {} if price is None else {"price": price}
    criteria = Criteria(text=text, facets=facets, ranges=ranges, size=500)
    ours = engine.search(criteria)
    wanted = stock.ids(searcher, criteria)
    if len(stock.ids(searcher, Criteria(text=text))) < 10:
        # Few documents have all words: looser matches may follow, but none is lost.
        assert wanted <= set(ours.ids)
        return
    assert (ours.total, set(ours.ids)) == (len(wanted), wanted)
    if price is None:
        for facet in ("category", "district"):
            assert ours.facets[facet] == stock.counts(searcher, criteria, facet)


def test_the_segments_read_back_as_they_were_mapped(root: Path, engine: WhooshEngine) -> None:
    state = read_state(root)
    view, _ = engine._view()  # noqa: SLF001  # compares the two files
    storage = FileStorage(str(root / state.folder))
    for segment, opened in zip(
        FileIndex(storage, indexname=INDEX_NAME)._segments(),  # noqa: SLF001  # no other way
        view.segments,
        strict=True,
    ):
        data = read_segment(segment.open_compound_file(storage), segment)
        assert data.count == opened.count
        assert data.ids.tobytes() == opened.arrays["ids"].tobytes()
        assert [each.decode() for each in data.labels] == opened.blob("label")
        stems = {term for name in ("name", "body") for term in data.fields[name].terms}
        assert all(opened.postings(SPACES[0], term.decode()) for term in stems)


def test_stock_whoosh_counts_the_live_documents(engine: WhooshEngine, searcher: Searcher) -> None:
    assert searcher.doc_count() == engine.search(Criteria()).total
