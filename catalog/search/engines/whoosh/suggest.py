"""Completions of what is being typed: names of products, and the terms that were handed in."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from catalog.search.analysis import words
from catalog.search.criteria import MAX_TERMS, MAX_TEXT, Suggestion
from catalog.search.engine import Term
from catalog.search.engines.whoosh.build import SEPARATOR
from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.spelling import correct
from catalog.search.engines.whoosh.view import View

_EXPANSIONS = 40  # words that a beginning is taken for
_NAMES = 200  # names that are looked at
_TERMS = 3  # of the lines, at most, when names match too


@dataclass(frozen=True, slots=True)
class Known:
    """A term with its words, ready to be compared."""

    term: Term
    words: tuple[str, ...]


def read_terms(root: Path, name: str) -> list[Known]:
    """Return the terms of a state, most popular first; whatever json and Term raise."""
    if not name:
        return []
    terms = [Term(**each) for each in json.loads((root / name).read_text("utf-8"))]
    terms.sort(key=lambda term: (-term.weight, term.text))
    return [Known(term, tuple(words(term.text))) for term in terms]


def suggest(
    view: View, terms: list[Known], prefix: str, language: str, limit: int
) -> list[Suggestion]:
    """Return at most ``limit`` lines: terms that begin so, then names; a typo is mended."""
    typed = words(prefix[:MAX_TEXT])[:MAX_TERMS]
    if not typed:
        return []
    found = _suggest(view, terms, typed, language, limit)
    if not found:
        mended = [correct(view, word) or word for word in typed]
        found = _suggest(view, terms, mended, language, limit) if mended != typed else []
    return found


def _suggest(
    view: View, terms: list[Known], typed: list[str], language: str, limit: int
) -> list[Suggestion]:
    named = _names(view, typed, language, limit)
    room = max(_TERMS, limit - len(named))
    lines = [_line(known.term) for known in _matching(terms, typed, language)[:room]] + named
    unique = {(line.text.casefold(), line.kind): line for line in reversed(lines)}
    return list(reversed(unique.values()))[:limit]


def _line(term: Term) -> Suggestion:
    return Suggestion(text=term.text, kind=term.kind, target=term.target)


def _matching(terms: list[Known], typed: list[str], language: str) -> list[Known]:
    begins, holds = [], []
    for known in terms:
        if known.term.language not in {"", language}:
            continue
        if _begins(known.words, typed):
            begins.append(known)
        elif any(_begins(known.words[start:], typed) for start in range(1, len(known.words))):
            holds.append(known)
    return begins + holds


def _begins(name: tuple[str, ...], typed: list[str]) -> bool:
    return (
        len(name) >= len(typed)
        and list(name[: len(typed) - 1]) == typed[:-1]
        and name[len(typed) - 1].startswith(typed[-1])
    )


def _names(view: View, typed: list[str], language: str, limit: int) -> list[Suggestion]:
    docs = _docs(view, typed[-1], whole=False)
    for word in typed[:-1]:
        docs = np.intersect1d(docs, _docs(view, word, whole=True), assume_unique=True)
    if view.live is not None:
        docs = docs[view.live[docs]]
    ranked = []
    for doc in _spread(docs):
        name, english, slug = view.label(doc).split(SEPARATOR)
        shown = english if language == "en" and english else name
        spelled = tuple(words(shown))
        ranked.append((not _begins(spelled, typed), len(spelled), shown, slug))
    ranked.sort()
    return [
        Suggestion(text=shown, kind="product", target=slug)
        for _, _, shown, slug in ranked[: 2 * limit]
    ]


def _spread(docs: Array) -> list[int]:
    """Return at most 200 of the documents, evenly taken."""
    step = max(1, len(docs) // _NAMES)
    return [int(doc) for doc in docs[::step][:_NAMES]]


def _docs(view: View, word: str, *, whole: bool) -> Array:
    """Return the documents whose name has this word, or one that begins so."""
    found = []
    for base, segment in zip(view.bases, view.segments, strict=False):
        for place in segment.title_places(word, 1 if whole else _EXPANSIONS):
            start, end = segment.arrays["title.starts"][place : place + 2].tolist()
            found.append(segment.arrays["title.docs"][start:end].astype(np.int64) + base)
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
