"""Marks the words of a query in a text, safely and fast."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from catalog.search.analysis import fold, stem, words
from catalog.search.plan import query_words, slots

MAX_SHOWN = 5_000  # characters that are looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


@lru_cache(maxsize=512)
def _wanted(query: str) -> tuple[tuple[str, ...], ...]:
    """Return the stems to mark, single or side by side, the longest runs first."""
    runs = {
        alternative.stems for slot in slots(query_words(query)) for alternative in slot.alternatives
    }
    return tuple(sorted(runs, key=lambda run: (-len(run), run)))


@lru_cache(maxsize=65_536)
def _stems(surface: str) -> frozenset[str]:
    """Return the stems of a word as it is written, in each language."""
    return frozenset(
        stem(word, language)
        for word in words(surface) or [fold(surface)]
        for language in ("id", "en")
    )


def highlight(query: str, text: str) -> Markup:
    """Return the text, escaped, with ``<mark>`` around what the query found in it.

    Words count as found when their stems are the query's, or what the glossary says for it; words written
    apart ("mega mendung") are marked when together they are one word of the query.
    """
    runs = _wanted(query)
    if not runs or not text:
        return escape(text)
    found = list(_WORD.finditer(text, 0, MAX_SHOWN))
    parts: list[str] = []
    place = number = 0
    while number < len(found):
        length = _run(found, number, runs)
        if length:
            start, end = found[number].start(), found[number + length - 1].end()
            parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
            place = end
        number += max(1, length)
    parts.append(escape(text[place:]))
    return Markup("".join(parts))  # noqa: S704  # every piece is escaped


def _run(found: list[re.Match[str]], number: int, runs: tuple[tuple[str, ...], ...]) -> int:
    """Return how many words from here on are one run to mark; 0 for none."""
    here = _stems(found[number][0])
    for run in runs:
        if run[0] in here and len(found) >= number + len(run):
            rest = zip(run[1:], found[number + 1 : number + len(run)], strict=True)
            if all(wanted in _stems(match[0]) for wanted, match in rest):
                return len(run)
    if number + 1 < len(found):
        together = words(f"{found[number][0]} {found[number + 1][0]}")
        if len(together) == 1 and any((each,) in runs for each in _stems(together[0])):
            return 2
    return 0
