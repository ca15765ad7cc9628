"""Reads of the photo screen: a product's own photos, and where else they are shown."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.media import queries as media
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.queries.editing import open_change
from catalog.products.rules.hints.photos import Shot, Twin
from catalog.products.rules.photos import Album, Place, album_from

_DISTANCE = 4  # of 64 bits; plain goods before a plain wall reach 5 by chance


@dataclass(frozen=True, slots=True)
class Frame:
    """A photo as the editor shows it."""

    place: Place
    image: Image
    picture: Picture
    twins: tuple[Twin, ...]


def album_of(work: Work, product: Product) -> Album:
    """Return the photos as the editor shows them: with a change that waits, else the live ones."""
    change = open_change(work, product.id)
    if change is not None and "photos" in change.after:
        return album_from(change.after["photos"])
    return live_album(work, product)


def live_album(work: Work, product: Product) -> Album:
    """Return the photos that stand in the table, in order."""
    rows = work.session.execute(
        select(ProductImage.id, ProductImage.image_id, ProductImage.alt)
        .where(ProductImage.product_id == product.id)
        .order_by(ProductImage.position, ProductImage.id)
    )
    return tuple(Place(*row) for row in rows)


def frames(work: Work, product: Product, album: Album) -> tuple[Frame, ...]:
    """Return an album with its pictures, and the twins of each elsewhere."""
    ids = [place.image_id for place in album]
    found = work.session.scalars(select(Image).where(Image.id.in_(ids)))
    images = {image.id: image for image in found}
    twins = twins_of(work, product, list(images.values()))
    return tuple(
        Frame(
            place,
            images[place.image_id],
            picture_of(images[place.image_id]),
            twins.get(place.image_id, ()),
        )
        for place in album
        if place.image_id in images
    )


def shot_of(frame: Frame) -> Shot:
    """Return a photo as the rules of hints take it."""
    return Shot(frame.place.id, frame.image.warnings, frame.twins, has_alt=bool(frame.place.alt))


def twins_of(work: Work, product: Product, images: Sequence[Image]) -> dict[UUID, tuple[Twin, ...]]:
    """Return, by image, the other products that show it or one that looks like it.

    Those of the same vendor come first, then by name; two photos of one product are no twins.
    """
    near = media.near_twins(work.session, images, distance=_DISTANCE)
    shown = _shown_by(work.session, {i for ids in near.values() for i in ids}, product)
    found = {}
    for image_id, others in near.items():
        twins = {twin for other in others for twin in shown.get(other, ())}
        found[image_id] = tuple(sorted(twins, key=lambda t: (not t.is_own, t.name, t.product_id)))
    return found


def _shown_by(
    session: Session, image_ids: Collection[UUID], product: Product
) -> dict[UUID, list[Twin]]:
    rows = session.execute(
        select(ProductImage.image_id, Product.id, Product.vendor_id, ProductText.name)
        .join(Product, Product.id == ProductImage.product_id)
        .outerjoin(
            ProductText, (ProductText.product_id == Product.id) & (ProductText.language == "id")
        )
        .where(ProductImage.image_id.in_(image_ids), Product.id != product.id)
    )
    found: dict[UUID, list[Twin]] = defaultdict(list)
    for image_id, product_id, vendor_id, name in rows:
        is_own = vendor_id == product.vendor_id
        found[image_id].append(Twin(product_id, name or "", is_own=is_own))
    return found
