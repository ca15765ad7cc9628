"""From a query's text to slots of alternatives: what an engine looks for, whatever the engine.

A slot stands for one word. Its alternatives are the word's own stem in each language and, weaker,
what the glossary says for it: "rattan chair" also means "kursi rotan", "shrimp paste" means
"terasi" for both its words. Nobody's query syntax is read: every sign that is no letter or digit
only parts words.
"""

from dataclasses import dataclass
from functools import cache

from catalog.search.analysis import lines, stem, stop_words, words
from catalog.search.criteria import MAX_TERMS, MAX_TEXT

TRANSLATED = 0.7  # worth of a glossary match beside the word itself
RELATED = 0.5  # worth of a synonym
_PHRASE = 3  # words of the longest glossary phrase


@dataclass(frozen=True, slots=True)
class Alternative:
    """All ``stems`` (in one language's fields) must be there; ``weight`` is at most 1."""

    language: str
    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query; a document has it when it has any alternative."""

    word: str
    alternatives: tuple[Alternative, ...]


@cache
def _glossary() -> dict[tuple[str, ...], list[Alternative]]:
    """Return English stems to what they mean in Indonesian, and Indonesian stems to synonyms."""
    table: dict[tuple[str, ...], list[Alternative]] = {}
    for english, *meanings in lines("glossary.tsv"):
        key = tuple(stem(word, "en") for word in words(english))
        table.setdefault(key, []).extend(
            Alternative("id", tuple(stem(word, "id") for word in words(meaning)), TRANSLATED)
            for meaning in meanings
        )
    return table


@cache
def _synonyms() -> dict[tuple[str, ...], list[Alternative]]:
    table: dict[tuple[str, ...], list[Alternative]] = {}
    for group in lines("synonyms.tsv"):
        keys = [tuple(stem(word, "id") for word in words(phrase)) for phrase in group]
        for key in keys:
            others = [Alternative("id", other, RELATED) for other in keys if other != key]
            table.setdefault(key, []).extend(others)
    return table


def query_words(text: str) -> list[str]:
    """Return the words of a query that are looked for: at most 12, stop words only if alone."""
    found = words(text[:MAX_TEXT])
    stop = stop_words("id") | stop_words("en")
    useful = [word for word in found if word not in stop]
    return list(dict.fromkeys(useful or found))[:MAX_TERMS]


def slots(found: list[str]) -> list[Slot]:
    """Return one slot for each word of ``query_words``."""
    extra: list[list[Alternative]] = [[] for _ in found]
    for language, table in (("en", _glossary()), ("id", _synonyms())):
        stems = [stem(word, language) for word in found]
        for start in range(len(found)):
            for end in range(min(start + _PHRASE, len(found)), start, -1):
                for number in range(start, end):
                    extra[number] += table.get(tuple(stems[start:end]), ())
    return [Slot(word, _alternatives(word, more)) for word, more in zip(found, extra, strict=True)]


def _alternatives(word: str, more: list[Alternative]) -> tuple[Alternative, ...]:
    own = [Alternative("id", (stem(word, "id"),)), Alternative("en", (stem(word, "en"),))]
    # The first, heavier one stands when two say the same.
    unique = {(each.language, each.stems): each for each in reversed([*own, *more])}
    return tuple(reversed(unique.values()))
