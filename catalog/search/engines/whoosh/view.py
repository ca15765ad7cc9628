"""One generation of the index as a query sees it: segments laid end to end.

With a single segment everything is the mapped file itself. With more, a column is joined when it is
first asked for. Postings of several segments are joined per stem and remembered, at most 16 MB of
them.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike

from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.opened import OpenSegment, read_deleted
from catalog.search.engines.whoosh.state import State

Kept = TypeVar("Kept")
CACHE_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's values, and each document's: one number (0 for none) or a run of them.

    ``values[number - 1]`` is the text of ``number``. Either ``one`` (count,) or ``starts`` (count +
    1,) and ``many``.
    """

    values: list[str]
    numbers: dict[str, int]
    one: Array | None
    starts: Array | None
    many: Array | None


class Cache:
    """Remembers arrays by key; drops those unused for longest beyond its bytes."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:  # noqa: ANN401  # whatever was put
        """Return what was put, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Remember a value of ``size`` bytes."""
        with self._lock:
            if key in self._kept or size > self._limit // 4:
                return
            self._kept[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                self._size -= self._kept.popitem(last=False)[1][1]


class View:
    """Documents are numbered through all segments; ``live`` is None when all of them are."""

    def __init__(self, root: Path, state: State) -> None:
        folder = root / state.folder
        self.state = state
        self.segments = [OpenSegment.of(folder, entry) for entry in state.segments]
        sizes = [segment.count for segment in self.segments]
        self.bases = [int(base) for base in np.cumsum([0, *sizes])]
        self.count = self.bases[-1]
        self.live_count = sum(entry.live for entry in state.segments)
        self.live: Array | None = None
        if self.live_count < self.count:
            gone = [read_deleted(folder, entry) for entry in state.segments]
            self.live = ~np.concatenate(gone)
        self.cache = Cache()
        self._columns: dict[str, Array] = {}
        self._facets: dict[str, Facet] = {}
        self._lists: dict[str, Any] = {}

    def kept(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` gave when it was first asked for under this name."""
        if name not in self._lists:
            self._lists[name] = make()
        found: Kept = self._lists[name]
        return found

    def alive(self) -> Array:
        """Return the numbers of all live documents."""
        return self.kept("alive", self._alive)

    def _alive(self) -> Array:
        return np.arange(self.count) if self.live is None else np.flatnonzero(self.live)

    def column(self, name: str) -> Array:
        """Return one array of the side files through all segments."""
        if name not in self._columns:
            parts = [segment.arrays[name] for segment in self.segments]
            self._columns[name] = parts[0] if len(parts) == 1 else _joined(parts)
        return self._columns[name]

    def ids(self, docs: Array) -> list[bytes]:
        """Return the 16-byte ids of these documents, in this order."""
        flat = self.id_rows(docs).tobytes()
        return [flat[start : start + 16] for start in range(0, len(flat), 16)]

    def id_rows(self, docs: Array) -> Array:
        """Return the ids as uint8 (len(docs), 16)."""
        rows = np.empty((len(docs), 16), np.uint8)
        for segment, here, local in self._spread(docs):
            rows[here] = segment.arrays["ids"][local]
        return rows

    def _spread(self, docs: Array) -> list[tuple[OpenSegment, Array, Array]]:
        if len(self.segments) == 1:
            return [(self.segments[0], np.arange(len(docs)), docs)]
        owner = np.searchsorted(self.bases, docs, "right") - 1
        spread = []
        for number in np.unique(owner).tolist():
            here = np.flatnonzero(owner == number)
            spread.append((self.segments[number], here, docs[here] - self.bases[number]))
        return spread

    def label(self, doc: int) -> str:
        """Return the names and slug of a document, as the builder joined them."""
        number = int(np.searchsorted(self.bases, doc, "right")) - 1
        return self.segments[number].text("label", doc - self.bases[number])

    def postings(self, language: str, stem: str) -> tuple[Array, Array]:
        """Return a stem's documents (ascending, deleted ones too) and impacts."""
        key = (language, stem)
        found: tuple[Array, Array] | None = self.cache.get(key)
        if found is not None:
            return found
        docs, impacts = [], []
        for base, segment in zip(self.bases, self.segments, strict=False):
            part = segment.postings(language, stem)
            if part is not None:
                docs.append(part[0].astype(np.int64) + base)
                impacts.append(part[1])
        if not docs:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        made = (np.concatenate(docs), np.concatenate(impacts))
        self.cache.put(key, made, made[0].nbytes + made[1].nbytes + 200)
        return made

    def facet(self, name: str) -> Facet:
        """Return one facet through all segments."""
        if name not in self._facets:
            self._facets[name] = self._join_facet(name)
        return self._facets[name]

    def _join_facet(self, name: str) -> Facet:
        numbers: dict[str, int] = {}
        maps = []
        for segment in self.segments:
            own = segment.arrays.meta["values"][name]
            maps.append(
                np.array([0, *(numbers.setdefault(each, len(numbers) + 1) for each in own)])
            )
        kind = np.uint16 if len(numbers) < 2**16 - 1 else np.uint32
        values = list(numbers)
        if all(f"{name}.one" in segment.arrays for segment in self.segments):
            one = [
                _renumber(segment.arrays[f"{name}.one"], table, kind)
                for segment, table in self._with(maps)
            ]
            return Facet(
                values, numbers, one[0] if len(one) == 1 else _joined(one, kind), None, None
            )
        starts, many, total = [np.zeros(1, np.uint32)], [], 0
        for segment, table in self._with(maps):
            own_starts, own_values = _as_runs(segment, name)
            starts.append(own_starts[1:] + np.uint32(total))
            many.append(_renumber(own_values, table, kind))
            total += len(own_values)
        return Facet(values, numbers, None, _joined(starts), _joined(many, kind))

    def _with(self, maps: list[Array]) -> list[tuple[OpenSegment, Array]]:
        return list(zip(self.segments, maps, strict=True))

    def vocabulary(self) -> tuple[list[str], Array]:
        """Return every unstemmed word, sorted, and how many documents have it."""
        return self.kept("words", self._vocabulary)

    def _vocabulary(self) -> tuple[list[str], Array]:
        counts: dict[str, int] = {}
        for segment in self.segments:
            own = segment.arrays["words.counts"].tolist()
            for word, count in zip(segment.blob("words"), own, strict=True):
                counts[word] = counts.get(word, 0) + count
        ordered = sorted(counts)
        return ordered, np.array([counts[word] for word in ordered], np.int64)

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return the most frequent words that begin so, at most ``limit``."""
        ordered, counts = self.vocabulary()
        start = bisect_left(ordered, prefix)
        end = bisect_left(ordered, prefix + "\U0010ffff")
        best = np.argsort(-counts[start:end], kind="stable")[:limit]
        return [ordered[start + int(number)] for number in best]


def _joined(parts: list[Array], kind: DTypeLike = np.int64) -> Array:
    if not parts:
        return np.empty(0, kind)
    return np.concatenate(parts)


def _renumber(numbers: Array, table: Array, kind: DTypeLike) -> Array:
    if len(table) and np.array_equal(table, np.arange(len(table))):
        return numbers
    renumbered: Array = table.astype(kind)[numbers]
    return renumbered


def _as_runs(segment: OpenSegment, name: str) -> tuple[Array, Array]:
    if f"{name}.one" not in segment.arrays:
        return segment.arrays[f"{name}.starts"], segment.arrays[f"{name}.values"]
    one = segment.arrays[f"{name}.one"]
    starts = np.concatenate([[0], np.cumsum(one > 0)]).astype(np.uint32)
    return starts, one[one > 0]
