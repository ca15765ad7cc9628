"""An open segment: its mapped arrays, and where its documents are."""

from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from catalog.search.engine import IndexDamaged
from catalog.search.engines.whoosh.arrays import ArrayFile
from catalog.search.engines.whoosh.data import Array
from catalog.search.engines.whoosh.sidecar import VERSION, id_hash, term_hash
from catalog.search.engines.whoosh.state import Entry


class OpenSegment:
    """One segment's side file, mapped; documents are numbered from 0."""

    def __init__(self, folder: Path, entry: Entry) -> None:
        self.name = entry.name
        self.count = entry.count
        self.arrays = ArrayFile(folder / f"{entry.name}.side")
        if self.arrays.meta["version"] != VERSION or self.arrays.meta["count"] != entry.count:
            raise IndexDamaged(f"{entry.name} was written by another version")

    @staticmethod
    def of(folder: Path, entry: Entry) -> "OpenSegment":
        """Return the segment, opened once for each process."""
        return _open(folder, entry.name, entry.count)

    def ids(self, docs: Array) -> list[bytes]:
        """Return the ids of these documents."""
        flat = self.arrays["ids"][docs].tobytes()
        return [flat[start : start + 16] for start in range(0, len(flat), 16)]

    def locate(self, ids: list[bytes]) -> Array:
        """Return the numbers of the documents that have one of these ids, int64, ascending."""
        if not ids or not self.count:
            return np.empty(0, np.int64)
        wanted = np.frombuffer(b"".join(ids), np.uint8).reshape(-1, 16)
        known, order = self.arrays["id_hash"], self.arrays["id_order"]
        hashes = np.unique(id_hash(wanted))
        left, right = np.searchsorted(known, hashes), np.searchsorted(known, hashes, "right")
        spans = [order[start:end] for start, end in zip(left.tolist(), right.tolist(), strict=True)]
        docs = np.concatenate([np.empty(0, order.dtype), *spans]).astype(np.int64)
        both = set(ids)
        return np.array(
            [doc for doc, each in zip(docs, self.ids(docs), strict=True) if each in both], np.int64
        )

    def postings(self, language: str, stem: str) -> tuple[Array, Array] | None:
        """Return a stem's documents (uint32) and impacts (float32), None when it has none."""
        hashes = self.arrays[f"{language}.hash"]
        wanted = np.uint64(term_hash(stem.encode("utf-8", "surrogatepass")))
        place = int(np.searchsorted(hashes, wanted))
        if place >= len(hashes) or hashes[place] != wanted:
            return None
        start, end = self.arrays[f"{language}.starts"][place : place + 2].tolist()
        return (
            self.arrays[f"{language}.docs"][start:end],
            self.arrays[f"{language}.impact"][start:end],
        )

    def blob(self, name: str) -> list[str]:
        """Return a list of texts that is kept in one piece."""
        flat, ends = self.arrays[f"{name}.blob"].tobytes(), self.arrays[f"{name}.ends"].tolist()
        return [flat[start:end].decode("utf-8", "replace") for start, end in pairwise(ends)]

    @cached_property
    def _title(self) -> list[str]:
        return self.blob("title")

    def title_places(self, word: str, limit: int) -> range:
        """Return the places of the name words that begin so; the word's own if ``limit`` is 1."""
        start = bisect_left(self._title, word)
        end = start + 1 if limit == 1 else bisect_left(self._title, word + "\U0010ffff")
        if limit == 1 and self._title[start:end] != [word]:
            end = start
        return range(start, min(end, start + limit))

    def text(self, name: str, number: int) -> str:
        """Return one text of such a list."""
        start, end = self.arrays[f"{name}.ends"][number : number + 2].tolist()
        return self.arrays[f"{name}.blob"][start:end].tobytes().decode("utf-8", "replace")


@lru_cache(maxsize=32)
def _open(folder: Path, name: str, count: int) -> OpenSegment:
    return OpenSegment(folder, Entry(name=name, count=count))


def forget() -> None:
    """Close what this process has opened; the next query opens and checks it again."""
    _open.cache_clear()


def read_deleted(folder: Path, entry: Entry) -> Array:
    """Return a bool for each document of the segment: whether it is deleted."""
    if not entry.deleted:
        return np.zeros(entry.count, bool)
    packed = np.frombuffer((folder / entry.deleted).read_bytes(), np.uint8)
    bits = np.unpackbits(packed)[: entry.count].astype(bool)
    if len(bits) != entry.count or bits.sum() != entry.deleted_count:
        raise IndexDamaged(f"{entry.deleted} is not what was written")
    return bits
