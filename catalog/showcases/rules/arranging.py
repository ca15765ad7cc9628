"""Order: put in, move, take out, bring back. Pure; every function gives a new ``Content``.

Ids stay what they are, so that two curators who arrange at once mean the same things, and so that
what was taken out comes back where it stood. Nothing else than what is named changes its place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID, uuid4

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.rules.content import (
    MAX_ALL_ITEMS,
    MAX_BLOCKS,
    MAX_ITEMS,
    MAX_TRASH,
    Block,
    Content,
    Item,
    Removed,
)

GONE = N_("This part is not there any more. Another curator may have taken it out.")
FULL = N_("A showcase has room for %(most)s parts. Take one out first.")
FULL_BLOCK = N_("One part has room for %(most)s pieces. Put the others into another part.")
FULL_PAGE = N_("A showcase has room for %(most)s pieces in all. Take some out first.")
NO_ITEMS = N_("This part holds no pieces. Choose a part for pieces.")


T = TypeVar("T", Block, Item)


def insert(content: Content, block: Block, at: int | None = None) -> Content:
    """Put a block in at this index (0 is first), or at the end."""
    if content.find(block.id) is not None:
        return content
    if len(content.blocks) >= MAX_BLOCKS:
        raise RuleBroken(FULL, most=MAX_BLOCKS)
    return replace(content, blocks=_put(content.blocks, block, at))


def move(content: Content, block_id: UUID, to: int) -> Content:
    """Move a block to this index; beyond either end means the end."""
    return replace(content, blocks=_moved(content.blocks, _block(content, block_id), to))


def nudge(content: Content, block_id: UUID, by: int) -> Content:
    """Move a block up (negative) or down by so many places."""
    at = _index(content.blocks, block_id)
    return move(content, block_id, max(0, at + by))


def delete(content: Content, block_id: UUID) -> Content:
    """Take a block out, with what is in it; it can come back."""
    block = _block(content, block_id)
    kept, removed = _taken(content, content.blocks, block, None)
    return _thrown(replace(content, blocks=kept), removed)


def restore(content: Content, key: UUID) -> Content:
    """Bring a block or an item back to where it stood, beside what still stands there."""
    removed = next((each for each in content.trash if each.what.id == key), None)
    if removed is None:
        raise RuleBroken(GONE)
    content = replace(content, trash=tuple(t for t in content.trash if t.what.id != key))
    if isinstance(removed.what, Block):
        line = [each.id for each in content.blocks]
        return insert(content, removed.what, _place(line, removed))
    block = _block(content, removed.block_id)
    if removed.what.product_id in block.product_ids:
        return content
    items = _put(block.items, removed.what, _place([i.id for i in block.items], removed))
    return changed(content, replace(block, items=_roomy(items)))


def add_products(
    content: Content,
    block_id: UUID,
    product_ids: Iterable[UUID],
    at: int | None = None,
    *,
    new_id: Callable[[], UUID] = uuid4,
) -> Content:
    """Put products into a block that are not in it yet, in their order; the others stay."""
    block = _block(content, block_id)
    if not block.holds_items:
        raise RuleBroken(NO_ITEMS)
    fresh = [key for key in dict.fromkeys(product_ids) if key not in block.product_ids]
    if sum(1 for _ in content.items()) + len(fresh) > MAX_ALL_ITEMS:
        raise RuleBroken(FULL_PAGE, most=MAX_ALL_ITEMS)
    index = len(block.items) if at is None else max(0, min(at, len(block.items)))
    added = tuple(Item(id=new_id(), product_id=key) for key in fresh)
    items = _roomy((*block.items[:index], *added, *block.items[index:]))
    return changed(content, replace(block, items=items))


def move_item(
    content: Content, block_id: UUID, item_id: UUID, to: int, target_id: UUID | None = None
) -> Content:
    """Move an item to this index in its block, or in another one."""
    block = _block(content, block_id)
    item = _item(block, item_id)
    target = block if target_id is None else _block(content, target_id)
    if target.id == block.id:
        return changed(content, replace(block, items=_moved(block.items, item, to)))
    if not target.holds_items:
        raise RuleBroken(NO_ITEMS)
    if item.product_id in target.product_ids:
        raise RuleBroken(N_("This piece is already in that part."))
    rest = tuple(each for each in block.items if each.id != item_id)
    content = changed(content, replace(block, items=rest))
    return changed(content, replace(target, items=_roomy(_put(target.items, item, to))))


def nudge_item(content: Content, block_id: UUID, item_id: UUID, by: int) -> Content:
    """Move an item up (negative) or down by so many places in its block."""
    at = _index(_block(content, block_id).items, item_id)
    return move_item(content, block_id, item_id, max(0, at + by))


def delete_item(content: Content, block_id: UUID, item_id: UUID) -> Content:
    """Take an item out of its block; it can come back."""
    block = _block(content, block_id)
    kept, removed = _taken(content, block.items, _item(block, item_id), block_id)
    return _thrown(changed(content, replace(block, items=kept)), removed)


def changed(content: Content, block: Block) -> Content:
    """Return the content with this block in place of its namesake."""
    blocks = tuple(block if each.id == block.id else each for each in content.blocks)
    return replace(content, blocks=blocks)


def _block(content: Content, block_id: UUID | None) -> Block:
    block = content.find(block_id) if block_id is not None else None
    if block is None:
        raise RuleBroken(GONE)
    return block


def _item(block: Block, item_id: UUID) -> Item:
    item = block.find(item_id)
    if item is None:
        raise RuleBroken(GONE)
    return item


def _index(things: Sequence[T], key: UUID) -> int:
    found = next((at for at, thing in enumerate(things) if thing.id == key), None)
    if found is None:
        raise RuleBroken(GONE)
    return found


def _put(things: tuple[T, ...], thing: T, at: int | None) -> tuple[T, ...]:
    index = len(things) if at is None else max(0, min(at, len(things)))
    line = list(things)
    line.insert(index, thing)
    return tuple(line)


def _moved(things: tuple[T, ...], thing: T, to: int) -> tuple[T, ...]:
    return _put(tuple(each for each in things if each.id != thing.id), thing, to)


def _roomy(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if len(items) > MAX_ITEMS:
        raise RuleBroken(FULL_BLOCK, most=MAX_ITEMS)
    return items


def _taken(
    content: Content, things: tuple[T, ...], thing: T, block_id: UUID | None
) -> tuple[tuple[T, ...], Removed]:
    """Part with a thing; note its neighbours, those among them that are out already too."""
    line = [each.id for each in things]
    for removed in reversed([each for each in content.trash if each.block_id == block_id]):
        line.insert(_place(line, removed), removed.what.id)
    at = line.index(thing.id)
    noted = Removed(
        what=thing,
        block_id=block_id,
        before=tuple(reversed(line[:at])),
        after=tuple(line[at + 1 :]),
    )
    return tuple(each for each in things if each.id != thing.id), noted


def _thrown(content: Content, removed: Removed) -> Content:
    others = tuple(each for each in content.trash if each.what.id != removed.what.id)
    return replace(content, trash=(*others, removed)[-MAX_TRASH:])


def _place(line: Sequence[UUID], removed: Removed) -> int:
    """Return the index right behind the nearest neighbour before it, else before one after it."""
    at = {key: index for index, key in enumerate(line)}
    for key in removed.before:
        if key in at:
            return at[key] + 1
    for key in removed.after:
        if key in at:
            return at[key]
    return len(line)
