"""Lines of the queue, with the names, pictures and ages that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.desk.rules.queue import HELD, Age, Kind, age
from catalog.holds.rules import Assignment, Hold
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import ProductImage
from catalog.products.queries.guidance import limits
from catalog.products.rules.limits import DUE
from catalog.taxonomy.queries import category_tree, place_names


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the queue. ``id`` is the thing's own; ``target_id`` what is held and given."""

    kind: Kind
    id: UUID
    target_id: UUID
    since: datetime
    age: Age
    vendor_id: UUID
    vendor: str
    served_by: str
    title: str
    place: str
    category: str
    picture: Picture | None
    hold: Hold | None
    assignment: Assignment | None

    @property
    def held_kind(self) -> str:
        """Return the kind under which it is held and given."""
        return HELD[self.kind]


def items_of(work: Work, rows: Sequence[Row[*tuple[Any, ...]]], language: str) -> list[Item]:
    """Return rows of the queue with the names, pictures and ages that belong to them."""
    people = names(
        work, {key for row in rows for key in (row.held_by, row.given_to) if key is not None}
    )
    pictures = _covers(work, [row.target_id for row in rows if row.held == "product"])
    tree, places = category_tree(work.session).by_id, place_names(work.session)
    set_days = limits(work)
    return [
        Item(
            kind=Kind(row.kind),
            id=row.id,
            target_id=row.target_id,
            since=row.since,
            age=age(row.since, work.now, set_days[DUE + Kind(row.kind).key]),
            vendor_id=row.vendor_id,
            vendor=row.vendor,
            served_by=row.served_by,
            title=row.title,
            place=places.get(row.place, ""),
            category=tree[row.category_id].name.best(language) if row.category_id in tree else "",
            picture=pictures.get(row.target_id),
            hold=Hold(row.held_by, people.get(row.held_by, ""), row.held_since)
            if row.held_by
            else None,
            assignment=Assignment(row.given_to, people.get(row.given_to, ""), row.given_at)
            if row.given_to
            else None,
        )
        for row in rows
    ]


def _covers(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, Picture]:
    if not product_ids:
        return {}
    rows = work.session.execute(
        select(ProductImage.product_id, Image)
        .join(Image, Image.id == ProductImage.image_id)
        .where(ProductImage.product_id.in_(product_ids), ProductImage.position == 0)
    )
    return {row.product_id: picture_of(row.Image) for row in rows}
