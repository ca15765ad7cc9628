"""What a showcase still lacks: to be published at all, to show every part, to be read in English.

Pure. Each lack names the block and the input where it is mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from catalog.kernel.text import N_, Language, LocalText
from catalog.showcases.rules.content import NAMES, WITH_PICTURE, Block, BlockKind, Content
from catalog.showcases.rules.phases import ShowcaseKind


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to do. ``block_id`` None is the head; ``part`` is a name, or a message (kind)."""

    message: str
    input: str
    block_id: UUID | None = None
    part: str = ""
    is_blocking: bool = False  # nothing is published before


_EMPTY = {
    BlockKind.TEXT: (N_("%(part)s is empty and will not show: write a text."), "text_id"),
    BlockKind.FEATURE: (
        N_("%(part)s is empty and will not show: choose a picture or a piece."),
        "image",
    ),
    BlockKind.GRID: (N_("%(part)s is empty and will not show: put pieces in."), "items"),
    BlockKind.CAROUSEL: (N_("%(part)s is empty and will not show: put pieces in."), "items"),
    BlockKind.SEARCH: (N_("%(part)s is empty and will not show: say what to search."), "query"),
    BlockKind.VENDOR: (N_("%(part)s is empty and will not show: choose a maker."), "vendor"),
    BlockKind.QUOTE: (N_("%(part)s is empty and will not show: write the quote."), "text_id"),
    BlockKind.VIDEO: (N_("%(part)s is empty and will not show: paste the link."), "url"),
}
_HEAD_EN = (
    ("title", N_("Title in English")),
    ("lead", N_("Lead in English")),
    ("note", N_("Curator's note in English")),
)
_HEAD_MOST = 2  # of them, title and lead, an export showcase must have in English
TITLE_EN = N_("%(part)s: title in English")
TEXT_EN = N_("%(part)s: text in English")
ALT_EN = N_("%(part)s: what the picture shows, in English")
NOTES_EN = N_("%(part)s: sentences about pieces in English")
ALT = N_("%(part)s: say what the picture shows")


def name_of(block: Block) -> str:
    """Return the block's own title, or the name of its kind (a message)."""
    return block.title.best("id") or NAMES[block.kind]


def is_empty(block: Block) -> bool:
    """Return whether the block as it is written has nothing to show."""
    has_words = bool(block.title or block.text)
    has_items = any(not item.is_hidden for item in block.items)
    has_own = {
        BlockKind.TEXT: has_words or block.image_id is not None,
        BlockKind.FEATURE: has_items or block.image_id is not None or bool(block.text),
        BlockKind.GRID: has_items,
        BlockKind.CAROUSEL: has_items,
        BlockKind.SEARCH: bool(block.settings.query) if block.settings.is_live else has_items,
        BlockKind.VENDOR: block.settings.vendor_id is not None,
        BlockKind.MAP: True,
        BlockKind.QUOTE: bool(block.text),
        BlockKind.CALL: True,
        BlockKind.VIDEO: bool(block.settings.url),
    }
    return not has_own[block.kind]


def lacks(content: Content, kind: ShowcaseKind) -> list[Lack]:
    """Return everything to do, what blocks publishing first."""
    found = [*_head(content), *_english_head(content, kind)]
    found += [lack for block in content.blocks for lack in _block(block)]
    found += [lack for block in content.blocks for lack in _english(block)]
    return sorted(found, key=lambda lack: not lack.is_blocking)


def blockers(content: Content, kind: ShowcaseKind) -> list[Lack]:
    """Return what must be done before anything is published."""
    return [lack for lack in lacks(content, kind) if lack.is_blocking]


def in_english(content: Content, kind: ShowcaseKind = ShowcaseKind.STORY) -> list[Lack]:
    """Return what a reader of English would meet in Indonesian."""
    found = _english_head(content, kind)
    return [*found, *(lack for block in content.blocks for lack in _english(block))]


def _head(content: Content) -> Iterator[Lack]:
    if not content.title.has("id"):
        yield Lack(N_("Write a title."), "title_id", is_blocking=True)
    if not content.lead.has("id"):
        yield Lack(
            N_("Write a lead: one or two sentences under the title."), "lead_id", is_blocking=True
        )
    if not content.curator_name:
        yield Lack(N_("Name the curator who signs."), "curator_name", is_blocking=True)
    if all(is_empty(block) for block in content.blocks):
        yield Lack(N_("Add a part with pieces or words."), "parts", is_blocking=True)
    if content.cover_id is None:
        yield Lack(N_("Choose a cover; without one the page begins with words alone."), "cover")


def _english_head(content: Content, kind: ShowcaseKind) -> list[Lack]:
    return [
        Lack(
            message,
            f"{name}_en",
            is_blocking=kind is ShowcaseKind.EXPORT and place < _HEAD_MOST,
        )
        for place, (name, message) in enumerate(_HEAD_EN)
        if _lacks_english(getattr(content, name))
        or (
            kind is ShowcaseKind.EXPORT
            and place < _HEAD_MOST
            and not getattr(content, name).has("en")
        )
    ]


def _block(block: Block) -> Iterator[Lack]:
    part = name_of(block)
    if is_empty(block) and block.kind in _EMPTY:
        message, place = _EMPTY[block.kind]
        yield Lack(message, place, block.id, part)
    if _shows_picture(block) and not block.alt.has("id"):
        yield Lack(ALT, "alt_id", block.id, part)


def _english(block: Block) -> Iterator[Lack]:
    part = name_of(block)
    if _lacks_english(block.title):
        yield Lack(TITLE_EN, "title_en", block.id, part)
    if _lacks_english(block.text):
        yield Lack(TEXT_EN, "text_en", block.id, part)
    if _shows_picture(block) and _lacks_english(block.alt):
        yield Lack(ALT_EN, "alt_en", block.id, part)
    bare = next((item for item in block.items if _lacks_english(item.note)), None)
    if bare is not None:
        yield Lack(NOTES_EN, f"note_en-{bare.id}", block.id, part)


def _shows_picture(block: Block) -> bool:
    return block.image_id is not None and block.kind in WITH_PICTURE


def _lacks_english(text: LocalText) -> bool:
    return text.has(Language.ID) and not text.has(Language.EN)
