"""One segment's whole content as arrays: what is written, read back, merged and searched."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

Array = NDArray[Any]
LENGTHS = np.array([byte_to_length(each) for each in range(256)], np.uint32)  # by length byte


@dataclass(frozen=True, slots=True)
class Postings:
    """One field: sorted ``terms``; term i is in ``docs[starts[i]:starts[i + 1]]``, ascending.

    ``starts`` int64 (terms + 1), ``docs`` uint32, ``counts`` uint32 (occurrences, as long as
    ``docs``).
    """

    terms: list[bytes]
    starts: Array
    docs: Array
    counts: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentData:
    """``count`` documents, numbered from 0, in arrays.

    ``lengths`` maps a text field to uint8 (count,), Whoosh's length byte. ``ids`` is uint8 (count,
    16); ``keys`` uint32 (count, KEYS) the names' hashes; ``numbers`` int64 (count,); ``labels`` the
    names as shown.
    """

    count: int
    fields: dict[str, Postings]
    lengths: dict[str, Array]
    totals: dict[str, int]  # words of each text field, before rounding to a byte
    ids: Array
    keys: Array
    numbers: dict[str, Array]
    labels: list[bytes]


def postings(
    names: list[bytes], terms: Array, docs: Array, weights: Array | None = None
) -> Postings:
    """Group (term number, document) pairs by term; equal pairs add up.

    ``names`` are the terms that the numbers mean; they end in byte order, as Whoosh wants them.
    ``weights`` are the occurrences of each pair, one when left out.
    """
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.uint64)
    rank[order] = np.arange(len(names), dtype=np.uint64)
    pairs = rank[terms] << np.uint64(32) | docs.astype(np.uint64)
    if weights is None:
        unique, counts = np.unique(pairs, return_counts=True)
    else:
        unique, inverse = np.unique(pairs, return_inverse=True)
        counts = np.bincount(inverse, weights, len(unique))
    used, starts = np.unique(unique >> np.uint64(32), return_index=True)
    return Postings(
        [names[order[number]] for number in used.tolist()],
        np.append(starts, len(unique)).astype(np.int64),
        (unique & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        counts.astype(np.uint32),
    )
