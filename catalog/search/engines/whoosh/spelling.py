"""Mending typos: an unknown word becomes the known word that was most likely meant.

Only words that the index does not have are touched, so that a mended word never competes with an
exact one. Likely means: few edits (a swap of neighbours is one), the same first letter, frequent.
"""

from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.search.analysis import stem
from catalog.search.engines.whoosh.match import slot_postings
from catalog.search.engines.whoosh.schema import LANGUAGES
from catalog.search.engines.whoosh.view import View
from catalog.search.plan import Alternative, Slot, slots

_SHORTEST = 4  # letters of a word that is worth mending
_PREFIX = 3  # letters that are completed
_EXPANSIONS = 24  # completions of a beginning
_CANDIDATES = 48


def known(view: View, slot: Slot) -> bool:
    """Return whether any live document has this word."""
    return len(slot_postings(view, slot)[0]) > 0


def mend(view: View, found: list[str]) -> tuple[list[Slot], list[str] | None]:
    """Return the slots to search, and the words of the corrected query if a typo was mended.

    An unknown word is taken as the beginning of known ones, as two words written as one, or as a
    typo, whichever fits first; and left out when nothing does.
    """
    wanted = _joined(view, slots(found))
    if all(known(view, slot) for slot in wanted):
        return wanted, None
    mended: list[Slot] = []
    words: list[str] = []
    for slot in wanted:
        kept = slot if known(view, slot) else completion(view, slot.word) or split(view, slot.word)
        better = None if kept else correct(view, slot.word)
        mended += slots([better]) if better else [kept or slot]
        words.append(better or slot.word)
    if words == found:
        return mended, None
    # Mended neighbours may mean more together: look them up as one query.
    whole = _joined(view, slots(words))
    return [new if known(view, new) else old for new, old in zip(whole, mended, strict=True)], words


def _joined(view: View, wanted: list[Slot]) -> list[Slot]:
    """Let "gedong gincu" also mean "gedonggincu", where the index has that word."""
    joined = list(wanted)
    for number in range(len(wanted) - 1):
        word = wanted[number].word + wanted[number + 1].word
        together = tuple(Alternative(language, (stem(word, language),)) for language in LANGUAGES)
        if len(word) > _PREFIX and known(view, Slot(word, together)):
            for place in (number, number + 1):
                slot = joined[place]
                joined[place] = Slot(slot.word, slot.alternatives + together)
    return joined


def split(view: View, word: str) -> Slot | None:
    """Return a slot for two known words that were written as one; None when there are none."""
    best, most = None, 0
    for place in range(_PREFIX, len(word) - _PREFIX + 1):
        halves = (word[:place], word[place:])
        pair = Slot(word, tuple(_both(halves, language) for language in LANGUAGES))
        docs = len(slot_postings(view, pair)[0])
        if docs > most:
            best, most = pair, docs
    return best


def _both(words: tuple[str, str], language: str) -> Alternative:
    return Alternative(language, tuple(stem(word, language) for word in words))


def completion(view: View, word: str) -> Slot | None:
    """Return a slot of the words that begin so; None below three letters or without any."""
    if len(word) < _PREFIX:
        return None
    longer = view.completions(word, _EXPANSIONS)
    alternatives = [
        Alternative(language, (stem(each, language),)) for each in longer for language in LANGUAGES
    ]
    slot = Slot(word, tuple(dict.fromkeys(alternatives)))
    return slot if alternatives and known(view, slot) else None


def correct(view: View, word: str) -> str | None:
    """Return the known word that was most likely meant, None when none is near."""
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    kept = view.cache.get(("mended", word))
    if kept is None:
        kept = _nearest(view, word) or ""
        view.cache.put(("mended", word), kept, 200)
    return kept or None


def _nearest(view: View, word: str) -> str | None:
    ordered, counts = view.vocabulary()
    near = process.extract(
        word,
        ordered,
        scorer=OSA.distance,
        score_cutoff=1 if len(word) <= _SHORTEST else 2,
        limit=_CANDIDATES,
    )
    best, best_cost = None, 9.0
    for candidate, distance, place in near:
        if len(candidate) < _PREFIX or not candidate.isalpha():
            continue
        cost = distance - 0.12 * float(np.log1p(counts[place]))
        cost += 0.5 * (candidate[0] != word[0]) - 0.4 * (sounds(candidate) == sounds(word))
        if cost < best_cost:
            best, best_cost = candidate, cost
    return best


_SOUNDS = (
    ("tj", "c"), ("dj", "j"), ("oe", "u"), ("sj", "sy"), ("ch", "c"), ("kh", "k"), ("ph", "f"),
    ("v", "f"), ("p", "f"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("h", ""), ("e", ""),
)  # fmt: skip


@lru_cache(maxsize=4096)
def sounds(word: str) -> str:
    """Return how a word sounds to an Indonesian ear: old spellings, doubled and silent letters."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return "".join(
        char for number, char in enumerate(word) if number == 0 or word[number - 1] != char
    )
