"""What became of the notes of earlier rounds; pure functions."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.products.rules.merging import same


def changed_since(seen: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """Return the fields that say something else than when a round was given back."""
    names = {*seen, *now} - {"note"}
    return {name for name in names if not same(seen.get(name), now.get(name))}


def photos_of(values: Mapping[str, Any]) -> list[str]:
    """Return the ids of the pictures of a listing, in their order."""
    return [str(photo["image"]) for photo in values.get("photos") or ()]


def is_answered(field: str, image: str, changed: set[str], photos: Sequence[str]) -> bool:
    """Return whether something was done at the place of a note.

    ``changed`` are the fields that say something else now, ``photos`` the pictures that stand
    there now: a photograph is mended by another one in its place. A note at nothing in
    particular is answered by any change.
    """
    if image:
        return image not in photos
    return bool(changed) if not field else field in changed
