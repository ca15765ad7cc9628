"""The demo's pictures, taken in as a vendor's photos would be."""

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from catalog.db.work import Work
from catalog.demo.services.reading import PICTURES, picture_names, showcases, vendors
from catalog.media import services as media
from catalog.media.models import Image
from catalog.media.rules import ImageRefused
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.media.variants import make

COVER_CROPS = ("portrait", "landscape", "wide", "share")


def prepare(store: Store, progress: Callable[[], None]) -> dict[str, Prepared]:
    """Return every picture by name, its files written; needs no database."""
    names = sorted(picture_names())
    prepared: dict[str, Prepared] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {Path(folder) / f"{number}.jpg": name for number, name in enumerate(names)}
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_draw, paths.items()))
        for path, found in media.prepare_all(paths, store=store):
            progress()
            if isinstance(found, ImageRefused):
                raise found
            if isinstance(found, Prepared):
                prepared[paths[path]] = found
    return prepared


def _draw(item: tuple[Path, str]) -> None:
    target, name = item
    stem, _, recipe = name.partition("~")
    source = next(iter(sorted(PICTURES.glob(f"{stem}.*"))))
    target.write_bytes(make(source, recipe))


def take_in(work: Work, prepared: Mapping[str, Prepared], store: Store) -> dict[str, UUID]:
    """Add the rows of all pictures, cut covers for those that need them; return ids by name."""
    images = {name: media.take_in(work, found, store=store) for name, found in prepared.items()}
    for entry in (*showcases(), *vendors()):
        if entry.get("cover"):
            _cut(images[entry["cover"]], store)
    return {name: image.id for name, image in images.items()}


def _cut(image: Image, store: Store) -> None:
    for kind in COVER_CROPS:
        media.make_crop(image, kind, store=store)
