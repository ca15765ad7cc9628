"""Reads of the photo screen: a product's own photos, and where else they are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, exists, or_, select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.media import queries as media
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import (
    ChangePhoto,
    ChangeRequest,
    Product,
    ProductImage,
    ProductText,
    ReviewNote,
)
from catalog.products.queries.editing import open_change
from catalog.products.rules.hints.photos import Shot, Twin
from catalog.products.rules.photos import Album, Place, album_from
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor

_NEW = timedelta(days=1)
_DISTANCE = 4  # of 64 bits; plain goods before a plain wall reach 5 by chance
# Tables that are asked in their own way, or only remember a picture.
_GOODS = frozenset(each.__tablename__ for each in (ProductImage, ChangePhoto, ReviewNote))


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


def may_alter(work: Work, product: Product, image_id: UUID, *, may_publish: bool) -> bool:
    """Return whether a picture may be cut anew for this product: it changes wherever it is shown.

    Not when anybody but this vendor shows it; nor, for those who may not publish, when the public
    sees it already.
    """
    goods = select(ProductImage.id).join(Product).where(ProductImage.image_id == image_id)
    waiting = (
        select(ChangePhoto.image_id)
        .join(ChangeRequest, ChangeRequest.id == ChangePhoto.change_id)
        .join(Product, Product.id == ChangeRequest.product_id)
        .where(ChangePhoto.image_id == image_id, Product.vendor_id != product.vendor_id)
    )
    barred = [goods.where(Product.vendor_id != product.vendor_id).exists(), waiting.exists()]
    if not may_publish:
        barred.append(goods.where(Product.status == Status.PUBLISHED).exists())
    barred += [
        exists().where(key.parent == image_id, *_of_others(key, product, may_publish=may_publish))
        for key in media.references()
        if key.parent.table.name not in _GOODS
    ]
    return not work.session.scalar(select(or_(*barred)))


def _of_others(
    key: ForeignKey, product: Product, *, may_publish: bool
) -> Iterator[ColumnElement[bool]]:
    """Yield what leaves out the vendor's own rows; its window is public, as live products are."""
    table = key.parent.table
    owner = table.c.get("id" if table.name == Vendor.__tablename__ else "vendor_id")
    if may_publish and owner is not None:
        yield owner.is_distinct_from(product.vendor_id)


def shot_of(frame: Frame) -> Shot:
    """Return a photo as the rules of hints take it."""
    return Shot(frame.place.id, frame.image.warnings, frame.twins, has_alt=bool(frame.place.alt))


def twins_of(work: Work, product: Product, images: Sequence[Image]) -> dict[UUID, tuple[Twin, ...]]:
    """Return, by image, the other products that show it or one that looks like it.

    Those of the same vendor come first, then by name; two photos of one product are no twins.
    What looks alike is looked for while a photo is new: later only the very same picture counts.
    """
    fresh = [image for image in images if image.seen_at > work.now - _NEW]
    near = {image.id: [image.id] for image in images}
    near |= media.near_twins(work.session, fresh, distance=_DISTANCE)
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
