"""Content as it is kept: to a JSON object and back. What cannot be meant is left out."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from math import isfinite
from typing import Any, TypeVar
from uuid import UUID

from catalog.kernel.text import Language, LocalText
from catalog.showcases.rules.content import (
    Block,
    BlockKind,
    Content,
    Item,
    Removed,
    Settings,
)

T = TypeVar("T")
_PLAIN = Settings()
_POINT = 2  # numbers of a focal point


def to_json(content: Content) -> dict[str, Any]:
    """Return the whole content, its trash too."""
    return {
        "title": dict(content.title),
        "lead": dict(content.lead),
        "note": dict(content.note),
        "curator": content.curator_name,
        "cover": _text(content.cover_id),
        "blocks": [block_to_json(block) for block in content.blocks],
        "trash": [_removed_to_json(removed) for removed in content.trash],
    }


def from_json(raw: Mapping[str, Any]) -> Content:
    """Return the content of such an object; a block of an unknown kind is left out."""
    return Content(
        title=_local(raw.get("title")),
        lead=_local(raw.get("lead")),
        note=_local(raw.get("note")),
        curator_name=str(raw.get("curator") or ""),
        cover_id=_id(raw.get("cover")),
        blocks=tuple(_each(raw.get("blocks"), block_from_json)),
        trash=tuple(_each(raw.get("trash"), _removed_from_json)),
    )


def block_to_json(block: Block) -> dict[str, Any]:
    """Return one block with its items."""
    return {
        "id": str(block.id),
        "kind": block.kind.value,
        "title": dict(block.title),
        "text": dict(block.text),
        "image": _text(block.image_id),
        "items": [_item_to_json(item) for item in block.items],
        **extras_to_json(block),
    }


def extras_to_json(block: Block) -> dict[str, Any]:
    """Return what has no column of its own in a section: settings, alt text and focal point."""
    settings: dict[str, Any] = {}
    for each in fields(Settings):
        value = getattr(block.settings, each.name)
        if value != getattr(_PLAIN, each.name):
            settings[each.name] = str(value) if isinstance(value, UUID) else value
    return {
        "settings": settings,
        "alt": dict(block.alt),
        "focal": list(block.focal) if block.focal else None,
    }


def is_live(extras: Mapping[str, Any]) -> bool:
    """Return whether a saved search with these extras is asked anew at each view."""
    settings = _settings(extras.get("settings"))
    return settings.is_live and bool(settings.query)


def block_from_json(raw: Mapping[str, Any]) -> Block | None:
    """Return a block, or None for what is none."""
    key, kind = _id(raw.get("id")), raw.get("kind")
    if key is None or kind not in set(BlockKind):
        return None
    settings, alt, focal = extras_from_json(raw)
    return Block(
        id=key,
        kind=BlockKind(kind),
        title=_local(raw.get("title")),
        text=_local(raw.get("text")),
        image_id=_id(raw.get("image")),
        alt=alt,
        focal=focal,
        settings=settings,
        items=tuple(_each(raw.get("items"), _item_from_json)),
    )


def extras_from_json(
    raw: Mapping[str, Any],
) -> tuple[Settings, LocalText, tuple[float, float] | None]:
    """Return settings, alt text and focal point of what ``extras_to_json`` gave."""
    return _settings(raw.get("settings")), _local(raw.get("alt")), _focal(raw.get("focal"))


def _settings(raw: object) -> Settings:
    if not isinstance(raw, Mapping):
        return _PLAIN
    values: dict[str, Any] = {}
    for each in fields(Settings):
        if each.name == "vendor_id":
            values["vendor_id"] = _id(raw.get("vendor_id"))
        elif type(raw.get(each.name)) is type(each.default):
            values[each.name] = raw[each.name]
    return Settings(**values)


def _focal(raw: object) -> tuple[float, float] | None:
    if not isinstance(raw, list) or len(raw) != _POINT:
        return None
    if not all(isinstance(part, int | float) and isfinite(part) for part in raw):
        return None
    x, y = (min(1.0, max(0.0, float(part))) for part in raw)
    return x, y


def _item_to_json(item: Item) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "product": str(item.product_id),
        "note": dict(item.note),
        "hidden": item.is_hidden,
    }


def _item_from_json(raw: Mapping[str, Any]) -> Item | None:
    key, product_id = _id(raw.get("id")), _id(raw.get("product"))
    if key is None or product_id is None:
        return None
    return Item(
        id=key,
        product_id=product_id,
        note=_local(raw.get("note")),
        is_hidden=raw.get("hidden") is True,
    )


def _removed_to_json(removed: Removed) -> dict[str, Any]:
    what = removed.what
    return {
        ("block" if isinstance(what, Block) else "item"): (
            block_to_json(what) if isinstance(what, Block) else _item_to_json(what)
        ),
        "of": _text(removed.block_id),
        "before": [str(key) for key in removed.before],
        "after": [str(key) for key in removed.after],
    }


def _removed_from_json(raw: Mapping[str, Any]) -> Removed | None:
    block, item = raw.get("block"), raw.get("item")
    what: Block | Item | None = None
    if isinstance(block, Mapping):
        what = block_from_json(block)
    elif isinstance(item, Mapping):
        what = _item_from_json(item)
    if what is None:
        return None
    return Removed(
        what=what,
        block_id=_id(raw.get("of")),
        before=_ids(raw.get("before")),
        after=_ids(raw.get("after")),
    )


def _each(raw: object, read: Callable[[Mapping[str, Any]], T | None]) -> list[T]:
    entries = raw if isinstance(raw, list) else []
    found = (read(entry) for entry in entries if isinstance(entry, Mapping))
    return [thing for thing in found if thing is not None]


def _local(raw: object) -> LocalText:
    values = raw if isinstance(raw, Mapping) else {}
    return LocalText.of({lang: str(values[lang]) for lang in Language if values.get(lang)})


def _id(raw: object) -> UUID | None:
    if isinstance(raw, UUID):
        return raw
    try:
        return UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _ids(raw: object) -> tuple[UUID, ...]:
    entries = raw if isinstance(raw, list) else []
    return tuple(key for key in map(_id, entries) if key is not None)


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)
