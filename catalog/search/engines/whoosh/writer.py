"""The one writer: batches become segments, every change ends in one swapped state.

Order of a commit: the segment's files, the side file and the lists of deleted documents, each
synced; Whoosh's table of contents; the state. A crash before the last step leaves the state before
it, whose files are still there.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from catalog.search.document import Document
from catalog.search.engine import IndexDamaged, Term
from catalog.search.engines.whoosh.build import Builder
from catalog.search.engines.whoosh.data import Array, SegmentData
from catalog.search.engines.whoosh.merge import merge
from catalog.search.engines.whoosh.opened import OpenSegment, read_deleted
from catalog.search.engines.whoosh.readback import read_segment
from catalog.search.engines.whoosh.schema import INDEX_NAME, make_schema
from catalog.search.engines.whoosh.segment import whoosh_segment, write_segment
from catalog.search.engines.whoosh.sidecar import averages, write_sidecar
from catalog.search.engines.whoosh.state import Entry, State, read_state, sync, write_state

SIDE_EXT = ".side"
MAX_SEGMENTS = 8
_CHUNK = 100_000  # documents built at once, which bounds the memory of a rebuild
_SMALL = 20_000  # documents of a merge; larger segments stay as they are


class Writer:
    """Changes the index in ``root``; the caller holds the lock."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def rebuild(self, documents: Iterable[Document], applied: int, terms: Sequence[Term]) -> State:
        """Write all documents into a fresh folder, swap, and remove the old one."""
        generation = self._next_generation()
        folder = self._root / f"index-{generation}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        made: list[Entry] = []
        means: dict[str, float] = {}
        for data in _chunks(documents):
            means = means or averages(data.totals, data.count)
            made.append(_write(folder, data, means))
        means = means or averages({}, 0)
        state = State(
            folder=folder.name,
            toc=1,
            generation=generation,
            applied=applied,
            means=means,
            segments=tuple(made),
            terms=self._write_terms(terms, generation),
        )
        self._commit(state)
        return state

    def apply(
        self,
        documents: Sequence[Document],
        stale: Iterable[UUID],
        applied: int | None,
        terms: Sequence[Term] | None,
    ) -> State:
        """Replace and delete documents in one step."""
        state = read_state(self._root)
        folder = self._root / state.folder
        latest = {each.id: each for each in documents}
        generation = state.generation + 1
        gone = [*latest, *stale]
        try:
            entries = [_without(folder, entry, gone, generation) for entry in state.segments]
        except (FileNotFoundError, LookupError, ValueError) as error:
            raise IndexDamaged("a segment is missing or not what was written") from error
        if latest:
            builder = Builder()
            for document in latest.values():
                builder.add(document)
            entries.append(_write(folder, builder.finish(), state.means))
        changed = replace(
            state,
            toc=state.toc + 1,
            generation=generation,
            applied=state.applied if applied is None else applied,
            segments=tuple(entry for entry in entries if entry.live),
            terms=state.terms if terms is None else self._write_terms(terms, generation),
        )
        self._commit(changed)
        return changed

    def tidy(self) -> State | None:
        """Merge small segments when there are more than eight; None when there was no need."""
        state = read_state(self._root)
        chosen = _to_merge(state.segments)
        if not chosen:
            return None
        folder = self._root / state.folder
        storage = FileStorage(str(folder))
        try:
            parts = [
                (_read(storage, state.segments[number]), _live(folder, state.segments[number]))
                for number in chosen
            ]
        except Exception as error:  # Whoosh checks nothing, and fails as it may
            raise IndexDamaged("a segment cannot be read back") from error
        made = _write(folder, merge(parts), state.means)
        rest = [each for number, each in enumerate(state.segments) if number not in chosen]
        changed = replace(
            state,
            toc=state.toc + 1,
            generation=state.generation + 1,
            segments=(*rest, made),
        )
        self._commit(changed)
        return changed

    def _next_generation(self) -> int:
        """Return a generation above any that a reader may have seen, damaged or not."""
        known = [0, *(int(path.name.partition("-")[2]) for path in self._root.glob("index-*"))]
        try:
            known.append(read_state(self._root).generation)
        except IndexDamaged:
            # Half-known history: leave room for the batches that followed the last rebuild.
            known.append(max(known) + 1_000_000 if max(known) else 0)
        return max(known) + 1

    def _write_terms(self, terms: Sequence[Term], generation: int) -> str:
        path = self._root / f"terms-{generation}.json"
        path.write_text(json.dumps([asdict(term) for term in terms]), "utf-8")
        sync(path)
        return path.name

    def _commit(self, state: State) -> None:
        folder = self._root / state.folder
        segments = [_segment(folder, entry) for entry in state.segments]
        contents = folder / TOC._filename(INDEX_NAME, state.toc)  # noqa: SLF001  # the name it gives
        contents.unlink(missing_ok=True)  # of a change that died before its swap
        TOC(make_schema(), segments, state.toc).write(FileStorage(str(folder)), INDEX_NAME)
        sync(contents)
        sync(folder)
        sync(self._root)
        write_state(self._root, state)
        self._sweep(state)

    def _sweep(self, state: State) -> None:
        """Remove what the state does not name; readers keep open files, and reopen the rest."""
        folder = self._root / state.folder
        names = {entry.name for entry in state.segments}
        kept = {entry.deleted for entry in state.segments}
        kept.add(TOC._filename(INDEX_NAME, state.toc))  # noqa: SLF001  # the name it gave
        for path in folder.iterdir():
            if path.name not in kept and (
                path.suffix == ".del" or path.name.partition(".")[0] not in names
            ):
                path.unlink(missing_ok=True)
        for path in self._root.iterdir():
            if path.name.startswith("index-") and path.name != state.folder:
                shutil.rmtree(path, ignore_errors=True)
            if path.name.startswith("terms-") and path.name != state.terms:
                path.unlink(missing_ok=True)


def _chunks(documents: Iterable[Document]) -> Iterator[SegmentData]:
    """Build segments of at most 100,000 documents; the last of equal ids in a chunk stands."""
    source = iter(documents)
    while batch := {each.id: each for each in islice(source, _CHUNK)}:
        builder = Builder()
        for document in batch.values():
            builder.add(document)
        yield builder.finish()


def _write(folder: Path, data: SegmentData, means: dict[str, float]) -> Entry:
    segment = write_segment(FileStorage(str(folder)), data)
    name = segment.segment_id()
    # One file a segment: one sync instead of seventeen.
    segment.create_compound_file(FileStorage(str(folder)))
    write_sidecar(folder / f"{name}{SIDE_EXT}", data, means)
    for extension in (segment.COMPOUND_EXT, SIDE_EXT):
        sync(folder / f"{name}{extension}")
    return Entry(name=name, count=data.count, totals=data.totals)


def _segment(folder: Path, entry: Entry) -> W3Segment:
    """Return Whoosh's own description of a segment."""
    gone = np.flatnonzero(~_live(folder, entry)).tolist() if entry.deleted else []
    return whoosh_segment(entry.name, entry.count, entry.totals, set(gone))


def _read(storage: FileStorage, entry: Entry) -> SegmentData:
    segment = whoosh_segment(entry.name, entry.count, entry.totals, set())
    return read_segment(segment.open_compound_file(storage), segment)


def _live(folder: Path, entry: Entry) -> Array:
    return ~read_deleted(folder, entry)


def _without(folder: Path, entry: Entry, ids: Sequence[UUID], generation: int) -> Entry:
    """Return the entry with these documents deleted, its list of them written."""
    found = OpenSegment.of(folder, entry).locate([each.bytes for each in ids])
    deleted = read_deleted(folder, entry)
    fresh = found[~deleted[found]]
    if not len(fresh):
        return entry
    deleted[fresh] = True
    path = folder / f"{entry.name}.{generation}.del"
    path.write_bytes(np.packbits(deleted).tobytes())
    sync(path)
    return replace(entry, deleted=path.name, deleted_count=int(deleted.sum()))


def _to_merge(entries: Sequence[Entry]) -> list[int]:
    """Choose small neighbours in size, so that each document is rewritten few times."""
    if len(entries) <= MAX_SEGMENTS:
        return []
    order = sorted(range(len(entries)), key=lambda number: entries[number].live)
    chosen: list[int] = []
    total = 0
    for number in order:
        live = entries[number].live
        if len(chosen) > len(entries) - MAX_SEGMENTS and live > total:
            break
        if total + live > _SMALL and len(chosen) > 1:
            break
        chosen.append(number)
        total += live
    return sorted(chosen) if len(chosen) > 1 else []
