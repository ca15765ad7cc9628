"""Brings in who was never shown: into a showcase's working copy, or in the place of another."""

from collections.abc import Callable
from uuid import UUID, uuid4

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules.arranging import add_products, delete_item, insert
from catalog.showcases.rules.content import Block, BlockKind, Content
from catalog.showcases.services import drafting

THERE = N_("This piece is in the showcase already.")
GONE = N_("This piece is not in the showcase any more.")


def add(work: Work, showcase_id: UUID, product_id: UUID) -> None:
    """Put a product at the end of the last rows of pieces of a showcase, or into new rows."""
    draft = get_editable(work, showcase_id, lock=True)
    if product_id in draft.content.product_ids:
        raise RuleBroken(THERE)
    _apply(work, showcase_id, lambda content: _added(content, product_id))
    about = {"product": str(product_id)}
    record(work, "composing.add", target=("showcase", showcase_id), after=about)


def replace(work: Work, showcase_id: UUID, out: UUID, into: UUID) -> None:
    """Put a product in the place of another one, wherever that stands in the working copy."""
    draft = get_editable(work, showcase_id, lock=True)
    if out not in draft.content.product_ids:
        raise RuleBroken(GONE)
    if into in draft.content.product_ids:
        raise RuleBroken(THERE)
    _apply(work, showcase_id, lambda content: _replaced(content, out, into))
    record(
        work,
        "composing.replace",
        target=("showcase", showcase_id),
        before={"product": str(out)},
        after={"product": str(into)},
    )


def _apply(work: Work, showcase_id: UUID, deed: Callable[[Content], Content]) -> None:
    drafting.change(work, showcase_id, deed)


def _added(content: Content, product_id: UUID) -> Content:
    rows = [block for block in content.blocks if block.kind is BlockKind.GRID]
    if rows:
        return add_products(content, rows[-1].id, [product_id])
    block = Block(id=uuid4(), kind=BlockKind.GRID)
    return add_products(insert(content, block), block.id, [product_id])


def _replaced(content: Content, out: UUID, into: UUID) -> Content:
    for block, item in list(content.items()):
        if item.product_id == out:
            place = block.items.index(item)
            content = delete_item(content, block.id, item.id)
            content = add_products(content, block.id, [into], place)
    return content
