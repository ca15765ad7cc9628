"""From documents to a segment's arrays."""

from array import array
from collections import Counter
from collections.abc import Iterable
from zlib import crc32

import numpy as np
from whoosh.util.numeric import length_to_byte

from catalog.search.analysis import STEMS, stop_words, words
from catalog.search.document import FACETS, NUMBERS, Document
from catalog.search.engines.whoosh.data import Array, Postings, SegmentData, postings
from catalog.search.engines.whoosh.schema import (
    ABSENT,
    KEYS,
    NAMES,
    PAIRS,
    PREFIXES,
    TEXTS,
    TITLE,
    WEIGHTED,
    WORDS,
    facet_field,
    pair,
)

_LARGEST = 2**62  # a number beyond this is a mistake, and must not break the index
SEPARATOR = "\x1f"  # parts of a label
_LABEL = 300  # characters of a part


class _Column:
    """Pairs of (term, document) of one field, in flat arrays."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.terms = array("I")
        self.docs = array("I")

    def add(self, doc: int, terms: Iterable[str]) -> int:
        """Add one document's terms; return how many there were."""
        numbers = self.numbers
        before = len(self.terms)
        self.terms.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        added = len(self.terms) - before
        self.docs.extend([doc] * added)
        return added


def name_hashes(stems: list[str]) -> list[int]:
    """Return the hashes of the first 1 … 4 words and of the whole; 0 where there is none.

    Equal hashes mean equal leading words (32 bits; only compared on documents that match anyway).
    """
    found = [0] * (PREFIXES + 1)
    value = 0
    for number, stem in enumerate(stems):
        value = crc32(stem.encode("utf-8", "replace") + b" ", value)
        if number < PREFIXES:
            found[number] = value or 1
    found[PREFIXES] = (value or 1) if stems else 0
    return found


class Builder:
    """Takes documents one by one and gives the arrays of a segment."""

    def __init__(self) -> None:
        self._texts = {name: _Column() for name in WEIGHTED}
        self._facets = {name: _Column() for name in FACETS}
        self._title = _Column()
        self._words: Counter[str] = Counter()
        self._pairs: list[str] = []
        self._lengths = {name: array("I") for name in WEIGHTED}
        self._numbers = {name: array("q") for name in NUMBERS}
        self._ids = bytearray()
        self._keys = array("I")
        self._labels: list[bytes] = []

    def add(self, document: Document) -> None:
        """Add one document; the last of two with one id is the caller's to choose."""
        doc = len(self._labels)
        seen = [self._add_text(doc, name, document.texts.get(name, "")) for name in TEXTS]
        self._title.add(doc, sorted(seen[0] | seen[1]))
        self._words.update(set().union(*seen))
        self._lengths[PAIRS].append(self._texts[PAIRS].add(doc, self._pairs))
        self._pairs.clear()
        for name, column in self._facets.items():
            column.add(doc, dict.fromkeys(map(str, document.facets.get(name, ()))))
        for name, numbers in self._numbers.items():
            numbers.append(max(ABSENT, min(int(document.numbers.get(name, ABSENT)), _LARGEST)))
        self._ids += document.id.bytes
        parts = [*(document.texts.get(part, "") for part in NAMES), document.slug]
        label = SEPARATOR.join(part.replace(SEPARATOR, " ")[:_LABEL] for part in parts)
        self._labels.append(label.encode("utf-8", "replace"))

    def _add_text(self, doc: int, name: str, text: str) -> set[str]:
        """Add one text field; return its words."""
        field = TEXTS[name]
        found = words(text)
        seen = set(found)
        if field.stops:
            stop = stop_words(field.language)
            found = [word for word in found if word not in stop]
        stems = list(map(STEMS[field.language].__getitem__, found))
        self._lengths[name].append(self._texts[name].add(doc, stems))
        if name in NAMES:
            self._keys.extend(name_hashes(stems))
            self._pairs.extend(map(pair, stems, stems[1:]))
        return seen

    def finish(self) -> SegmentData:
        """Return the arrays."""
        count = len(self._labels)
        fields = {name: _postings(column) for name, column in self._texts.items()}
        fields |= {facet_field(name): _postings(each) for name, each in self._facets.items()}
        fields[TITLE] = _postings(self._title)
        fields[WORDS] = postings(
            _encoded(self._words),
            np.arange(len(self._words), dtype=np.uint32),
            np.zeros(len(self._words), np.uint32),  # a word is listed once, whoever has it
            np.array(list(self._words.values()), np.float64),
        )
        lengths = {name: np.asarray(lens, np.uint32) for name, lens in self._lengths.items()}
        return SegmentData(
            count=count,
            fields=fields,
            lengths={name: length_bytes(each) for name, each in lengths.items()},
            totals={name: int(each.sum()) for name, each in lengths.items()},
            ids=np.frombuffer(bytes(self._ids), np.uint8).reshape(count, 16),
            keys=np.asarray(self._keys, np.uint32).reshape(count, KEYS),
            numbers={name: np.asarray(each, np.int64) for name, each in self._numbers.items()},
            labels=self._labels,
        )


def length_bytes(lengths: Array) -> Array:
    """Return Whoosh's length byte of each length."""
    unique, inverse = np.unique(lengths, return_inverse=True)
    table = np.array([length_to_byte(int(each)) for each in unique], np.uint8)
    return table[inverse]


def _postings(column: _Column) -> Postings:
    terms = np.frombuffer(column.terms, np.uint32) if column.terms else np.empty(0, np.uint32)
    docs = np.frombuffer(column.docs, np.uint32) if column.docs else np.empty(0, np.uint32)
    return postings(_encoded(column.numbers), terms, docs)


def _encoded(names: Iterable[str]) -> list[bytes]:
    return [name.encode("utf-8", "surrogatepass") for name in names]
