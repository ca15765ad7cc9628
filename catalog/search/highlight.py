"""Marks the words of a query in a text, safely and fast."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from catalog.search.analysis import pair_heads, stem, words
from catalog.search.plan import query_words, slots

MAX_SHOWN = 5_000  # characters that are looked at
_KEPT = 20_000  # words whose stems are remembered
_WORD = re.compile(r"([^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+)")

Run = tuple[str, ...]


class _Stems(dict[str, frozenset[str]]):
    """The stems of a word as it is written, in each language."""

    def __missing__(self, surface: str) -> frozenset[str]:
        if len(self) >= _KEPT:
            self.clear()
        found = words(surface)
        stems = {stem(word, language) for word in found for language in ("id", "en")}
        # The first half of a word that is also written apart counts by itself, to be looked at.
        self[surface] = made = frozenset(stems.union(pair_heads().intersection(found)))
        return made


_STEMS = _Stems()


@lru_cache(maxsize=512)
def _wanted(query: str) -> tuple[tuple[Run, ...], frozenset[str]]:
    """Return the runs of stems to mark, the longest first, and what one of them can begin with."""
    runs = {each.stems for slot in slots(query_words(query)) for each in slot.alternatives}
    ordered = tuple(sorted(runs, key=lambda run: (-len(run), run)))
    return ordered, frozenset(run[0] for run in runs) | pair_heads()


def highlight(query: str, text: str) -> Markup:
    """Return the text, escaped, with ``<mark>`` around what the query found in it.

    Words count as found when their stems are the query's, or what the glossary says for it; words
    written apart ("mega mendung") are marked when together they are one word of the query.
    """
    runs, first = _wanted(query)
    # Odd places are words, even ones what stands between them.
    parts = _WORD.split(text[:MAX_SHOWN])
    stems = _STEMS
    places = [at for at in range(1, len(parts), 2) if not first.isdisjoint(stems[parts[at]])]
    if not runs or not places:
        return escape(text)
    shown: list[str] = []
    done = 0
    for at in places:
        length = _run(parts, at, runs) if at >= done else 0
        if length:
            end = at + 2 * length - 1
            shown += [
                escape("".join(parts[done:at])),
                "<mark>",
                escape("".join(parts[at:end])),
                "</mark>",
            ]
            done = end
    shown.append(escape("".join(parts[done:]) + text[MAX_SHOWN:]))
    return Markup("".join(shown))  # noqa: S704  # every piece is escaped


def _run(parts: list[str], at: int, runs: tuple[Run, ...]) -> int:
    """Return how many words from here on are one run to mark; 0 for none."""
    here = _STEMS[parts[at]]
    for run in runs:
        rest = parts[at + 2 : at + 2 * len(run) : 2]
        if run[0] in here and len(rest) == len(run) - 1:
            pairs = zip(run[1:], rest, strict=True)
            if all(wanted in _STEMS[word] for wanted, word in pairs):
                return len(run)
    together = words(f"{parts[at]} {parts[at + 2]}") if at + 2 < len(parts) else []
    if len(together) == 1 and any((each,) in runs for each in _STEMS[together[0]]):
        return 2
    return 0
