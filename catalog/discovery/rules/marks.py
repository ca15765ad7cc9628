"""Which words of a text answer a query: by stem and by beginning, for highlights and snippets."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.search.analysis import stem, words
from catalog.search.plan import query_words, slots

Piece = tuple[str, bool]  # a part of the text, and whether it answers

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_PREFIX = 3  # letters that a last, unfinished word needs
_WIDTH = 130  # characters of a snippet
_BEFORE = 40  # of them before the first word that answers
_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a query looks for: (language, stem) pairs by word, and the beginning of its last word."""

    stems: tuple[frozenset[tuple[str, str]], ...]
    prefix: str

    @property
    def all(self) -> frozenset[tuple[str, str]]:
        """Return the stems of every word together."""
        return frozenset().union(*self.stems)


@lru_cache(maxsize=512)
def sought(text: str) -> Sought:
    """Return what a query looks for; nothing for a text without words."""
    found = query_words(text)
    stems = tuple(
        frozenset((each.language, one) for each in slot.alternatives for one in each.stems)
        for slot in slots(found)
    )
    last = found[-1] if found else ""
    return Sought(stems, last if len(last) >= _PREFIX else "")


def pieces(text: str, query: Sought) -> list[Piece]:
    """Return the text cut into parts that answer and parts that do not; joined, they are the text."""
    found: list[Piece] = []
    end = 0
    for start, stop in _hits(text, query):
        if start > end:
            found.append((text[end:start], False))
        found.append((text[start:stop], True))
        end = stop
    return [*found, (text[end:], False)] if end < len(text) else found


def answers(text: str, query: Sought) -> bool:
    """Return whether the text alone answers every word of the query."""
    forms = _forms(words(text))
    return all(not forms.isdisjoint(stems) for stems in query.stems)


def snippet(text: str, query: Sought) -> list[Piece]:
    """Return the part of the text around its first answering word, or nothing."""
    first = next(iter(_hits(text, query)), None)
    if first is None:
        return []
    start = max(0, first[0] - _BEFORE)
    if start:
        start = text.find(" ", start, first[0]) + 1 or first[0]
    stop = min(len(text), start + _WIDTH)
    if stop < len(text):
        stop = max(text.rfind(" ", first[1], stop), first[1])
    cut = pieces(text[start:stop], query)
    return [*([("… ", False)] if start else []), *cut, *([(" …", False)] if stop < len(text) else [])]


def _hits(text: str, query: Sought) -> list[tuple[int, int]]:
    """Return (start, end) of each run of words that answer; neighbours are one run."""
    every = query.all
    found: list[tuple[int, int]] = []
    last_word = -1
    for match in _WORD.finditer(text):
        if _is_hit(match[0], every, query.prefix):
            if found and last_word == found[-1][1] and text[last_word : match.start()].isspace():
                found[-1] = (found[-1][0], match.end())
            else:
                found.append((match.start(), match.end()))
        last_word = match.end()
    return found


def _is_hit(word: str, every: frozenset[tuple[str, str]], prefix: str) -> bool:
    return bool(every) and _matches(word, every, prefix)


@lru_cache(maxsize=50_000)
def _matches(word: str, every: frozenset[tuple[str, str]], prefix: str) -> bool:
    plain = words(word)
    begins = bool(prefix) and any(each.startswith(prefix) for each in plain)
    return begins or not _forms(plain).isdisjoint(every)


def _forms(plain: list[str]) -> frozenset[tuple[str, str]]:
    return frozenset((language, stem(each, language)) for each in plain for language in _LANGUAGES)
