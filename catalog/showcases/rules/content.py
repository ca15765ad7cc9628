"""What a showcase is made of: blocks and items with stable ids; plain values, nothing raises here.

The working copy of a curator is one ``Content``; publishing writes it into the rows that public
pages read. Every change of it is a function in ``arranging`` or ``editing``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from uuid import UUID

from catalog.kernel.text import N_, LocalText
from catalog.showcases.rules.phases import Layout

BlockKind = Layout  # a block becomes the section of the same kind and the same id

MAX_BLOCKS = 40
MAX_ITEMS = 120  # of a block
MAX_ALL_ITEMS = 300
MAX_TRASH = 30
MAX_TITLE = 120
MAX_LEAD = 400
MAX_TEXT = 6_000
MAX_NOTE = 600
MAX_ALT = 240
MAX_NAME = 120  # of the curator
MAX_QUERY = 300
MAX_URL = 300
COLUMNS = (2, 3, 4)
LIMITS = (4, 6, 8, 12, 16, 24)  # pieces that a saved search shows at most

NAMES: Mapping[BlockKind, str] = MappingProxyType(
    {
        BlockKind.TEXT: N_("Text"),
        BlockKind.FEATURE: N_("Large picture"),
        BlockKind.GRID: N_("Rows of pieces"),
        BlockKind.CAROUSEL: N_("Sideways row"),
        BlockKind.SEARCH: N_("Saved search"),
        BlockKind.VENDOR: N_("A maker"),
        BlockKind.MAP: N_("Map of the makers"),
        BlockKind.QUOTE: N_("Pull quote"),
        BlockKind.CALL: N_("Ask for a quotation"),
        BlockKind.VIDEO: N_("Video link"),
    }
)
WITH_ITEMS = frozenset(
    {
        BlockKind.FEATURE,
        BlockKind.GRID,
        BlockKind.CAROUSEL,
        BlockKind.SEARCH,
        BlockKind.VENDOR,
        BlockKind.QUOTE,
    }
)
WITH_PICTURE = frozenset({BlockKind.TEXT, BlockKind.FEATURE, BlockKind.VIDEO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product in a block with the curator's sentence about it."""

    id: UUID
    product_id: UUID
    note: LocalText = field(default_factory=LocalText)
    is_hidden: bool = False  # by the curator; what the rules refuse is not noted here


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What else a block needs; each kind reads its own part."""

    columns: int = 3
    shows_price: bool = True
    query: str = ""  # of a saved search: parameters of the browse page's address
    is_live: bool = False  # asked anew at each view; otherwise its items are the frozen answer
    limit: int = 8
    vendor_id: UUID | None = None
    url: str = ""  # of a video


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of the page; ``alt`` says what its picture shows."""

    id: UUID
    kind: BlockKind
    title: LocalText = field(default_factory=LocalText)
    text: LocalText = field(default_factory=LocalText)
    image_id: UUID | None = None
    alt: LocalText = field(default_factory=LocalText)
    focal: tuple[float, float] | None = None  # what matters in the picture here, if not its own
    settings: Settings = field(default_factory=Settings)
    items: tuple[Item, ...] = ()

    @property
    def product_ids(self) -> tuple[UUID, ...]:
        """Return the products in their order."""
        return tuple(item.product_id for item in self.items)

    @property
    def holds_items(self) -> bool:
        """Return whether products can be put into it."""
        return self.kind in WITH_ITEMS

    def find(self, item_id: UUID) -> Item | None:
        """Return the item with this id, if it is here."""
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A block or an item that was taken out, and between which neighbours it stood.

    ``before`` and ``after`` are all ids that stood on either side, the nearest first: it comes back
    beside whichever of them is still there.
    """

    what: Block | Item
    block_id: UUID | None = None  # of an item: where it was
    before: tuple[UUID, ...] = ()
    after: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole showcase as its curator wrote it; ``trash`` holds what was taken out, newest last."""

    title: LocalText = field(default_factory=LocalText)
    lead: LocalText = field(default_factory=LocalText)
    note: LocalText = field(default_factory=LocalText)
    curator_name: str = ""
    cover_id: UUID | None = None
    blocks: tuple[Block, ...] = ()
    trash: tuple[Removed, ...] = ()

    def find(self, block_id: UUID) -> Block | None:
        """Return the block with this id, if it is here."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def items(self) -> Iterator[tuple[Block, Item]]:
        """Give every item with its block, in the order of the page."""
        for block in self.blocks:
            for item in block.items:
                yield block, item

    @property
    def product_ids(self) -> tuple[UUID, ...]:
        """Return each product once, in the order of its first appearance."""
        return tuple(dict.fromkeys(item.product_id for _, item in self.items()))

    @property
    def image_ids(self) -> tuple[UUID, ...]:
        """Return each picture that the content names, the cover first."""
        named = (self.cover_id, *(block.image_id for block in self.blocks))
        return tuple(dict.fromkeys(key for key in named if key is not None))

    def without_trash(self) -> Self:
        """Return what a version keeps."""
        return type(self)(
            title=self.title,
            lead=self.lead,
            note=self.note,
            curator_name=self.curator_name,
            cover_id=self.cover_id,
            blocks=self.blocks,
        )
