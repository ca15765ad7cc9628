"""What a button of the builder asks for, as one word; and the change of order that it means. Pure.

A word is a verb and its ids: ``up:<block>``, ``place:<block>`` (with a number), ``item-up:<block>:
<item>``, ``add:<kind>`` … so that every change of order is an ordinary form with one button.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.rules import arranging
from catalog.showcases.rules.arranging import GONE
from catalog.showcases.rules.content import Block, BlockKind, Content

UNKNOWN = N_("This button is not known here. Load the page again.")
NO_NUMBER = N_("Write a place as a whole number, from 1 on.")
_MOST_DIGITS = 4
Change = Callable[[Content], Content]


@dataclass(frozen=True, slots=True)
class Deed:
    """A change of order; ``block_id`` is looked at afterwards, ``undo`` can be brought back."""

    change: Change
    block_id: UUID | None = None
    item_id: UUID | None = None
    undo: UUID | None = None
    message: str = ""


def deed_of(word: str, fields: Mapping[str, str]) -> Deed:
    """Return what the word asks for; raise RuleBroken when it means nothing."""
    verb, _, rest = word.partition(":")
    keys = rest.split(":") if rest else []
    if verb == "add":
        return _add(keys, fields)
    if verb in _ON_BLOCK and keys:
        return _ON_BLOCK[verb](_id(keys[0]), fields)
    if verb in _ON_ITEM and len(keys) > 1:
        return _ON_ITEM[verb](_id(keys[0]), _id(keys[1]), fields)
    raise RuleBroken(UNKNOWN)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleBroken(UNKNOWN) from error


def _number(fields: Mapping[str, str], name: str) -> int:
    """Return an index from the number, counted from 1, that was typed."""
    text = fields.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) >= 1):
        raise RuleBroken(NO_NUMBER, field=name)
    return int(text) - 1


def _add(keys: list[str], fields: Mapping[str, str]) -> Deed:
    kind = keys[0] if keys else ""
    if kind not in set(BlockKind):
        raise RuleBroken(UNKNOWN)
    block = Block(id=uuid4(), kind=BlockKind(kind))
    after = fields.get("after", "")

    def change(content: Content) -> Content:
        ids = [str(each.id) for each in content.blocks]
        at = ids.index(after) + 1 if after in ids else None
        return arranging.insert(content, block, at)

    return Deed(change, block.id, message=N_("Added."))


def _up(key: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.nudge(content, key, -1), key)


def _down(key: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.nudge(content, key, 1), key)


def _place(key: UUID, fields: Mapping[str, str]) -> Deed:
    to = _number(fields, f"to-{key}")
    return Deed(lambda content: arranging.move(content, key, to), key)


def _delete(key: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.delete(content, key), undo=key, message=N_("Taken out."))


def _restore(key: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.restore(content, key), key, message=N_("Brought back."))


def _copy(key: UUID, _fields: Mapping[str, str]) -> Deed:
    new = uuid4()

    def change(content: Content) -> Content:
        block = content.find(key)
        if block is None:
            raise RuleBroken(GONE)
        items = tuple(replace(item, id=uuid4()) for item in block.items)
        at = [each.id for each in content.blocks].index(key) + 1
        return arranging.insert(content, replace(block, id=new, items=items), at)

    return Deed(change, new, message=N_("Copied."))


def _item_up(key: UUID, item: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.nudge_item(content, key, item, -1), key, item)


def _item_down(key: UUID, item: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(lambda content: arranging.nudge_item(content, key, item, 1), key, item)


def _item_place(key: UUID, item: UUID, fields: Mapping[str, str]) -> Deed:
    to = _number(fields, f"to-{item}")
    target = _id(fields["target"]) if fields.get("target") else None
    return Deed(
        lambda content: arranging.move_item(content, key, item, to, target), target or key, item
    )


def _item_delete(key: UUID, item: UUID, _fields: Mapping[str, str]) -> Deed:
    return Deed(
        lambda content: arranging.delete_item(content, key, item),
        key,
        undo=item,
        message=N_("Taken out."),
    )


_ON_BLOCK: Mapping[str, Callable[[UUID, Mapping[str, str]], Deed]] = {
    "copy": _copy,
    "delete": _delete,
    "down": _down,
    "place": _place,
    "restore": _restore,
    "up": _up,
}
_ON_ITEM: Mapping[str, Callable[[UUID, UUID, Mapping[str, str]], Deed]] = {
    "item-delete": _item_delete,
    "item-down": _item_down,
    "item-place": _item_place,
    "item-up": _item_up,
}
