"""What is typed into the builder, input by input. Pure.

An input has a name in its form (``title_id``, ``note_en-<item>``). A form says for each input which
state it was shown (a print of it): what nobody but this curator touched is saved, and where another
curator wrote into the same input meanwhile, both texts are told and neither is lost.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText, clean_block, clean_line
from catalog.showcases.rules.arranging import GONE, changed
from catalog.showcases.rules.content import (
    COLUMNS,
    LIMITS,
    MAX_ALT,
    MAX_LEAD,
    MAX_NAME,
    MAX_NOTE,
    MAX_QUERY,
    MAX_TEXT,
    MAX_TITLE,
    MAX_URL,
    Block,
    BlockKind,
    Content,
)
from catalog.showcases.rules.video import check_url

TOO_LONG = N_("Write at most %(most)s characters; here are %(now)s.")
CHOOSE = N_("Choose one of the values offered.")
_LANGUAGES = ("id", "en")
_PRINT_BYTES = 6


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a form: errors and conflicts by input; a conflict holds the other's text."""

    content: Content
    errors: Mapping[str, RuleBroken] = field(default_factory=dict)
    conflicts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Input:
    """One input: what it shows now, and how a text is written into the content or the block."""

    value: str
    put: Callable[[Content, str], Content]


def print_of(value: str) -> str:
    """Return the short print of what an input showed; line ends do not matter."""
    text = value.replace("\r\n", "\n")
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_PRINT_BYTES).hexdigest()


def values(content: Content, block_id: UUID | None) -> dict[str, str]:
    """Return what the inputs of the head (None) or of a block show."""
    return {name: each.value for name, each in _inputs(content, block_id).items()}


def apply(
    content: Content,
    block_id: UUID | None,
    typed: Mapping[str, str],
    seen: Mapping[str, str],
) -> Edited:
    """Write what was typed into the head (None) or a block; ``seen`` holds prints by input.

    An input without a print is written whatever stands there.
    """
    inputs = _inputs(content, block_id)
    errors: dict[str, RuleBroken] = {}
    conflicts: dict[str, str] = {}
    for name, text in typed.items():
        if name not in inputs or _same(text, inputs[name].value):
            continue
        if name in seen and seen[name] != print_of(inputs[name].value):
            if seen[name] != print_of(text):
                conflicts[name] = inputs[name].value
            continue
        try:
            content = inputs[name].put(content, text)
        except RuleBroken as error:
            errors[name] = error
    return Edited(content, errors, conflicts)


def _same(text: str, value: str) -> bool:
    return text.replace("\r\n", "\n") == value


def _inputs(content: Content, block_id: UUID | None) -> dict[str, _Input]:
    if block_id is None:
        return _of_head(content)
    block = content.find(block_id)
    if block is None:
        raise RuleBroken(GONE)
    return {**_of_block(block), **_of_settings(block), **_of_items(block)}


def _of_head(content: Content) -> dict[str, _Input]:
    limits = {"title": MAX_TITLE, "lead": MAX_LEAD, "note": MAX_TEXT}
    found: dict[str, _Input] = {}
    for name, most in limits.items():
        for language in _LANGUAGES:
            found[f"{name}_{language}"] = _Input(
                getattr(content, name).get(language, ""),
                _head_text(name, language, most, is_line=name == "title"),
            )
    found["curator_name"] = _Input(content.curator_name, _put_curator)
    return found


def _head_text(
    name: str, language: str, most: int, *, is_line: bool
) -> Callable[[Content, str], Content]:
    def put(content: Content, text: str) -> Content:
        said = _cleaned(text, most, is_line=is_line)
        texts: dict[str, Any] = {name: _with(getattr(content, name), language, said)}
        return replace(content, **texts)

    return put


def _put_curator(content: Content, text: str) -> Content:
    return replace(content, curator_name=_cleaned(text, MAX_NAME, is_line=True))


def _of_block(block: Block) -> dict[str, _Input]:
    limits = {"title": MAX_TITLE, "text": MAX_TEXT, "alt": MAX_ALT}
    found: dict[str, _Input] = {}
    for name, most in limits.items():
        for language in _LANGUAGES:
            found[f"{name}_{language}"] = _Input(
                getattr(block, name).get(language, ""),
                _block_text(block.id, name, language, most),
            )
    x, y = block.focal or (None, None)
    found["focal"] = _Input(
        "" if x is None or y is None else f"{x:.2f},{y:.2f}", _on(block.id, _put_focal)
    )
    return found


def _block_text(
    block_id: UUID, name: str, language: str, most: int
) -> Callable[[Content, str], Content]:
    def put(block: Block, text: str) -> Block:
        said = _cleaned(text, most, is_line=name != "text")
        texts: dict[str, Any] = {name: _with(getattr(block, name), language, said)}
        return replace(block, **texts)

    return _on(block_id, put)


def _of_settings(block: Block) -> dict[str, _Input]:
    settings = block.settings
    shown: dict[str, tuple[str, Callable[[Block, str], Block]]] = {
        "shows_price": (_flag(settings.shows_price), _put_shows_price)
    }
    if block.kind is BlockKind.GRID:
        shown["columns"] = (str(settings.columns), _put_columns)
    if block.kind is BlockKind.SEARCH:
        shown["columns"] = (str(settings.columns), _put_columns)
        shown["query"] = (settings.query, _put_query)
        shown["is_live"] = (_flag(settings.is_live), _put_is_live)
        shown["limit"] = (str(settings.limit), _put_limit)
    if block.kind is BlockKind.VENDOR:
        shown["vendor"] = (str(settings.vendor_id or ""), _put_vendor)
    if block.kind is BlockKind.VIDEO:
        shown["url"] = (settings.url, _put_url)
    return {name: _Input(value, _on(block.id, put)) for name, (value, put) in shown.items()}


def _of_items(block: Block) -> dict[str, _Input]:
    found: dict[str, _Input] = {}
    for item in block.items:
        for language in _LANGUAGES:
            found[f"note_{language}-{item.id}"] = _Input(
                item.note.get(language, ""), _item_note(block.id, item.id, language)
            )
        found[f"hidden-{item.id}"] = _Input(_flag(item.is_hidden), _item_hidden(block.id, item.id))
    return found


def _item_note(block_id: UUID, item_id: UUID, language: str) -> Callable[[Content, str], Content]:
    def put(block: Block, text: str) -> Block:
        said = _cleaned(text, MAX_NOTE, is_line=False)
        items = tuple(
            replace(item, note=_with(item.note, language, said)) if item.id == item_id else item
            for item in block.items
        )
        return replace(block, items=items)

    return _on(block_id, put)


def _item_hidden(block_id: UUID, item_id: UUID) -> Callable[[Content, str], Content]:
    def put(block: Block, text: str) -> Block:
        items = tuple(
            replace(item, is_hidden=text == "1") if item.id == item_id else item
            for item in block.items
        )
        return replace(block, items=items)

    return _on(block_id, put)


def _on(block_id: UUID, put: Callable[[Block, str], Block]) -> Callable[[Content, str], Content]:
    def put_on(content: Content, text: str) -> Content:
        block = content.find(block_id)
        return content if block is None else changed(content, put(block, text))

    return put_on


def _put_columns(block: Block, text: str) -> Block:
    return replace(block, settings=replace(block.settings, columns=_one_of(text, COLUMNS)))


def _put_limit(block: Block, text: str) -> Block:
    return replace(block, settings=replace(block.settings, limit=_one_of(text, LIMITS)))


def _put_shows_price(block: Block, text: str) -> Block:
    return replace(block, settings=replace(block.settings, shows_price=text == "1"))


def _put_is_live(block: Block, text: str) -> Block:
    return replace(block, settings=replace(block.settings, is_live=text == "1"))


def _put_query(block: Block, text: str) -> Block:
    query = _cleaned(text, MAX_QUERY, is_line=True)
    return replace(block, settings=replace(block.settings, query=query))


def _put_vendor(block: Block, text: str) -> Block:
    try:
        vendor_id = UUID(text) if text else None
    except ValueError as error:
        raise RuleBroken(CHOOSE) from error
    return replace(block, settings=replace(block.settings, vendor_id=vendor_id))


def _put_url(block: Block, text: str) -> Block:
    url = _cleaned(text, MAX_URL, is_line=True)
    return replace(block, settings=replace(block.settings, url=check_url(url) if url else ""))


def _put_focal(block: Block, text: str) -> Block:
    if not text:
        return replace(block, focal=None)
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise RuleBroken(CHOOSE) from error
    if not (0 <= x <= 1 and 0 <= y <= 1):  # also false for NaN
        raise RuleBroken(CHOOSE)
    return replace(block, focal=(x, y))


def _one_of(text: str, offered: tuple[int, ...]) -> int:
    for value in offered:
        if text == str(value):
            return value
    raise RuleBroken(CHOOSE)


def _flag(value: object) -> str:
    return "1" if value else "0"


def _cleaned(text: str, most: int, *, is_line: bool) -> str:
    said = clean_line(text) if is_line else clean_block(text)
    if len(said) > most:
        raise RuleBroken(TOO_LONG, most=most, now=len(said))
    return said


def _with(text: LocalText, language: str, said: str) -> LocalText:
    return LocalText.of({**text, language: said})
