"""From Whoosh's files back to a segment's arrays: for merging and repairing."""

from collections.abc import Iterator
from io import BytesIO
from pickle import load

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage

from catalog.search.document import NUMBERS
from catalog.search.engines.whoosh.data import Array, Postings, SegmentData
from catalog.search.engines.whoosh.schema import COUNTED, KEYS, TITLE, WEIGHTED, make_schema


def read_segment(storage: FileStorage, segment: W3Segment) -> SegmentData:
    """Return what the segment's files hold, deleted documents included."""
    count = segment.doc_count_all()

    def column(name: str, kind: str) -> Array:
        path = W3Codec.column_filename(segment, name)
        with storage.open_file(path) as file:
            return np.frombuffer(bytes(file.get(0, storage.file_length(path))), kind)

    return SegmentData(
        count=count,
        fields=_read_fields(storage, segment),
        lengths={name: column(f"_{name}_len", "u1") for name in WEIGHTED},
        totals=dict(segment._fieldlengths),  # noqa: SLF001  # as the codec's reader
        ids=column("id", "u1").reshape(count, 16),
        keys=column("keys", ">u4").astype(np.uint32).reshape(count, KEYS),
        numbers={name: column(name, ">i8").astype(np.int64) for name in NUMBERS},
        labels=_read_labels(storage, segment, count),
    )


def _read_labels(storage: FileStorage, segment: W3Segment, count: int) -> list[bytes]:
    path = W3Codec.column_filename(segment, "label")
    with storage.open_file(path) as file:
        reader = VarBytesColumn().reader(file, 0, storage.file_length(path), count)
        return [bytes(reader[doc]) for doc in range(count)]


def _read_fields(storage: FileStorage, segment: W3Segment) -> dict[str, Postings]:
    terms = segment.codec().terms_reader(storage, segment)
    with storage.open_file(segment.make_filename(W3Codec.POSTS_EXT)) as file:
        blocks = bytes(file.get(0, storage.file_length(segment.make_filename(W3Codec.POSTS_EXT))))
    parts: dict[str, list[tuple[bytes, Array, Array]]] = {}
    for (name, term), info in terms.items():
        docs, counts = _read_postings(blocks, info.extent()[0], counted=name in COUNTED)
        parts.setdefault(name, []).append((term, docs, counts))
    terms.close()
    names = [name for name in make_schema().names() if name in COUNTED or name.startswith("f_")]
    return {name: _join(parts.get(name, [])) for name in [*names, TITLE]}


def _join(parts: list[tuple[bytes, Array, Array]]) -> Postings:
    empty = np.empty(0, np.uint32)
    sizes = [len(docs) for _, docs, _ in parts]
    return Postings(
        [term for term, _, _ in parts],
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        np.concatenate([empty, *(docs for _, docs, _ in parts)]),
        np.concatenate([empty, *(counts for _, _, counts in parts)]),
    )


def _read_postings(blocks: bytes, offset: int, *, counted: bool) -> tuple[Array, Array]:
    docs: list[Array] = []
    counts: list[Array] = []
    for deltas, values in _read_blocks(blocks, offset + len(WHOOSH3_HEADER_MAGIC)):
        # Each block counts from zero again.
        docs.append(np.cumsum(np.array(deltas, np.uint32), dtype=np.uint32))
        ones = np.ones(len(deltas), np.uint32)
        counts.append(np.frombuffer(values, ">u4").astype(np.uint32) if counted else ones)
    return np.concatenate(docs), np.concatenate(counts)


def _read_blocks(blocks: bytes, place: int) -> Iterator[tuple[tuple[int, ...], bytes]]:
    size = 1
    while size > 0:  # the last block's length is negative
        size = int.from_bytes(blocks[place : place + 4], "big", signed=True)
        file = BytesIO(blocks[place + 4 : place + 4 + abs(size)])
        load(file)  # noqa: S301  # our private folder
        deltas, _, values = load(file)  # noqa: S301  # our private folder
        yield deltas, values
        place += 4 + abs(size)
