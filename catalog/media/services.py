"""Taking pictures in, pointing at what matters in them, and keeping files and rows in step."""

import hashlib
import secrets
from collections.abc import Container, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from catalog.db.work import Work
from catalog.media.models import Image
from catalog.media.queries import all_digests, find_by_digest
from catalog.media.rules import (
    CROPS,
    MAX_BYTES,
    ImageRefused,
    Reason,
    check_focal,
    name_of,
    original_key,
    public_key,
    rendition_keys,
)
from catalog.media.sniff import Kind, kind_of
from catalog.media.store import Store
from catalog.media.workshop import WORKSHOP

Focal = tuple[float, float]
CENTRE: Focal = (0.5, 0.5)
_MARK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture whose files are stored, but which no row names yet."""

    digest: str
    byte_size: int
    facts: dict[str, Any]


def prepare(data: bytes | Path, *, store: Store) -> Prepared:
    """Decode a file and store original and renditions; needs no database, so holds no lock.

    Raises ImageRefused. Files that no row follows are removed by ``tidy``.
    """
    content = _content(data)
    kind_of(content)
    digest = hashlib.sha256(content).hexdigest()
    facts, files = WORKSHOP.run("take_in", content)
    _put_files(store, name_of(digest), files)
    store.put(original_key(digest), content)
    return Prepared(digest, len(content), facts)


def take_in(
    work: Work, data: bytes | Path | Prepared, *, store: Store, focal: Focal | None = None
) -> Image:
    """Return the picture of this file; the same bytes always give the same row.

    Raises ImageRefused with a message for the person who sent the file. Decoding takes up to a
    second: an entry point that already writes should ``prepare`` first and hand over the result.
    """
    check_focal(*(focal or CENTRE))
    if isinstance(data, Prepared):
        image = find_by_digest(work.session, data.digest)
    else:
        data = _content(data)
        image = find_by_digest(work.session, hashlib.sha256(data).hexdigest())
    if image is None:
        prepared = data if isinstance(data, Prepared) else prepare(data, store=store)
        return _added(work, prepared, focal or CENTRE)
    image.seen_at = work.now
    if not isinstance(data, Prepared) and not is_complete(store, image):
        rebuild(image, data, store=store)
    if focal is not None:
        set_focal(image, *focal, store=store)
    return image


def prepare_all(
    paths: Iterable[Path], *, store: Store, known: Container[str] = ()
) -> Iterator[tuple[Path, Prepared | Path | ImageRefused]]:
    """Prepare many files, one per core at a time; yield them in order.

    A file whose digest is ``known`` comes back as its path, a bad one as its refusal.
    """

    def _prepared(path: Path) -> Prepared | Path | ImageRefused:
        try:
            content = _content(path)
            is_known = hashlib.sha256(content).hexdigest() in known
            return path if is_known else prepare(content, store=store)
        except ImageRefused as error:
            return error

    listed = list(paths)
    with ThreadPoolExecutor(WORKSHOP.jobs) as threads:
        yield from zip(listed, threads.map(_prepared, listed), strict=True)


def take_in_all(
    work: Work, paths: Iterable[Path], *, store: Store
) -> Iterator[tuple[Path, Image | ImageRefused]]:
    """Take many files in, fast; yield each in order with its picture or refusal."""
    for path, found in prepare_all(paths, store=store, known=all_digests(work.session)):
        if isinstance(found, ImageRefused):
            yield path, found
        else:
            yield path, take_in(work, found, store=store)


def set_focal(image: Image, x: float, y: float, *, store: Store) -> None:
    """Keep this point (0 to 1, from the upper left) in every cut; existing crops are cut anew."""
    check_focal(x, y)
    if (image.focal_x, image.focal_y) == (x, y):
        return
    image.focal_x, image.focal_y = x, y
    for kind in list(image.crops):
        make_crop(image, kind, store=store)


def make_crop(image: Image, kind: str, *, store: Store) -> None:
    """Give a picture the files of this crop (a key of ``rules.CROPS``) around its focal point.

    Raises FileNotFoundError when the original is gone.
    """
    if image.crops.get(kind, {}).get("name") != _crop_name(image, kind):
        _cut(image, kind, original(image, store=store), store)


def _crop_name(image: Image, kind: str) -> str:
    return name_of(image.digest, f"{kind}:{image.focal_x:.4f}:{image.focal_y:.4f}")


def _cut(image: Image, kind: str, data: bytes, store: Store) -> None:
    name = _crop_name(image, kind)
    options = {"kind": kind, "focal": (image.focal_x, image.focal_y)}
    facts, files = WORKSHOP.run("cut", data, options)
    _put_files(store, name, files)
    image.crops[kind] = {"name": name, **facts}


def rebuild(image: Image, data: bytes, *, store: Store) -> None:
    """Make every file of a picture anew from its original, under the names of today's pipeline."""
    name = name_of(image.digest)
    facts, files = WORKSHOP.run("take_in", data)
    _put_files(store, name, files)
    store.put(original_key(image.digest), data)
    for column, value in facts.items():
        setattr(image, column, value)
    image.name = name
    kinds, image.crops = list(image.crops), {}
    for kind in kinds:
        _cut(image, kind, data, store)


def original(image: Image, *, store: Store) -> bytes:
    """Return the bytes as they came in; FileNotFoundError when they are gone."""
    with store.open(original_key(image.digest)) as file:
        return file.read()


def turned(image: Image, quarters: int, *, store: Store) -> bytes:
    """Return a new original: this picture after 1 to 3 quarter turns clockwise.

    Raises ImageRefused, or FileNotFoundError when the original is gone.
    """
    _, files = WORKSHOP.run("turn", original(image, store=store), {"quarters": quarters})
    return next(iter(files.values()))


def copied(image: Image, *, store: Store) -> bytes:
    """Return a new original that looks the same, but is a picture of its own, whoever else copies.

    A row is shared by all who sent the same bytes; who wants it otherwise needs other bytes.
    Raises ImageRefused, or FileNotFoundError when the original is gone.
    """
    data = original(image, store=store)
    mark = b"\xff\xfe" + (2 + _MARK_BYTES).to_bytes(2, "big") + secrets.token_bytes(_MARK_BYTES)
    if kind_of(data) is not Kind.JPEG or len(data) + len(mark) > MAX_BYTES:
        _, files = WORKSHOP.run("turn", data, {"quarters": 0})
        data = next(iter(files.values()))
    return data[:2] + mark + data[2:]  # a comment, behind the first marker


def file_keys(image: Image) -> list[str]:
    """Return the keys of all files that belong to a picture."""
    keys = [original_key(image.digest), *rendition_keys(image.name, image.widths)]
    for kind, facts in image.crops.items():
        extension = "jpg" if CROPS[kind].is_jpeg else "webp"
        keys += [public_key(facts["name"], width, extension) for width in facts["widths"]]
    return keys


def is_complete(store: Store, image: Image) -> bool:
    """Return whether every file of a picture is there, under the names of today's pipeline."""
    return image.name == name_of(image.digest) and all(map(store.exists, file_keys(image)))


def _content(data: bytes | Path) -> bytes:
    """Return the bytes of an upload of bearable size."""
    if isinstance(data, Path):
        with data.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused(Reason.TOO_HEAVY)
    return data


def _put_files(store: Store, name: str, files: dict[str, bytes]) -> None:
    for suffix, content in files.items():
        width, extension = suffix.split(".")
        store.put(public_key(name, int(width), extension), content)


def _added(work: Work, prepared: Prepared, focal: Focal) -> Image:
    """Insert the row, or return the one that a twin of this upload inserted meanwhile."""
    facts = prepared.facts
    image = Image(
        **facts,
        digest=prepared.digest,
        name=name_of(prepared.digest),
        byte_size=prepared.byte_size,
        focal_x=focal[0],
        focal_y=focal[1],
        crops={},
        created_at=work.now,
        seen_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(image)
    except IntegrityError:
        found = find_by_digest(work.session, prepared.digest)
        if found is None:
            raise
        return found
    return image
