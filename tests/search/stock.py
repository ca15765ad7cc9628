"""Stock Whoosh asked the same questions on the same index: the oracle of our own query path."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from uuid import UUID

from whoosh import query as stock
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query.qcolumns import ColumnQuery
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from catalog.search.criteria import Criteria
from catalog.search.engines.whoosh.schema import INDEX_NAME, TEXTS, facet_field
from catalog.search.engines.whoosh.state import read_state
from catalog.search.plan import Alternative, Slot, query_words, slots


def open_stock(root: Path) -> Searcher:
    """Return a stock searcher on the present generation."""
    storage = FileStorage(str(root / read_state(root).folder))
    return FileIndex(storage, indexname=INDEX_NAME).searcher()


def _stem(language: str, stem: str) -> stock.Query:
    return stock.Or(
        [stock.Term(name, stem) for name, text in TEXTS.items() if text.language == language]
    )


def _alternative(each: Alternative) -> stock.Query:
    return stock.And([_stem(each.language, stem) for stem in each.stems])


def _slot(slot: Slot) -> stock.Query:
    return stock.Or([_alternative(each) for each in slot.alternatives])


def _facets(criteria: Criteria, besides: str = "") -> Iterable[stock.Query]:
    for name, values in criteria.facets.items():
        if name != besides:
            yield stock.Or([stock.Term(facet_field(name), value) for value in values])


def all_words(criteria: Criteria, besides: str = "") -> stock.Query:
    """Return the query for documents with all words and filters, but one facet's."""
    wanted = [_slot(slot) for slot in slots(query_words(criteria.text))]
    parts = [*wanted, *_facets(criteria, besides)]
    return stock.And(parts).normalize() if parts else stock.Every()


def ids(searcher: Searcher, criteria: Criteria) -> set[UUID]:
    """Return the ids that stock Whoosh finds, price ranges compared one by one."""
    reader = searcher.reader()
    column, price = reader.column_reader("id"), reader.column_reader("price")
    low, high = criteria.ranges.get("price", (None, None))
    return {
        UUID(bytes=bytes(column[doc]))
        for doc in searcher.docs_for_query(all_words(criteria))
        if (low is None and high is None)
        or (price[doc] >= max(low or 0, 0) and (high is None or price[doc] <= high))
    }


def counts(searcher: Searcher, criteria: Criteria, facet: str) -> dict[str, int]:
    """Return how many documents have each value, under the other filters."""
    field = facet_field(facet)
    asked = all_words(criteria, besides=facet)
    results = searcher.search(asked, limit=None, groupedby=FieldFacet(field, allow_overlap=True))
    return {value: len(docs) for value, docs in results.groups(field).items() if value is not None}


def in_ranges(criteria: Criteria) -> stock.Query | None:
    """Return a filter for the ranges, None when there are none."""
    parts = [
        ColumnQuery(name, partial(_within, low, high))
        for name, (low, high) in criteria.ranges.items()
    ]
    return stock.And(parts) if parts else None


def _within(low: int | None, high: int | None, value: int) -> bool:
    return value >= max(low or 0, 0) and (high is None or value <= high)
