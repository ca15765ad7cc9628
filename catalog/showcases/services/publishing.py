"""Writes the working copy into the rows that visitors read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.media.models import Image
from catalog.products.models import Product
from catalog.search.outbox import mark_ids
from catalog.showcases.models import (
    Showcase,
    ShowcaseDraft,
    ShowcaseItem,
    ShowcaseSection,
    ShowcaseVersion,
)
from catalog.showcases.queries.drafts import Draft, get_editable
from catalog.showcases.rules import ShowcaseStatus, VersionKind
from catalog.showcases.rules.checking import blockers
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.keeping import extras_to_json, to_json
from catalog.showcases.services import versions

CHANGED = N_("Another curator changed this showcase meanwhile. Look at it again, then publish.")
SAME = N_("Nothing has changed since this showcase was published.")


@dataclass(frozen=True, slots=True)
class Published:
    """What went out."""

    showcase: Showcase
    version: ShowcaseVersion | None


def publish(work: Work, showcase_id: UUID, *, revision: int) -> Published:
    """Give visitors the working copy as it stood at ``revision``.

    The dates of the showcase stay what they are; which of its pieces show is judged whenever the
    page is read. Raises RuleBroken for what must be mended first.
    """
    draft = get_editable(work, showcase_id, lock=True)
    if draft.revision != revision:
        raise RuleBroken(CHANGED)
    showcase = draft.showcase
    is_new = showcase.status is not ShowcaseStatus.PUBLISHED
    if not is_new and not draft.is_unpublished:
        raise RuleBroken(SAME)
    for lack in blockers(draft.content, showcase.kind):
        raise RuleBroken(lack.message, field=lack.input)
    materialise(work, showcase, draft.content)
    showcase.status = ShowcaseStatus.PUBLISHED
    showcase.first_published_at = showcase.first_published_at or work.now
    showcase.last_published_at = work.now
    version = versions.keep(work, draft, VersionKind.PUBLISHED)
    _remember(work, draft)
    about = {"revision": revision, "is_new": is_new}
    record(work, "showcase.publish", target=("showcase", showcase.id), after=about)
    work.session.flush()
    return Published(showcase, version)


def materialise(work: Work, showcase: Showcase, content: Content) -> None:
    """Write a content into the public rows: positions dense from 0, every id kept.

    Products and pictures that have gone for good are left out.
    """
    showcase.title, showcase.lead, showcase.note = content.title, content.lead, content.note
    showcase.curator_name = content.curator_name
    images = _existing(work, Image, content.image_ids)
    products = _existing(work, Product, content.product_ids)
    showcase.cover_id = content.cover_id if content.cover_id in images else None
    showcase.updated_at = work.now
    work.session.flush()
    _clear(work, showcase)
    sections, items = _rows(showcase.id, content, images, products)
    if sections:
        work.session.execute(insert(ShowcaseSection), sections)
    if items:
        work.session.execute(insert(ShowcaseItem), items)
    work.session.expire(showcase, ["sections"])
    mark_ids(work.session, "page", [showcase.id])


def _rows(
    showcase_id: UUID,
    content: Content,
    images: frozenset[UUID],
    products: frozenset[UUID],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    sections, items = [], []
    for position, block in enumerate(content.blocks):
        sections.append(
            {
                "id": block.id,
                "showcase_id": showcase_id,
                "position": position,
                "layout": block.kind,
                "title": block.title,
                "text": block.text,
                "image_id": block.image_id if block.image_id in images else None,
                "extras": extras_to_json(block),
            }
        )
        shown = [item for item in block.items if item.product_id in products]
        items += [
            {
                "id": item.id,
                "section_id": block.id,
                "product_id": item.product_id,
                "position": place,
                "note": item.note,
                "is_hidden": item.is_hidden,
                "hidden_reason": "",
            }
            for place, item in enumerate(shown)
        ]
    return sections, items


def _clear(work: Work, showcase: Showcase) -> None:
    own = select(ShowcaseSection.id).where(ShowcaseSection.showcase_id == showcase.id)
    for gone in (
        delete(ShowcaseItem).where(ShowcaseItem.section_id.in_(own)),
        delete(ShowcaseSection).where(ShowcaseSection.showcase_id == showcase.id),
    ):
        work.session.execute(gone, execution_options={"synchronize_session": "fetch"})


def _existing(
    work: Work, model: type[Image] | type[Product], ids: Iterable[UUID]
) -> frozenset[UUID]:
    wanted = list(ids)
    if not wanted:
        return frozenset()
    return frozenset(work.session.scalars(select(model.id).where(model.id.in_(wanted))))


def _remember(work: Work, draft: Draft) -> None:
    row = work.session.get(ShowcaseDraft, draft.showcase.id)
    if row is None:
        row = ShowcaseDraft(
            showcase_id=draft.showcase.id,
            revision=1,
            content=to_json(draft.content),
            stamps={},
            saved_at=work.now,
            saved_by=work.actor.user_id,
        )
        work.session.add(row)
    row.published_revision = row.revision
