"""From text to the tokens that are indexed and searched; one way for every engine.

Every text is folded (NFKC, case, accents, invisible marks), cut into words, and spelled one way
(``krupuk`` and ``mega mendung`` become ``kerupuk`` and ``megamendung``). Indonesian and English
fields are then stemmed each in its own language by Snowball; trade words that Snowball would mangle
keep the stem that ``data/stems.tsv`` gives them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

import Stemmer

from catalog.search.criteria import MAX_TERM

MAX_FIELD = 20_000  # characters of one field that are indexed
_CACHE = 200_000  # words whose stem is remembered
_SHORT = {"id": 4, "en": 2}  # letters of a word that has no affix

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")
_APOSTROPHE = re.compile("['\u2019]s?$|['\u2019]")
_CLITIC = re.compile(r"(?:nya|lah|kah|ku|mu)$")


def lines(name: str) -> Iterator[list[str]]:
    """Yield the cells of each line of one of our word lists."""
    text = resources.files("catalog.search").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def fold(text: str) -> str:
    """Return the text without the differences that nobody means: case, accents, width, marks."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold()
    return "".join(char for char in text if not unicodedata.combining(char))


@cache
def _spellings() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return the one spelling of each variant word, and of each variant pair of words."""
    words: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for cells in lines("spellings.tsv"):
        for variant in cells[1:]:
            first, _, second = variant.partition(" ")
            if second:
                pairs[first, second] = cells[0]
            else:
                words[first] = cells[0]
    return words, pairs


def words(text: str) -> list[str]:
    """Return the folded words of a text, variants spelled one way, none longer than 64."""
    spelled, pairs = _spellings()
    found = _WORD.findall(fold(text[:MAX_FIELD]))
    if "'" in text or "\u2019" in text:
        found = [_APOSTROPHE.sub("", word) for word in found]
    plain = [spelled.get(word, word)[:MAX_TERM] for word in found]
    heads = pair_heads()
    if heads.isdisjoint(found):
        return plain
    joined: list[str] = []
    skip = False
    for number, word in enumerate(found):
        if skip:
            skip = False
            continue
        pair = pairs.get((word, found[number + 1])) if number + 1 < len(found) else None
        skip = pair is not None
        joined.append(pair or plain[number])
    return joined


@cache
def pair_heads() -> frozenset[str]:
    """Return the first halves of the words that some write as two."""
    return frozenset(first for first, _ in _spellings()[1])


class _Stems(dict[str, str]):
    """Remembers stems; emptied when full, so that hostile words cost no memory."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        if len(self) >= _CACHE:
            self.clear()
        self[word] = stem = self._stem(word)
        return stem


@cache
def _kept() -> dict[str, str]:
    return {cells[0]: cells[-1] for cells in lines("stems.tsv")}


def _stem_indonesian(word: str) -> str:
    kept = _kept()
    found = kept.get(word) or kept.get(_CLITIC.sub("", word))
    if found is not None:
        return found
    return (
        word if len(word) <= _SHORT["id"] or not word.isascii() else str(_INDONESIAN.stemWord(word))
    )


def _stem_english(word: str) -> str:
    return word if len(word) <= _SHORT["en"] else str(_ENGLISH.stemWord(word))


# Our own dict remembers; PyStemmer's cache would only double it. stemWord holds the GIL.
_INDONESIAN = Stemmer.Stemmer("indonesian", 0)
_ENGLISH = Stemmer.Stemmer("english", 0)
STEMS = {"id": _Stems(_stem_indonesian), "en": _Stems(_stem_english)}


def stem(word: str, language: str) -> str:
    """Return the stem of one folded word in ``id`` or ``en``."""
    return STEMS[language][word]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the words that carry no meaning of their own in ``id`` or ``en``."""
    return frozenset(cells[0] for cells in lines(f"stop_{language}.tsv"))


def analyze(text: str, language: str = "id") -> list[str]:
    """Return the stems of a text in order, without stop words; empty when it has no words."""
    stop = stop_words(language)
    stems = STEMS[language]
    return [stems[word] for word in words(text) if word not in stop]
