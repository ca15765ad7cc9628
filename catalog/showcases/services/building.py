"""What the builder's buttons do to a working copy, beyond its order."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules import VersionKind
from catalog.showcases.rules.arranging import (
    GONE,
    add_products,
    changed,
    delete_item,
    insert,
)
from catalog.showcases.rules.content import Block, BlockKind, Content
from catalog.showcases.rules.keeping import from_json
from catalog.showcases.services import drafting, versions


def put_product(
    work: Work,
    showcase_id: UUID,
    product_id: UUID,
    *,
    into: UUID | None,
    may_take_out: bool = True,
) -> UUID:
    """Put a product into this block, or take it out when it is there; return the block.

    Without a block that holds pieces, a new one is made at the end.
    """
    draft = get_editable(work, showcase_id, lock=True)
    content = draft.content
    block = content.find(into) if into else None
    if block is None or not block.holds_items:
        block = Block(id=uuid4(), kind=BlockKind.GRID)
        content = insert(content, block)
    held = next((item for item in block.items if item.product_id == product_id), None)
    if held is None:
        drafting.put(work, draft, add_products(content, block.id, [product_id]))
    elif may_take_out:
        drafting.put(work, draft, delete_item(content, block.id, held.id))
    return block.id


def freeze(
    work: Work, showcase_id: UUID, block_id: UUID, product_ids: Sequence[UUID]
) -> drafting.Saved:
    """Make these the pieces of a saved search; those that stay keep their sentences."""

    def frozen(content: Content) -> Content:
        block = content.find(block_id)
        if block is None:
            raise RuleBroken(GONE)
        for item in block.items:
            if item.product_id not in product_ids:
                content = delete_item(content, block_id, item.id)
        content = add_products(content, block_id, product_ids)
        block = content.find(block_id) or block
        held = {item.product_id: item for item in block.items}
        items = tuple(held[key] for key in dict.fromkeys(product_ids))
        settings = replace(block.settings, is_live=False)
        return changed(content, replace(block, items=items, settings=settings))

    return drafting.change(work, showcase_id, frozen)


def choose_picture(
    work: Work, showcase_id: UUID, block_id: UUID | None, image_id: UUID | None
) -> drafting.Saved:
    """Give the head (its cover) or a block a picture, or none."""

    def chosen(content: Content) -> Content:
        if block_id is None:
            return replace(content, cover_id=image_id)
        block = content.find(block_id)
        if block is None:
            raise RuleBroken(GONE)
        if block.image_id == image_id:
            return content
        return changed(content, replace(block, image_id=image_id, focal=None, alt=LocalText()))

    return drafting.change(work, showcase_id, chosen)


def restore_version(work: Work, showcase_id: UUID, number: int) -> drafting.Saved:
    """Bring a kept state back as the working copy; what stood there is kept as a version."""
    draft = get_editable(work, showcase_id, lock=True)
    version = versions.get_version(work, showcase_id, number)
    versions.keep(work, draft, VersionKind.RESTORED)
    content = replace(from_json(version.content), trash=draft.content.trash)
    saved = drafting.put(work, draft, content, is_restored=True)
    record(work, "showcase.restore", target=("showcase", showcase_id), after={"number": number})
    return saved
