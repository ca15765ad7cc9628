"""What stands around a showcase of the world: a link, a remark, an exception, a booked place."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.showcases.models import (
    HomeSlot,
    ShowcaseComment,
    ShowcaseOverride,
    ShowcasePreview,
)
from catalog.showcases.rules.slots import Place
from catalog.showcases.services import previewing
from tests.house.access.people import World


def add_around(work: Work, world: World, who: str) -> None:
    """Name one of each to the world."""
    showcase_id = UUID(world.ids[who]["showcase_id"])
    previewing.make_link(work, showcase_id, name="Ibu Ratna")
    rows: dict[str, Any] = {
        "comment_id": ShowcaseComment(
            showcase_id=showcase_id, text="Sampul gelap.", mentions=[], created_at=work.now
        ),
        "override_id": ShowcaseOverride(
            showcase_id=showcase_id,
            product_id=UUID(world.ids[who]["product_id"]),
            causes=["sold_out"],
            reason="Kiriman berikutnya tiba pekan depan.",
            given_at=work.now,
            until_on=wib_date(work.now),
        ),
        "slot_id": HomeSlot(
            place=Place.BANNER,
            showcase_id=showcase_id,
            starts_at=work.now + timedelta(days=400),
            created_at=work.now,
        ),
    }
    work.session.add_all(rows.values())
    work.session.flush()
    links = select(ShowcasePreview.id).where(ShowcasePreview.showcase_id == showcase_id)
    world.ids[who] |= {name: str(row.id) for name, row in rows.items()}
    world.ids[who]["link_id"] = str(work.session.scalars(links).one())
