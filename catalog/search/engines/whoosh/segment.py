"""From a segment's arrays to Whoosh's files.

Whoosh's own writer adds posting after posting in Python (about 700 documents a second). Here each
block of a term goes out in one piece, through Whoosh's term index, columns and segment classes and
in the format of its codec (whoosh3 of Whoosh-Reloaded 2.7.5), so that stock Whoosh reads the
result; the tests hold it to that.
"""

from collections.abc import Iterator
from pickle import dumps

import numpy as np
from whoosh.codec.whoosh3 import (
    STORED_COLUMN,
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3Segment,
    W3TermInfo,
)
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.util.numeric import length_to_byte

from catalog.search.engines.whoosh.data import LENGTHS, Array, Postings, SegmentData
from catalog.search.engines.whoosh.schema import COUNTED, INDEX_NAME, codec, make_schema

_BLOCK = 1024  # postings in a block


def write_segment(storage: FileStorage, data: SegmentData) -> W3Segment:
    """Write one segment's files and return its entry for the table of contents."""
    segment = W3Segment(codec(), INDEX_NAME, doccount=data.count)
    segment._fieldlengths = dict(data.totals)  # noqa: SLF001  # set so by codec
    _write_columns(storage, segment, data)
    schema = make_schema()
    writer = segment.codec().field_writer(storage, segment)
    for name, field in data.fields.items():
        writer.start_field(name, schema[name])
        number = writer._fieldid.to_bytes(2, "big")  # noqa: SLF001  # as its add()
        lengths = LENGTHS[data.lengths[name]] if name in data.lengths else None
        file = writer._postfile  # noqa: SLF001  # as its add()
        for term, info in _write_postings(file, field, lengths, counted=name in COUNTED):
            writer._tindex.add(number + term, info.to_bytes())  # noqa: SLF001  # as finish_term()
        writer.finish_field()
    writer.close()
    return segment


def whoosh_segment(name: str, count: int, totals: dict[str, int], gone: set[int]) -> W3Segment:
    """Return the entry of a segment that was written before, with its deleted documents."""
    segid = name.removeprefix(f"{INDEX_NAME}_")
    segment = W3Segment(codec(), INDEX_NAME, doccount=count, segid=segid, deleted=gone or None)
    segment._fieldlengths = dict(totals)  # noqa: SLF001  # set so by codec
    segment.compound = True
    return segment


def _write_postings(
    file: StructFile, field: Postings, lengths: Array | None, *, counted: bool
) -> Iterator[tuple[bytes, W3TermInfo]]:
    starts = field.starts.tolist()
    for number, term in enumerate(field.terms):
        begin, end = starts[number], starts[number + 1]
        info = W3TermInfo()
        offset = file.tell()
        file.write(WHOOSH3_HEADER_MAGIC)
        for first in range(begin, end, _BLOCK):
            docs = field.docs[first : min(first + _BLOCK, end)]
            counts = field.counts[first : first + len(docs)] if counted else None
            block = _block(info, docs, counts, lengths)
            # A negative length marks the last block.
            file.write_int(-len(block) if first + _BLOCK >= end else len(block))
            file.write(block)
        info.set_extent(offset, file.tell() - offset)
        yield term, info


def _block(info: W3TermInfo, docs: Array, counts: Array | None, lengths: Array | None) -> bytes:
    """Return a block's bytes and add its statistics to the term's."""
    size = len(docs)
    last = int(docs[-1])
    if size == 1:  # most terms: spare them the array functions
        first, deltas = last, (last,)
    else:
        first = int(docs[0])
        deltas = (first, *np.diff(docs).tolist())
    shortest, longest = _extent(docs, lengths)
    heaviest = total = 1.0
    weights: float | tuple[float, ...] | None = None
    values: bytes | None = None
    if counts is not None:
        heaviest = float(counts.max())
        total = float(counts.sum())
        values = counts.astype(">u4").tobytes()
        if heaviest > 1:
            weights = tuple(counts.astype(float).tolist())
    else:
        total = float(size)
    _note(info, (first, last, size), (total, heaviest), (shortest, longest))
    span = (length_to_byte(shortest), length_to_byte(longest))
    return dumps((size, last, heaviest, 0, *span), 2) + dumps((deltas, weights, values), 2)


def _extent(docs: Array, lengths: Array | None) -> tuple[int | None, int]:
    if lengths is None:
        return None, 0
    if len(docs) == 1:
        only = int(lengths[docs[0]])
        return only, only
    here = lengths[docs]
    return int(here.min()), int(here.max())


def _note(
    info: W3TermInfo,
    span: tuple[int, int, int],
    weight: tuple[float, float],
    lengths: tuple[int | None, int],
) -> None:
    """Do what ``W3TermInfo.add_block`` does, from numbers instead of a buffer."""
    first, last, size = span
    info._weight += weight[0]  # noqa: SLF001  # twin of add_block
    info._df += size  # noqa: SLF001  # twin of add_block
    info._maxweight = max(info._maxweight, weight[1])  # noqa: SLF001  # twin of add_block
    shortest = lengths[0]
    if shortest is not None:
        known = info._minlength  # noqa: SLF001  # twin of add_block
        info._minlength = shortest if known is None else min(known, shortest)  # noqa: SLF001  # same
    info._maxlength = max(info._maxlength, lengths[1])  # noqa: SLF001  # twin of add_block
    if info._minid is None:  # noqa: SLF001  # twin of add_block
        info._minid = first  # noqa: SLF001  # twin of add_block
    info._maxid = last  # noqa: SLF001  # twin of add_block


def _write_columns(storage: FileStorage, segment: W3Segment, data: SegmentData) -> None:
    def create(name: str) -> StructFile:
        return storage.create_file(W3Codec.column_filename(segment, name))

    plain = {f"_{name}_len": each for name, each in data.lengths.items()}
    plain |= {name: each.astype(">i8") for name, each in data.numbers.items()}
    plain |= {"id": data.ids, "keys": data.keys.astype(">u4")}
    for name, values in plain.items():
        with create(name) as file:
            file.write(values.tobytes())
    with create("label") as file:
        column = VarBytesColumn().writer(file)
        for doc, label in enumerate(data.labels):
            column.add(doc, label)
        column.finish(data.count)
    with create("_stored") as file:  # nothing is stored, but stock Whoosh asks
        STORED_COLUMN.writer(file).finish(data.count)
