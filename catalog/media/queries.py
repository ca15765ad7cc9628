"""Reads of pictures."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, exists, false, literal, or_, select
from sqlalchemy.orm import Bundle, Session

from catalog.db.base import Base
from catalog.kernel.errors import NotFound
from catalog.media.models import Image
from catalog.media.rules import Picture

# For listings: ``select(Product.id, PICTURE)``, then ``Picture.of(row.picture)``.
PICTURE: Bundle[Any] = Bundle(
    "picture",
    Image.name,
    Image.widths,
    Image.width,
    Image.height,
    Image.colour,
    Image.focal_x,
    Image.focal_y,
)

_64_BITS = (1 << 64) - 1


def find_by_digest(session: Session, digest: str) -> Image | None:
    """Return the picture of exactly these bytes, or None."""
    return session.scalar(select(Image).where(Image.digest == digest))


def all_digests(session: Session) -> set[str]:
    """Return the digests of all originals."""
    return set(session.scalars(select(Image.digest)))


def by_id(session: Session, image_id: UUID) -> Image:
    """Return a picture, or raise NotFound."""
    image = session.get(Image, image_id)
    if image is None:
        raise NotFound
    return image


def pictures(session: Session, ids: Collection[UUID]) -> dict[UUID, Picture]:
    """Return the markup values of these pictures, in one statement."""
    if not ids:
        return {}
    rows = session.execute(select(Image.id, PICTURE).where(Image.id.in_(ids)))
    return {row[0]: Picture.of(row[1]) for row in rows}


def look_alikes(session: Session, image: Image, *, distance: int = 6) -> list[UUID]:
    """Return other pictures that differ from this one in at most so many of 64 bits, nearest first.

    Reads every hash (16 bytes each): meant for uploads, not for pages.
    """
    if image.look is None:
        return []
    others = select(Image.look, Image.id).where(Image.look.is_not(None), Image.id != image.id)
    rows = session.execute(others)
    near = [(((look or 0) ^ image.look) & _64_BITS, other) for look, other in rows]
    near = [(bits.bit_count(), other) for bits, other in near]
    return [other for bits, other in sorted(near) if bits <= distance]


def near_twins(
    session: Session, images: Collection[Image], *, distance: int = 6
) -> dict[UUID, list[UUID]]:
    """Return, for each of these pictures, itself and those that look like it, nearest first.

    One statement however many pictures are asked about. Of so many more parts of a hash than bits
    may differ one must be the same, so the database gives the few that share a part.
    """
    looks = {image.id: image.look for image in images if image.look is not None}
    found: dict[UUID, list[tuple[int, UUID]]] = {image.id: [(0, image.id)] for image in images}
    if looks:
        alike = or_(
            *(
                Image.look.bitwise_and(literal(mask, BigInteger)).in_(
                    {look & mask for look in looks.values()}
                )
                for mask in _parts(distance + 1)
            )
        )
        for look, other in session.execute(select(Image.look, Image.id).where(alike)):
            for own, mine in looks.items():
                bits = (((look or 0) ^ mine) & _64_BITS).bit_count()
                if bits <= distance and own != other:
                    found[own].append((bits, other))
    return {own: [other for _, other in sorted(near)] for own, near in found.items()}


def _parts(count: int) -> list[int]:
    """Return masks that part 64 bits, as signed numbers."""
    edges = [64 * at // count for at in range(count + 1)]
    masks = [(1 << upper) - (1 << lower) for lower, upper in pairwise(edges)]
    return [mask - (1 << 64) if mask >> 63 else mask for mask in masks]


def references() -> list[ForeignKey]:
    """Return every foreign key of any table that points to a picture."""
    return [
        key
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Image.__table__
    ]


def is_used() -> ColumnElement[bool]:
    """Return whether any row of any feature refers to the picture."""
    return or_(false(), *(exists().where(key.parent == Image.id) for key in references()))
