"""Several segments joined into one, without their deleted documents."""

import numpy as np

from catalog.search.document import NUMBERS
from catalog.search.engines.whoosh.data import LENGTHS, Array, Postings, SegmentData, postings
from catalog.search.engines.whoosh.schema import WEIGHTED, WORDS


def merge(parts: list[tuple[SegmentData, Array]]) -> SegmentData:
    """Join segments, each with a bool array of the documents to keep, in order."""
    fields: dict[str, Postings] = {}
    moves, count = [], 0
    for _, keep in parts:
        moves.append(np.where(keep, np.cumsum(keep) - 1 + count, -1))
        count += int(keep.sum())
    names = parts[0][0].fields
    for name in names:
        own = [data.fields[name] for data, _ in parts]
        fields[name] = _merge_field(own, moves, keep_all=name == WORDS)
    keeps = [keep for _, keep in parts]
    datas = [data for data, _ in parts]

    def joined(arrays: list[Array]) -> Array:
        return np.concatenate([each[keep] for each, keep in zip(arrays, keeps, strict=True)])

    lengths = {name: joined([data.lengths[name] for data in datas]) for name in WEIGHTED}
    return SegmentData(
        count=count,
        fields=fields,
        lengths=lengths,
        totals=_totals(parts, lengths),
        ids=joined([data.ids for data in datas]),
        keys=joined([data.keys for data in datas]),
        numbers={name: joined([data.numbers[name] for data in datas]) for name in NUMBERS},
        labels=[
            label
            for data, keep in parts
            for label, kept in zip(data.labels, keep.tolist(), strict=True)
            if kept
        ],
    )


def _totals(parts: list[tuple[SegmentData, Array]], lengths: dict[str, Array]) -> dict[str, int]:
    if all(keep.all() for _, keep in parts):
        return {name: sum(data.totals.get(name, 0) for data, _ in parts) for name in WEIGHTED}
    return {name: int(LENGTHS[each].sum()) for name, each in lengths.items()}


def _merge_field(fields: list[Postings], moves: list[Array], *, keep_all: bool) -> Postings:
    """Join one field; ``moves`` gives each document's new number, -1 for a deleted one.

    The vocabulary (``keep_all``) keeps the words of deleted documents until the next rebuild.
    """
    numbers: dict[bytes, int] = {}
    terms, docs, counts = [], [], []
    for field, move in zip(fields, moves, strict=True):
        own = [numbers.setdefault(term, len(numbers)) for term in field.terms]
        spread = np.repeat(np.array(own, np.uint32), np.diff(field.starts))
        moved = np.zeros(len(spread), np.int64) if keep_all else move[field.docs]
        kept = moved >= 0
        terms.append(spread[kept])
        docs.append(moved[kept].astype(np.uint32))
        counts.append(field.counts[kept])
    joined = [np.concatenate(each) for each in (terms, docs, counts)]
    return postings(list(numbers), *joined)
