"""The public rows of a showcase as blocks; ids are those of the rows."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.showcases.models import ShowcaseItem, ShowcaseSection
from catalog.showcases.rules.content import Block, Item
from catalog.showcases.rules.keeping import extras_from_json


def blocks_of(work: Work, showcase_id: UUID) -> tuple[Block, ...]:
    """Return the sections with their items, in their order; two statements."""
    items: dict[UUID, list[Item]] = defaultdict(list)
    for each in work.session.execute(
        select(
            ShowcaseItem.id,
            ShowcaseItem.section_id,
            ShowcaseItem.product_id,
            ShowcaseItem.note,
            ShowcaseItem.is_hidden,
        )
        .join(ShowcaseSection, ShowcaseSection.id == ShowcaseItem.section_id)
        .where(ShowcaseSection.showcase_id == showcase_id)
        .order_by(ShowcaseItem.section_id, ShowcaseItem.position)
    ):
        items[each.section_id].append(
            Item(id=each.id, product_id=each.product_id, note=each.note, is_hidden=each.is_hidden)
        )
    sections = work.session.execute(
        select(
            ShowcaseSection.id,
            ShowcaseSection.layout,
            ShowcaseSection.title,
            ShowcaseSection.text,
            ShowcaseSection.image_id,
            ShowcaseSection.extras,
        )
        .where(ShowcaseSection.showcase_id == showcase_id)
        .order_by(ShowcaseSection.position)
    )
    found = []
    for row in sections:
        settings, alt, focal = extras_from_json(row.extras or {})
        found.append(
            Block(
                id=row.id,
                kind=row.layout,
                title=row.title,
                text=row.text,
                image_id=row.image_id,
                alt=alt,
                focal=focal,
                settings=settings,
                items=tuple(items[row.id]),
            )
        )
    return tuple(found)
