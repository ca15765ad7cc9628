"""Two curators at once: whose word stands for which part. Pure.

A part is a field of the head ("title", "lead", …), the order of the blocks, or a block or an item
by its id. ``stamps`` tell in which revision each part last changed; what was changed after the
revision that a curator had before their eyes is not overwritten, it is a conflict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from catalog.showcases.rules.content import Block, Content, Item

HEAD = ("title", "lead", "note", "curator_name", "cover_id")
ORDER = "order"
T = TypeVar("T", Block, Item)
Stamps = Mapping[str, Sequence[Any]]  # part: revision, person, moment


@dataclass(frozen=True, slots=True)
class Merged:
    """What stands after a merge, and the parts in which the other curator's word was kept."""

    content: Content
    conflicts: tuple[str, ...]


def parts(content: Content) -> dict[str, object]:
    """Return the value of every part."""
    found: dict[str, object] = {name: getattr(content, name) for name in HEAD}
    found[ORDER] = tuple(block.id for block in content.blocks)
    for block in content.blocks:
        found[str(block.id)] = (replace(block, items=()), tuple(item.id for item in block.items))
        for item in block.items:
            found[str(item.id)] = item
    return found


def touched(old: Content, new: Content) -> frozenset[str]:
    """Return the parts that differ: changed, new or gone."""
    before, after = parts(old), parts(new)
    return frozenset(
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    )


def merge(mine: Content, theirs: Content, stamps: Stamps, seen: int) -> Merged:
    """Put what one curator saved, who saw revision ``seen``, on what stands now."""
    fresh = {key for key, stamp in stamps.items() if int(stamp[0]) > seen}
    differing = touched(theirs, mine)
    conflicts = [name for name in HEAD if name in differing & fresh]
    kept = {name: getattr(mine, name) for name in HEAD if name not in fresh}
    blocks, lost = _blocks(mine, theirs, fresh)
    trash = _joined_trash(mine, theirs, blocks)
    return Merged(replace(theirs, **kept, blocks=blocks, trash=trash), (*conflicts, *lost))


def _blocks(
    mine: Content, theirs: Content, fresh: set[str]
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    chosen: dict[UUID, Block] = {}
    lost: list[str] = []
    for key in _union(mine.blocks, theirs.blocks):
        own, other = mine.find(key), theirs.find(key)
        is_fresh = str(key) in fresh
        if own is not None and other is not None:
            chosen[key], conflicts = _one(own, other, fresh)
            lost += conflicts
        elif own is not None:
            if is_fresh:  # taken out meanwhile
                lost.append(str(key))
            else:
                chosen[key] = own
        elif other is not None and is_fresh:  # added or changed meanwhile
            chosen[key] = other
    leading, following = (theirs, mine) if ORDER in fresh else (mine, theirs)
    return _each_once(_ordered(leading.blocks, following.blocks, chosen)), tuple(lost)


def _each_once(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Leave out an item that both moved, each to another block, where it comes second."""
    seen: set[UUID] = set()
    kept = []
    for block in blocks:
        items = tuple(item for item in block.items if item.id not in seen)
        seen |= {item.id for item in items}
        kept.append(replace(block, items=items))
    return tuple(kept)


def _one(own: Block, other: Block, fresh: set[str]) -> tuple[Block, list[str]]:
    """Return a block that both have, and its parts in which the other's word was kept."""
    is_fresh = str(own.id) in fresh
    lost = []
    if is_fresh and replace(own, items=()) != replace(other, items=()):
        lost.append(str(own.id))
    items: dict[UUID, Item] = {}
    for key in _union(own.items, other.items):
        item, standing = own.find(key), other.find(key)
        if item is not None and standing is not None:
            items[key] = standing if str(key) in fresh else item
            if str(key) in fresh and item != standing:
                lost.append(str(key))
        elif item is not None and str(key) not in fresh:
            items[key] = item
        elif standing is not None and str(key) in fresh:
            items[key] = standing
    leading, following = (other, own) if is_fresh else (own, other)
    once: dict[UUID, Item] = {}
    for item in _ordered(leading.items, following.items, items):
        once.setdefault(item.product_id, item)
    return replace(leading, items=tuple(once.values())), lost


def _union(first: Iterable[T], second: Iterable[T]) -> list[UUID]:
    return list(dict.fromkeys([*(each.id for each in first), *(each.id for each in second)]))


def _ordered(
    leading: Sequence[T], following: Sequence[T], chosen: Mapping[UUID, T]
) -> tuple[T, ...]:
    """Return what was chosen in the leading order; the rest behind what it follows in the other."""
    line = [each.id for each in leading if each.id in chosen]
    before: UUID | None = None
    for each in following:
        if each.id in chosen:
            if each.id not in line:
                line.insert(line.index(before) + 1 if before in line else 0, each.id)
            before = each.id
    return tuple(chosen[key] for key in line)


def _joined_trash(mine: Content, theirs: Content, blocks: tuple[Block, ...]) -> tuple[Any, ...]:
    """Return what both have thrown away and what does not stand on the page."""
    standing = {block.id for block in blocks} | {i.id for block in blocks for i in block.items}
    joined = {each.what.id: each for each in (*mine.trash, *theirs.trash)}
    return tuple(each for key, each in joined.items() if key not in standing)
