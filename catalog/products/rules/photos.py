"""A product's photos in their order: how many, which may be added, moved, removed; pure lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText

MOST = 8
ADVISED = 3
ALT_LENGTH = 200

FULL = N_("A product has at most %(most)s photos. Remove one to add another.")
KNOWN = N_("This photo is already here, as number %(number)s.")
GONE = N_("This photo cannot be brought back any more. Send it again.")


@dataclass(frozen=True, slots=True)
class Place:
    """A photo in its place; the first of an album is the cover."""

    id: UUID
    image_id: UUID
    alt: LocalText


Album = tuple[Place, ...]


def index_of(album: Album, photo_id: UUID) -> int:
    """Return the place of a photo, from 0; raise NotFound when it is not here."""
    for index, place in enumerate(album):
        if place.id == photo_id:
            return index
    raise NotFound("photo")


def added(album: Album, place: Place) -> Album:
    """Return the album with one more at its end.

    A photo that came before, under this id, changes nothing: a lost answer may be asked for again.
    The same picture under another id is refused, and so is one too many.
    """
    if any(known.id == place.id for known in album):
        return album
    for index, known in enumerate(album):
        if known.image_id == place.image_id:
            raise RuleBroken(KNOWN, number=index + 1)
    if len(album) >= MOST:
        raise RuleBroken(FULL, most=MOST)
    return (*album, place)


def moved(album: Album, photo_id: UUID, to: int) -> Album:
    """Return the album with this photo at another place; a place beyond the ends is the end."""
    place = album[index_of(album, photo_id)]
    others = [other for other in album if other.id != photo_id]
    others.insert(min(max(to, 0), len(others)), place)
    return tuple(others)


def removed(album: Album, photo_id: UUID) -> Album:
    """Return the album without this photo."""
    index_of(album, photo_id)
    return tuple(place for place in album if place.id != photo_id)


def restored(album: Album, place: Place, to: int) -> Album:
    """Return the album with a removed photo back in its place; as it is when it is back already."""
    grown = added(album, place)
    return moved(grown, place.id, to) if len(grown) > len(album) else album


def described(album: Album, photo_id: UUID, alt: LocalText) -> Album:
    """Return the album with other words for a photo."""
    index = index_of(album, photo_id)
    return (*album[:index], replace(album[index], alt=alt), *album[index + 1 :])


def pictured(album: Album, photo_id: UUID, image_id: UUID) -> Album:
    """Return the album with another picture, as after a turn, in a photo's place."""
    index = index_of(album, photo_id)
    return (*album[:index], replace(album[index], image_id=image_id), *album[index + 1 :])


def is_same_but_for_order(before: Album, after: Album) -> bool:
    """Return whether nothing but places changed; then no curator has to look."""
    return sorted(before, key=lambda place: place.id) == sorted(after, key=lambda place: place.id)


def plain(album: Album) -> list[dict[str, Any]]:
    """Return the album as a change request keeps it."""
    return [{"id": str(p.id), "image": str(p.image_id), "alt": dict(p.alt)} for p in album]


def album_from(entries: Iterable[Mapping[str, Any]]) -> Album:
    """Return the album that ``plain`` gave."""
    return tuple(
        Place(UUID(entry["id"]), UUID(entry["image"]), LocalText.of(entry["alt"]))
        for entry in entries
    )
