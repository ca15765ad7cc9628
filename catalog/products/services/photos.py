"""Changes of a product's photos: add, move, remove and put back, describe, point at, turn.

An album is a field of the editor like any other: ``drafting.put`` stores it, so a live product's
new photos wait for an officer, and another order passes at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import DEFAULT_LANGUAGE, LocalText
from catalog.media import services as media
from catalog.media.models import Image
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.products.models import ChangePhoto, Product, ProductImage
from catalog.products.queries.editing import Desk, open_change, open_desk
from catalog.products.queries.photos import may_alter
from catalog.products.rules import photos as rules
from catalog.products.rules.photos import Album, Place
from catalog.products.services.drafting import check_open, put
from catalog.search.outbox import mark_ids

Focal = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Removed:
    """What it takes to put a photo back where it was."""

    place: Place
    at: int


@dataclass(frozen=True, slots=True)
class Editing:
    """A product whose photos are being changed; ``may_publish`` as in ``drafting.put``."""

    work: Work
    product: Product
    may_publish: bool = True

    def album(self) -> tuple[Desk, Album]:
        """Return what the editor knows of the product, and its photos as being edited."""
        check_open(self.product)
        desk = open_desk(self.work, self.product, DEFAULT_LANGUAGE)
        return desk, rules.album_from(desk.values.get("photos") or ())

    def change(self, how: Callable[[Album], Album]) -> Album:
        """Store what ``how`` makes of the album; return the album as it was."""
        desk, before = self.album()
        after = how(before)
        if after != before:
            put(self.work, desk, {"photos": rules.plain(after)}, may_publish=self.may_publish)
            self._hold(before, after)
        return before

    def _hold(self, before: Album, after: Album) -> None:
        """Keep the pictures of a waiting change from being tidied: its JSON is no foreign key."""
        change = open_change(self.work, self.product.id)
        if change is None or "photos" not in change.after:
            return
        held = set(
            self.work.session.scalars(
                select(ChangePhoto.image_id).where(ChangePhoto.change_id == change.id)
            )
        )
        wanted = dict.fromkeys(place.image_id for place in (*before, *after))
        self.work.session.add_all(
            ChangePhoto(change_id=change.id, image_id=image_id)
            for image_id in wanted
            if image_id not in held
        )
        self.work.session.flush()


def add(
    editing: Editing, prepared: Prepared, *, store: Store, photo_id: UUID | None = None
) -> UUID:
    """Add a photo at the end; return its id.

    ``photo_id`` is the sender's own name for it: sent twice, it is added once.
    """
    session = editing.work.session
    _, album = editing.album()
    photo_id = photo_id or uuid4()
    if any(place.id == photo_id for place in album):
        return photo_id
    if session.get(ProductImage, photo_id) is not None:
        photo_id = uuid4()  # of another product, or taken away by a change that waits
    image = media.take_in(editing.work, prepared, store=store)
    place = Place(photo_id, image.id, LocalText())
    editing.change(lambda album: rules.added(album, place))
    return photo_id


def move(editing: Editing, photo_id: UUID, to: int) -> None:
    """Give a photo another place, from 0; the first is the cover."""
    editing.change(lambda album: rules.moved(album, photo_id, to))


def remove(editing: Editing, photo_id: UUID) -> Removed:
    """Take a photo away; its picture is kept for a day, so that it can be put back."""
    before = editing.change(lambda album: rules.removed(album, photo_id))
    at = rules.index_of(before, photo_id)
    image = editing.work.session.get_one(Image, before[at].image_id)
    image.seen_at = editing.work.now
    return Removed(before[at], at)


def restore(editing: Editing, removed: Removed) -> None:
    """Put a removed photo back; RuleBroken when there is no place left or it is gone for good."""
    if editing.work.session.get(Image, removed.place.image_id) is None:
        raise RuleBroken(rules.GONE)
    editing.change(lambda album: rules.restored(album, removed.place, removed.at))


def describe(editing: Editing, photo_id: UUID, alt: LocalText) -> None:
    """Give a photo its words for those who cannot see it."""
    editing.change(lambda album: rules.described(album, photo_id, alt))


def image_of(editing: Editing, photo_id: UUID) -> Image:
    """Return the picture of a photo, or raise NotFound."""
    _, album = editing.album()
    image_id = album[rules.index_of(album, photo_id)].image_id
    return editing.work.session.get_one(Image, image_id)


def prepare_copy(
    editing: Editing, photo_id: UUID, focal: Focal, *, store: Store
) -> Prepared | None:
    """Return a copy of the picture where ``point`` will need one: slow, so before it writes."""
    image = image_of(editing, photo_id)
    if (image.focal_x, image.focal_y) == focal or _may_alter(editing, image):
        return None
    return media.prepare(media.copied(image, store=store), store=store)


def point(
    editing: Editing,
    photo_id: UUID,
    focal: Focal,
    *,
    store: Store,
    copy: Prepared | None = None,
) -> None:
    """Keep this point (0 to 1, from the upper left) in every cut of the photo.

    It passes at once, also on a live product: the photo itself stays the same. A picture that
    others show too, or that the actor may not change before the public, is left as it is: the
    product gets a copy of its own, which waits for an officer as any new photo does.
    """
    work, product = editing.work, editing.product
    image = image_of(editing, photo_id)
    if (image.focal_x, image.focal_y) == focal:
        return
    if _may_alter(editing, image):
        media.set_focal(image, *focal, store=store)
        users = select(ProductImage.product_id).where(ProductImage.image_id == image.id).distinct()
        mark_ids(work.session, "product", work.session.scalars(users).all())
    else:
        own = media.take_in(
            work, copy or media.copied(image, store=store), store=store, focal=focal
        )
        editing.change(lambda album: rules.pictured(album, photo_id, own.id))
    record(
        work,
        "product.point",
        target=("product", product.id),
        after={"photo": str(photo_id)},
        vendor_id=product.vendor_id,
    )


def _may_alter(editing: Editing, image: Image) -> bool:
    return may_alter(editing.work, editing.product, image.id, may_publish=editing.may_publish)


def replace_picture(editing: Editing, photo_id: UUID, prepared: Prepared, *, store: Store) -> None:
    """Show another picture in a photo's place, as after a turn; its words stay."""
    image = media.take_in(editing.work, prepared, store=store)
    editing.change(lambda album: rules.pictured(album, photo_id, image.id))
