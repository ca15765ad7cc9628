"""Filters, counts under the other filters, price buckets and order, on arrays."""

from collections.abc import Mapping

import numpy as np

from catalog.search.criteria import Criteria, Sort
from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.schema import ABSENT
from catalog.search.engines.whoosh.view import Facet, View

# Lower bounds of the price buckets, whole Rupiah.
BUCKETS = np.array(
    [0, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
     10_000_000]
)  # fmt: skip


def failures(view: View, docs: Array, criteria: Criteria) -> dict[str, Array]:
    """Return, for each active filter, a bool for each document: whether it fails it."""
    failed = {}
    for name, values in criteria.facets.items():
        if values:
            failed[name] = ~_holders(view, name, values)[docs]
    for name, (low, high) in criteria.ranges.items():
        if low is not None or high is not None:
            numbers = view.column(name)[docs]
            out = numbers == ABSENT
            if low is not None:
                out |= numbers < low
            if high is not None:
                out |= numbers > high
            failed[name] = out
    return failed


def _holders(view: View, name: str, values: tuple[str, ...]) -> Array:
    """Return a bool for every document of the index: whether it has one of the values."""
    key = (name, values)
    known: Array | None = view.cache.get(key)
    if known is not None:
        return known
    facet = view.facet(name)
    wanted = np.zeros(len(facet.values) + 1, bool)
    wanted[[facet.numbers[value] for value in values if value in facet.numbers]] = True
    if facet.one is not None:
        holders = wanted[facet.one]
    else:
        hits = np.concatenate([[0], np.cumsum(wanted[facet.many])])
        holders = np.diff(hits[facet.starts]) > 0
    view.cache.put(key, holders, holders.nbytes + 300)
    return holders


def _runs(starts: Array, many: Array, docs: Array) -> tuple[Array, Array]:
    """Return each value of these documents with the position of its document in ``docs``."""
    begin = starts[docs].astype(np.int64)
    sizes = starts[docs + 1].astype(np.int64) - begin
    owners = np.repeat(np.arange(len(docs)), sizes)
    places = np.arange(len(owners)) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
    return owners, many[places]


def count(facet: Facet, docs: Array) -> dict[str, int]:
    """Return how many of these documents have each value, without the zeros."""
    if not facet.values or not len(docs):
        return {}
    if facet.one is not None:
        numbers = facet.one[docs]
    elif facet.starts is not None and facet.many is not None:
        numbers = _runs(facet.starts, facet.many, docs)[1]
    else:
        return {}
    counts = np.bincount(numbers, minlength=len(facet.values) + 1)
    found = np.flatnonzero(counts[1:])
    return {
        facet.values[number]: amount
        for number, amount in zip(found.tolist(), counts[found + 1].tolist(), strict=True)
    }


def histogram(view: View, docs: Array) -> tuple[tuple[int, int], ...]:
    """Return (lower bound, count) for each price bucket from the first to the last in use."""
    prices = view.column("price")[docs]
    prices = prices[prices != ABSENT]
    if not len(prices):
        return ()
    counts = np.bincount(np.searchsorted(BUCKETS, prices, "right") - 1, minlength=len(BUCKETS))
    used = np.flatnonzero(counts)
    span = range(int(used[0]), int(used[-1]) + 1)
    return tuple((int(BUCKETS[number]), int(counts[number])) for number in span)


def order_keys(view: View, docs: Array, scores: Array | None, sort: Sort) -> Array:
    """Return a number for each document; the larger comes first."""
    if sort is Sort.RELEVANCE and scores is not None:
        return scores
    if sort in {Sort.PRICE_UP, Sort.PRICE_DOWN}:
        prices = view.column("price")[docs]
        if sort is Sort.PRICE_UP:
            prices = np.where(prices == ABSENT, -np.iinfo(np.int64).max, -prices)
        return np.asarray(prices)
    return np.asarray(view.column("published")[docs])


def top(view: View, docs: Array, keys: Array, span: slice) -> Array:
    """Return the documents of one page, by key downward, then by id upward."""
    if span.start >= len(docs):
        return docs[:0]
    if span.stop < len(docs) // 2:
        least = np.partition(keys, len(keys) - span.stop)[len(keys) - span.stop]
        kept = np.flatnonzero(keys >= least)
        docs, keys = docs[kept], keys[kept]
    halves = view.id_rows(docs).view(">u8")
    order = np.lexsort((halves[:, 1], halves[:, 0], -keys))
    return np.asarray(docs[order[span]])


def active(failed: Mapping[str, Array], size: int) -> Array:
    """Return how many filters each document fails, uint8 (size,)."""
    fails = np.zeros(size, np.uint8)
    for each in failed.values():
        fails += each
    return fails
