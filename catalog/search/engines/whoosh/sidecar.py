"""What a query reads of a segment: impacts, facets and numbers, ready to be mapped.

BM25F's length-normalised, field-weighted frequency of every posting is computed here, once, so that
a query only looks it up: ``impact = Σ weight · count / (1 - b + b · length / average length)`` over
the fields.
"""

from hashlib import blake2b
from pathlib import Path

import numpy as np

from catalog.search.document import FACETS, NUMBERS
from catalog.search.engines.whoosh.arrays import write_arrays
from catalog.search.engines.whoosh.data import LENGTHS, Array, Postings, SegmentData
from catalog.search.engines.whoosh.schema import KEYS, SPACES, TITLE, WEIGHTED, WORDS, facet_field

VERSION = 1  # raise when what is computed here changes: older files are made again


def term_hash(term: bytes) -> int:
    """Return the 64-bit number that stands for a term."""
    return int.from_bytes(blake2b(term, digest_size=8).digest(), "little")


def id_hash(ids: Array) -> Array:
    """Return a uint64 for each 16-byte id; equal ids give equal numbers."""
    halves = np.ascontiguousarray(ids).view("<u8").reshape(-1, 2)
    mixed: Array = halves[:, 0] ^ (halves[:, 1] * np.uint64(0x9E3779B97F4A7C15))
    return mixed


def averages(totals: dict[str, int], count: int) -> dict[str, float]:
    """Return the mean words of each text field, at least one."""
    return {name: max(1.0, totals.get(name, 0) / max(count, 1)) for name in WEIGHTED}


def write_sidecar(path: Path, data: SegmentData, means: dict[str, float]) -> None:
    """Write a segment's side file; ``means`` are the index's mean field lengths."""
    arrays: dict[str, Array] = {"ids": data.ids}
    arrays |= {f"key.{number}": data.keys[:, number] for number in range(KEYS)}
    hashes = id_hash(data.ids)
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    arrays |= {"id_hash": hashes[order], "id_order": order}
    arrays |= {name: data.numbers[name] for name in NUMBERS}
    for space in SPACES:
        arrays |= _impacts(space, data, means)
    values: dict[str, list[str]] = {}
    for facet in FACETS:
        field = data.fields[facet_field(facet)]
        values[facet] = [term.decode("utf-8", "surrogatepass") for term in field.terms]
        arrays |= _facet(facet, field, data.count)
    arrays |= _blob("label", data.labels)
    title, words = data.fields[TITLE], data.fields[WORDS]
    arrays |= _blob("title", title.terms)
    arrays |= {"title.starts": title.starts.astype(np.uint32), "title.docs": title.docs}
    arrays |= _blob("words", words.terms) | {"words.counts": words.counts}
    write_arrays(path, arrays, {"version": VERSION, "count": data.count, "values": values})


def _blob(name: str, parts: list[bytes]) -> dict[str, Array]:
    ends = np.cumsum([0, *map(len, parts)]).astype(np.uint32)
    return {f"{name}.blob": np.frombuffer(b"".join(parts), np.uint8), f"{name}.ends": ends}


def _impacts(language: str, data: SegmentData, means: dict[str, float]) -> dict[str, Array]:
    """Return one language's terms by hash, and each one's documents with their impacts."""
    hashes, docs, impacts = [], [], []
    for name, text in WEIGHTED.items():
        if text.language != language:
            continue
        field = data.fields[name]
        lengths = LENGTHS[data.lengths[name]].astype(np.float32)
        norms = text.weight / (1 - text.b + text.b * lengths / np.float32(means[name]))
        own = np.array([term_hash(term) for term in field.terms], np.uint64)
        hashes.append(np.repeat(own, np.diff(field.starts)))
        docs.append(field.docs)
        impacts.append(field.counts.astype(np.float32) * norms[field.docs])
    every, place = np.concatenate(hashes), np.concatenate(docs)
    terms, number = np.unique(every, return_inverse=True)
    pairs = number.astype(np.uint64) << np.uint64(32) | place
    unique, inverse = np.unique(pairs, return_inverse=True)
    starts = np.searchsorted(unique, np.arange(len(terms) + 1, dtype=np.uint64) << np.uint64(32))
    return {
        f"{language}.hash": terms,
        f"{language}.starts": starts.astype(np.uint32),
        f"{language}.docs": unique.astype(np.uint32),
        f"{language}.impact": np.bincount(inverse, np.concatenate(impacts), len(unique)).astype(
            np.float32
        ),
    }


def _facet(facet: str, field: Postings, count: int) -> dict[str, Array]:
    """Return a facet by document: one number each (0 for none) or, with several, a run of them."""
    values = np.repeat(np.arange(1, len(field.terms) + 1), np.diff(field.starts))
    kind = np.uint16 if len(field.terms) < 2**16 - 1 else np.uint32
    order = np.argsort(field.docs, kind="stable")
    owners, values = field.docs[order], values[order].astype(kind)
    per_doc = np.bincount(owners, minlength=count)
    if count and per_doc.max(initial=0) <= 1:
        single = np.zeros(count, kind)
        single[owners] = values
        return {f"{facet}.one": single}
    starts = np.concatenate([[0], np.cumsum(per_doc)]).astype(np.uint32)
    return {f"{facet}.starts": starts, f"{facet}.values": values}
