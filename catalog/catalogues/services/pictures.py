"""Pictures for paper: JPEG, which a PDF holds as it is, large enough for where it stands."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from catalog.media.models import Image
from catalog.media.rules import JPEG_WIDTH, MEDIA_URL, PUBLIC, ImageRefused, Picture, picture_of
from catalog.media.services import turned
from catalog.media.store import Store
from catalog.media.workshop import WORKSHOP

Told = Callable[[int], None]  # how many are done


@dataclass(frozen=True, slots=True)
class Print:
    """A picture for a template: its file, and what ``photo`` in ``house.typ`` needs."""

    content: bytes
    width: int
    height: int
    focal: tuple[float, float]

    def told(self, file: str, alt: str) -> dict[str, Any]:
        """Return what the template reads."""
        return {
            "file": file,
            "width": self.width,
            "height": self.height,
            "focal": list(self.focal),
            "alt": alt,
        }


def printed(picture: Picture, *, store: Store, is_large: bool) -> Print | None:
    """Return a picture 960 pixels wide, or as wide as is public; None when its file is gone."""
    try:
        if is_large and picture.width > JPEG_WIDTH:
            _, files = WORKSHOP.run("turn", _read(store, picture.large), {"quarters": 0})
            content = next(iter(files.values()))
        else:
            content = _read(store, picture.src)
    except (OSError, ImageRefused):
        return None
    return Print(content, picture.width, picture.height, focal_of(picture))


def all_printed(
    wanted: Iterable[tuple[Picture | None, bool]],
    *,
    store: Store,
    told: Told = lambda _number: None,
) -> Iterator[Print | None]:
    """Give the pictures in order, one prepared on each core; ``told`` hears how many are done.

    Each comes with whether it stands larger than half a page.
    """

    def one(asked: tuple[Picture | None, bool]) -> Print | None:
        picture, is_large = asked
        return printed(picture, store=store, is_large=is_large) if picture else None

    with ThreadPoolExecutor(WORKSHOP.jobs) as threads:
        for number, found in enumerate(threads.map(one, list(wanted)), 1):
            told(number)
            yield found


def cover(image: Image, *, store: Store) -> Print | None:
    """Return a picture as large as a full page needs, cleaned; None when its file is gone."""
    picture = picture_of(image)
    try:
        content = turned(image, 0, store=store)
    except (OSError, ImageRefused):
        return printed(picture, store=store, is_large=True)
    return Print(content, image.width, image.height, focal_of(picture))


def focal_of(picture: Picture) -> tuple[float, float]:
    """Return the focal point, in quarters, that the picture's class names."""
    x, y = picture.focal.removeprefix("fp-").split("-")
    return int(x) / 100, int(y) / 100


def _read(store: Store, address: str) -> bytes:
    with store.open(PUBLIC + address.removeprefix(MEDIA_URL)) as file:
        return file.read()
