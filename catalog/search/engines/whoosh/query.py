"""One question answered: match, filter, count, order, and help when nothing is left."""

from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

import numpy as np

from catalog.search.criteria import Criteria, Found, Sort
from catalog.search.document import FACETS, NUMBERS
from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.facets import (
    active,
    count,
    failures,
    histogram,
    order_keys,
    top,
)
from catalog.search.engines.whoosh.match import Match, match
from catalog.search.engines.whoosh.spelling import mend
from catalog.search.engines.whoosh.view import View
from catalog.search.plan import query_words
from catalog.search.plan import slots as slots_of

TEXT = "text"  # the text's name among the filters
_NEAR = 8


@dataclass(frozen=True, slots=True)
class _Result:
    """Documents that answer the text, and how each one fares with the filters."""

    docs: Array
    scores: Array | None
    failed: dict[str, Array]
    fails: Array

    def passing(self, besides: str = "") -> Array:
        """Return positions that pass every filter, or every one besides this."""
        if besides in self.failed:
            return np.flatnonzero((self.fails == 0) | ((self.fails == 1) & self.failed[besides]))
        return np.flatnonzero(self.fails == 0)


def answer(view: View, criteria: Criteria) -> Found:
    """Answer one question on one generation."""
    criteria = _known_only(criteria)
    matched, correction = _matched(view, criteria.text, exact=criteria.exact)
    result = _result(view, matched, criteria)
    kept = result.passing() if result.failed else None
    docs = result.docs if kept is None else result.docs[kept]
    scores = result.scores if kept is None or result.scores is None else result.scores[kept]
    size = max(1, criteria.size)
    start = (max(1, criteria.page) - 1) * size
    keys = order_keys(view, docs, scores, criteria.sort)
    return Found(
        total=len(docs),
        ids=_uuids(view, top(view, docs, keys, slice(start, start + size))),
        facets=_counts(view, result, docs, criteria),
        correction=correction,
        relaxed={} if len(docs) else _relaxed(view, result, criteria),
        near=() if len(docs) else _near(view, result, criteria),
        histogram=_prices(view, result, docs),
    )


def _known_only(criteria: Criteria) -> Criteria:
    """Drop what the index does not have, so that no name reaches an array that is not there."""
    facets = {name: values for name, values in criteria.facets.items() if name in FACETS}
    ranges = {name: span for name, span in criteria.ranges.items() if name in NUMBERS}
    return replace(criteria, facets=facets, ranges=ranges)


def _matched(view: View, text: str, *, exact: bool) -> tuple[Match, str | None]:
    """Return what the text matches, everything when it is blank, and the text searched instead."""
    if not text.strip():
        return Match(view.alive(), None), None
    if exact:
        return match(view, slots_of(query_words(text))), None
    slots, corrected = mend(view, query_words(text))
    return match(view, slots), " ".join(corrected) if corrected else None


def _result(view: View, matched: Match, criteria: Criteria) -> _Result:
    failed = failures(view, matched.docs, criteria)
    return _Result(matched.docs, matched.scores, failed, active(failed, len(matched.docs)))


def _counts(
    view: View, result: _Result, docs: Array, criteria: Criteria
) -> dict[str, dict[str, int]]:
    """Count each facet under the other filters; what holds for all is counted once."""
    counts = {}
    for name in criteria.counted:
        if name in FACETS:
            under = result.docs[result.passing(name)] if name in result.failed else docs
            make = partial(count, view.facet(name), under)
            whole = len(under) == view.live_count
            counts[name] = dict(view.kept(f"count.{name}", make)) if whole else make()
    return counts


def _prices(view: View, result: _Result, docs: Array) -> tuple[tuple[int, int], ...]:
    under = result.docs[result.passing("price")] if "price" in result.failed else docs
    return histogram(view, under)


def _relaxed(view: View, result: _Result, criteria: Criteria) -> dict[str, int]:
    """Return the total that dropping each single filter, or the text, would give."""
    totals = {
        name: int(np.count_nonzero(failed & (result.fails == 1)))
        for name, failed in result.failed.items()
    }
    if criteria.text.strip():
        every = _result(view, Match(view.alive(), None), criteria)
        totals[TEXT] = len(every.passing())
    return totals


def _near(view: View, result: _Result, criteria: Criteria) -> tuple[UUID, ...]:
    """Return documents that fail the fewest filters, the best of them first."""
    if not len(result.docs):
        result = _result(view, Match(view.alive(), None), criteria)
    if not len(result.docs):
        return ()
    kept = np.flatnonzero(result.fails == result.fails.min())
    scores = None if result.scores is None else result.scores[kept]
    docs = result.docs[kept]
    keys = order_keys(view, docs, scores, Sort.RELEVANCE)
    return _uuids(view, top(view, docs, keys, slice(0, _NEAR)))


def _uuids(view: View, docs: Array) -> tuple[UUID, ...]:
    return tuple(UUID(bytes=each) for each in view.ids(docs))
