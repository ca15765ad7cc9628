"""What changed between two states of a showcase, in words. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from catalog.kernel.text import N_
from catalog.showcases.rules.content import NAMES, Block, Content

Change = tuple[str, dict[str, str]]  # a message and its values; values may be messages too

_FIELDS = (
    ("title", N_("Title changed")),
    ("lead", N_("Lead changed")),
    ("note", N_("Curator's note changed")),
    ("curator_name", N_("Name of the curator changed")),
    ("cover_id", N_("Cover changed")),
)
ADDED = N_("Added: %(part)s")
TAKEN_OUT = N_("Taken out: %(part)s")
WORDS = N_("Words or settings changed: %(part)s")
PIECES = N_("Pieces in %(part)s: %(added)s added, %(gone)s taken out")
NOTES = N_("Sentences about pieces changed: %(part)s")
REORDERED = N_("Order of the parts changed")
REORDERED_ITEMS = N_("Order of the pieces changed: %(part)s")


def changes(old: Content, new: Content) -> list[Change]:
    """Return what a reader of the list of versions wants to know, the head first."""
    found: list[Change] = [
        (words, {}) for name, words in _FIELDS if getattr(old, name) != getattr(new, name)
    ]
    before = {block.id: block for block in old.blocks}
    after = {block.id: block for block in new.blocks}
    found += [_of(ADDED, block) for key, block in after.items() if key not in before]
    found += [_of(TAKEN_OUT, block) for key, block in before.items() if key not in after]
    for key, block in after.items():
        if key in before:
            found += _within(before[key], block)
    if _moved(before, after):
        found.append((REORDERED, {}))
    return found


def _within(old: Block, new: Block) -> list[Change]:
    found = []
    if replace(old, items=()) != replace(new, items=()):
        found.append(_of(WORDS, new))
    before = {item.id: item for item in old.items}
    after = {item.id: item for item in new.items}
    added, gone = after.keys() - before.keys(), before.keys() - after.keys()
    if added or gone:
        found.append(_of(PIECES, new, added=str(len(added)), gone=str(len(gone))))
    if any(before[key] != after[key] for key in before.keys() & after.keys()):
        found.append(_of(NOTES, new))
    if _moved(before, after):
        found.append(_of(REORDERED_ITEMS, new))
    return found


def _moved(before: Iterable[UUID], after: Iterable[UUID]) -> bool:
    old, new = list(before), list(after)
    return [key for key in old if key in new] != [key for key in new if key in old]


def _of(message: str, block: Block, **values: str) -> Change:
    return message, {"part": block.title.best("id") or NAMES[block.kind], **values}
