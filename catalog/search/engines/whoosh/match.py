"""From slots to matching documents and their scores: BM25F as array arithmetic.

Scores: ``Σ idf(slot) · (k1 + 1) · impact / (k1 + impact)``, where a slot's impact in a document is
the best of its alternatives. A name that is the query comes first, then a name that begins with it.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from catalog.search.analysis import stem
from catalog.search.engines.whoosh.build import name_hashes
from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.schema import K1, LANGUAGES, PAIRS, PREFIXES, pair
from catalog.search.engines.whoosh.view import View
from catalog.search.plan import Alternative, Slot

# Chosen by nDCG@10 on judged queries (tests/benchmarks/search_quality.py): fewer matches of all
# words let looser ones in, and strict tails cost little.
_ENOUGH = 10  # matches of all words that make looser ones unnecessary
_BESIDE = 0.5  # part of the query's weight that a looser match has beside complete ones,
_ALONE = 0.3  # when no document has all words,
_LONG = 0.15  # and when the query is more of a sentence,
_SENTENCE = 5  # which begins at so many words
_SIDE_BY_SIDE = 0.5  # worth of two words as neighbours, beside their own
_EXACT, _BEGINS = 1000.0, 500.0  # steps above any sum of scores


@dataclass(frozen=True, slots=True)
class Match:
    """Live documents that answer the text, ascending, and their scores; None when all are alike."""

    docs: Array
    scores: Array | None
    complete: bool = True


def slot_postings(view: View, slot: Slot) -> tuple[Array, Array]:
    """Return the live documents that have a slot, and their weights."""
    key = slot.alternatives
    known: tuple[Array, Array] | None = view.cache.get(key)
    if known is not None:
        return known
    parts = [part for part in (_part(view, each) for each in slot.alternatives) if len(part[0])]
    docs, impacts = _best_of(view, parts)
    if view.live is not None and len(docs):
        kept = view.live[docs]
        docs, impacts = docs[kept], impacts[kept]
    idf = np.log1p((view.live_count - len(docs) + 0.5) / (len(docs) + 0.5))
    weights = (idf * (K1 + 1) * impacts / (K1 + impacts)).astype(np.float32)
    view.cache.put(key, (docs, weights), docs.nbytes + weights.nbytes + 300)
    return docs, weights


def _part(view: View, alternative: Alternative) -> tuple[Array, Array]:
    docs, impacts = view.postings(alternative.language, alternative.stems[0])
    for each in alternative.stems[1:]:
        more, others = view.postings(alternative.language, each)
        docs, left, right = np.intersect1d(docs, more, assume_unique=True, return_indices=True)
        impacts = np.minimum(impacts[left], others[right])
    return docs, impacts * np.float32(alternative.weight)


def _best_of(view: View, parts: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    if len(parts) == 1:
        return parts[0]
    best = np.zeros(view.count, np.float32)
    for docs, impacts in parts:
        best[docs] = np.maximum(best[docs], impacts)
    found = np.flatnonzero(best)
    return found, best[found]


def match(view: View, slots: list[Slot]) -> Match:
    """Return the documents with all words or, when they are few, with most of their weight."""
    found = [part for part in (slot_postings(view, slot) for slot in slots) if len(part[0])]
    if not found:
        return Match(np.empty(0, np.int64), np.empty(0, np.float32))
    if len(found) == 1:
        docs, scores = found[0]
        complete = True
    else:
        docs, scores, complete = _combined(view, found)
    bonus = _neighbours(view, docs, slots) if len(slots) > 1 else 0
    return Match(docs, scores + bonus + _name_bonus(view, docs, slots), complete)


def _neighbours(view: View, docs: Array, slots: list[Slot]) -> Array:
    """Return what each document earns for words that stand side by side in its name, as here."""
    bonus = np.zeros(len(docs), np.float32)
    for left, right in pairwise(slots):
        both = (pair(stem(left.word, each), stem(right.word, each)) for each in LANGUAGES)
        terms = tuple(Alternative(PAIRS, (term,)) for term in dict.fromkeys(both))
        bonus += np.float32(_SIDE_BY_SIDE) * _at(docs, slot_postings(view, Slot("", terms)))
    return bonus


def _at(docs: Array, part: tuple[Array, Array]) -> Array:
    """Return a slot's weight in each of these documents, 0 where it is not; all ascending."""
    found, weights = part
    if not len(found):
        return np.zeros(len(docs), np.float32)
    place = np.minimum(np.searchsorted(found, docs), len(found) - 1)
    return np.where(found[place] == docs, weights[place], np.float32(0))


def _combined(view: View, found: list[tuple[Array, Array]]) -> tuple[Array, Array, bool]:
    """Return the documents of several slots, their scores, and whether they have all slots."""
    rarest, *others = sorted(found, key=lambda part: len(part[0]))
    docs, scores = rarest
    for part in others:
        weights = _at(docs, part)
        both = weights > 0
        docs, scores = docs[both], scores[both] + weights[both]
    if len(docs) >= _ENOUGH:
        return docs, scores, True
    return *_looser(view, found, any_complete=len(docs) > 0), False


def _looser(
    view: View, found: list[tuple[Array, Array]], *, any_complete: bool
) -> tuple[Array, Array]:
    """Return the documents with enough of the query's weight, scored by their share of it."""
    scores = np.zeros(view.count, np.float32)
    covered = np.zeros(view.count, np.float32)
    whole = 0.0
    for docs, weights in found:
        worth = float(np.log1p(view.live_count / len(docs)))
        scores[docs] += weights
        covered[docs] += worth
        whole += worth
    part = _LONG if len(found) >= _SENTENCE else _BESIDE if any_complete else _ALONE
    docs = np.flatnonzero(covered >= part * whole - 1e-4)
    share = covered[docs] / np.float32(whole)
    return docs, scores[docs] * share


def _name_bonus(view: View, docs: Array, slots: list[Slot]) -> Array:
    bonus = np.zeros(len(docs), np.float32)
    if not len(docs):
        return bonus
    for number, language in enumerate(LANGUAGES):
        hashes = name_hashes([stem(slot.word, language) for slot in slots])
        first = number * (PREFIXES + 1)
        if len(slots) <= PREFIXES:
            begins = view.column(f"key.{first + len(slots) - 1}")[docs] == hashes[len(slots) - 1]
            bonus[begins] = np.maximum(bonus[begins], _BEGINS)
        bonus[view.column(f"key.{first + PREFIXES}")[docs] == hashes[PREFIXES]] = _EXACT
    return bonus
