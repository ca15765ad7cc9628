"""The words that people write for the values of lists; pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.products.rules.bulk.problems import NEAR_LISTED, NOT_LISTED, shortened
from catalog.products.rules.reading import tidy
from catalog.products.rules.sheet import ORDER, READY

LIST_ENDING = " (pisahkan dengan ;)"
YES, NO = "Ya", "Tidak"
CLEAR = "-"  # what empties a cell: an empty one leaves the stored value as it is
_YES = ("1", "ya", "y", "yes", "true", "ada", "v", "x", "✓", "✔")
_NO = ("0", "tidak", "tdk", "t", "n", "no", "false", "tidak ada", "bukan")
_SELLING = {
    READY: ("Siap kirim", "ready", "ready stock", "ready to send", "stok ada", "stok", "siap"),
    ORDER: (
        "Dibuat sesuai pesanan", "order", "pre-order", "pre order", "preorder", "po",
        "made after the order", "made to order", "pesanan", "dibuat setelah dipesan",
    ),
}  # fmt: skip
_PARTS = re.compile(r"\s*[;\n|]\s*")
_NEAR = 82  # of 100, how alike two words must be before one is offered for the other

Words = Mapping[str, str]  # value by folded word


def fold(text: str) -> str:
    """Return a word as it is compared."""
    return clean_line(unicodedata.normalize("NFKC", tidy(text))).casefold()


def words_of(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the words of (value, word) pairs; the first one of a word wins."""
    found: dict[str, str] = {}
    for value, word in choices:
        found.setdefault(fold(word), value)
    for value, _ in choices:
        found.setdefault(fold(value), value)
    return found


def selling_words() -> dict[str, str]:
    """Return the words for how a product is sold."""
    return words_of([(value, word) for value, words in _SELLING.items() for word in words])


def selling_word(value: str) -> str:
    """Return how a way of selling is written in a sheet; empty for none."""
    return _SELLING[value][0] if value in _SELLING else ""


def flag_words(no: str = "0") -> dict[str, str]:
    """Return the words for yes and no; ``no`` is what the field reads for it."""
    return {fold(word): "1" for word in _YES} | {fold(word): no for word in _NO}


def value_of(typed: str, words: Words) -> str:
    """Return the value of a word; RuleBroken for one that is not listed, with the nearest."""
    folded = fold(typed)
    found = words.get(folded)
    if found is not None:
        return found
    near = process.extractOne(folded, list(words), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near is None:
        raise RuleBroken(NOT_LISTED, typed=shortened(typed))
    raise RuleBroken(NEAR_LISTED, typed=shortened(typed), near=near[0])


def values_of(typed: str, words: Words) -> list[str]:
    """Return the values of ``word; word``, or of a list with commas where no word has one."""
    if fold(typed) in words:
        return [words[fold(typed)]]
    parts = [part for part in _PARTS.split(typed) if part.strip()]
    if len(parts) == 1:
        pieces = [part for part in typed.split(",") if part.strip()]
        if all(fold(piece) in words for piece in pieces):
            parts = pieces
    return [value_of(part, words) for part in parts]
