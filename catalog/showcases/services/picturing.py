"""Pictures of showcases: into the library, cut for covers, and what matters in them.

Cutting decodes the original, which takes up to a second: ``cut`` reads only, before anything is
written; what it made is kept by ``keep_cuts`` or ``aim_cover``.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.media import services as media
from catalog.media.models import Image
from catalog.media.rules import CROPS
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.products.models import ProductImage
from catalog.search.outbox import mark_ids
from catalog.showcases.models import ShowcasePhoto
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules.arranging import GONE, changed
from catalog.showcases.rules.content import Block, Content
from catalog.showcases.services import drafting

NOT_OWN = N_(
    "This picture belongs to a product, whose maker says what matters in it. "
    "Send your own picture to choose the point yourself."
)


@dataclass(frozen=True, slots=True)
class Cuts:
    """The files of a cover in each of its shapes, around a point."""

    focal: tuple[float, float]
    crops: dict[str, Any]


def take_in(work: Work, showcase_id: UUID, prepared: Prepared, *, store: Store) -> UUID:
    """Add a picture that a curator sent to the library of a showcase."""
    get_editable(work, showcase_id)
    image = media.take_in(work, prepared, store=store)
    work.session.flush()
    drafting.keep_pictures(work, showcase_id, [image.id], is_own=True)
    work.session.flush()
    about = {"image": str(image.id)}
    record(work, "showcase.add_picture", target=("showcase", showcase_id), after=about)
    return image.id


def cut(
    work: Work, image_id: UUID, focal: tuple[float, float] | None = None, *, store: Store
) -> Cuts:
    """Make the files of a cover, around this point or around the picture's own."""
    image = work.session.get(Image, image_id)
    if image is None:
        raise NotFound
    work.session.expunge(image)  # worked on as a plain value: nothing is written here
    if focal is not None:
        image.focal_x, image.focal_y = focal
    for kind in CROPS:
        media.make_crop(image, kind, store=store)
    return Cuts((image.focal_x, image.focal_y), dict(image.crops))


def keep_cuts(work: Work, image_id: UUID, cuts: Cuts) -> None:
    """Note the files that ``cut`` made, unless the point was moved meanwhile."""
    image = work.session.get(Image, image_id)
    if image is not None and (image.focal_x, image.focal_y) == cuts.focal:
        image.crops = {**image.crops, **cuts.crops}
        work.session.flush()


def aim_cover(work: Work, showcase_id: UUID, image_id: UUID, cuts: Cuts) -> None:
    """Move the point of a curator's own picture to that of its new cuts."""
    draft = get_editable(work, showcase_id)
    if draft.content.cover_id != image_id:
        raise RuleBroken(GONE)
    own = work.session.get(ShowcasePhoto, (showcase_id, image_id))
    used = select(ProductImage.id).where(ProductImage.image_id == image_id).limit(1)
    if own is None or not own.is_own or work.session.scalar(used) is not None:
        raise RuleBroken(NOT_OWN)
    image = work.session.get(Image, image_id)
    if image is None:
        raise NotFound
    before = {"x": image.focal_x, "y": image.focal_y}
    image.focal_x, image.focal_y = cuts.focal
    image.crops = {**image.crops, **cuts.crops}
    work.session.flush()
    holders = select(ShowcasePhoto.showcase_id).where(ShowcasePhoto.image_id == image_id)
    mark_ids(work.session, "page", work.session.scalars(holders))
    after = {"x": cuts.focal[0], "y": cuts.focal[1], "image": str(image_id)}
    record(work, "showcase.aim", target=("showcase", showcase_id), before=before, after=after)


def aim_block(
    work: Work, showcase_id: UUID, block_id: UUID, focal: tuple[float, float]
) -> drafting.Saved:
    """Say what matters in a block's picture, in this place only."""

    def aimed(content: Content) -> Content:
        block = content.find(block_id)
        if block is None or block.image_id is None:
            raise RuleBroken(GONE)
        return changed(content, replace(block, focal=focal))

    return drafting.change(work, showcase_id, aimed)


def point_of(work: Work, image_id: UUID, block: Block | None) -> tuple[float, float]:
    """Return the point that cuts keep: the block's own, else the picture's."""
    if block is not None and block.focal is not None:
        return block.focal
    image = work.session.get(Image, image_id)
    return (image.focal_x, image.focal_y) if image is not None else media.CENTRE
