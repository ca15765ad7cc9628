"""What withdrawing goods does: web, index and shelves; and what bringing them back does."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, and_, or_, select, update

from catalog.accounts.queries import staff_ids
from catalog.audit.services import record
from catalog.curation.models import Incident, IncidentProduct, IncidentTask
from catalog.curation.rules.words import IncidentState
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.products.models import Product, ProductDisplay
from catalog.search.outbox import mark_ids

OVERTAKEN = N_("Somebody else has just changed this incident. Look at it once more.")


def hide(work: Work, incident: Incident) -> None:
    """Take the goods off the web at once, and ask the galleries to clear their shelves."""
    goods = _held_still(work, incident)
    move(work, incident, incident.state, is_withdrawn=True)
    _set_withdrawn(work, goods, work.now)
    galleries = _tasks(work, incident, goods)
    note(work, incident, "withdraw", products=len(goods), shelves=len(galleries))
    people: set[UUID] = set()
    for gallery_id in set(galleries):
        for role in (Role.COUNTER, Role.CURATOR):
            people |= set(staff_ids(work, role, gallery_id=gallery_id))
    notify(work, people - {work.actor.user_id}, Notice(
        kind="curation.pull", title=N_("Take goods off the shelf"),
        text=N_("Goods of %(vendor)s are withdrawn. Take what stands on your shelves away, and"
                " tick it."),
        values={"vendor": incident.vendor.name},
        url=f"/pengurus/insiden/{incident.id}", next_step=N_("See what and where"),
        deadline_on=wib_date(work.now), key=f"{incident.id}:pull",
    ))  # fmt: skip


def _tasks(work: Work, incident: Incident, goods: Collection[UUID]) -> list[UUID]:
    """Add a task for every shelf that goods stand on; return the galleries, one for each."""
    known = {(task.product_id, task.gallery_id) for task in incident.tasks}
    rows = work.session.scalars(
        select(ProductDisplay)
        .where(
            ProductDisplay.product_id.in_(list(goods)),
            or_(
                ProductDisplay.stock > 0,
                and_(ProductDisplay.stock.is_(None), ProductDisplay.shelf != ""),
            ),
        )
        .order_by(ProductDisplay.gallery_id, ProductDisplay.product_id)
    )
    fresh = [row for row in rows if (row.product_id, row.gallery_id) not in known]
    work.session.add_all(
        IncidentTask(
            incident_id=incident.id,
            product_id=row.product_id,
            gallery_id=row.gallery_id,
            shelf=row.shelf,
            stock=row.stock,
        )
        for row in fresh
    )
    work.session.flush()
    return [row.gallery_id for row in fresh]


def restore(work: Work, incident: Incident) -> int:
    """Show the goods again that no other open incident holds."""
    goods = _held_still(work, incident)
    held = set(
        work.session.scalars(
            select(IncidentProduct.product_id)
            .join(Incident, Incident.id == IncidentProduct.incident_id)
            .where(
                IncidentProduct.product_id.in_(goods),
                Incident.id != incident.id,
                Incident.is_withdrawn,
                Incident.state != IncidentState.CLOSED,
            )
        )
    )
    free = [each for each in goods if each not in held]
    _set_withdrawn(work, free, None)
    return len(free)


def _set_withdrawn(work: Work, goods: Iterable[UUID], moment: datetime | None) -> None:
    ids = list(goods)
    which = Product.withdrawn_at.is_(None) if moment else Product.withdrawn_at.is_not(None)
    work.session.flush()
    work.session.execute(
        update(Product)
        .where(Product.id.in_(ids), which)
        .values(withdrawn_at=moment, version=Product.version + 1)
        .execution_options(synchronize_session="fetch")
    )
    mark_ids(work.session, "product", ids)


def _held_still(work: Work, incident: Incident) -> list[UUID]:
    """Return the products of an incident, locked in a fixed order.

    Else two incidents that hold the same goods and change at once would not see each other.
    """
    goods = select(IncidentProduct.product_id).where(IncidentProduct.incident_id == incident.id)
    statement = select(Product.id).where(Product.id.in_(goods)).order_by(Product.id)
    return list(work.session.scalars(statement.with_for_update()))


def move(work: Work, incident: Incident, seen: IncidentState, **values: object) -> None:
    """Change an incident that is still as it was seen; RuleBroken when somebody was faster."""
    work.session.flush()
    one(
        work.session.execute(
            update(Incident)
            .where(Incident.id == incident.id, Incident.state == seen)
            .values(**values)
            .execution_options(synchronize_session=False)
        ),
        OVERTAKEN,
    )
    work.session.refresh(incident)


def one(result: object, otherwise: str) -> None:
    """Raise unless exactly one row was changed."""
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise RuleBroken(otherwise)


def note(work: Work, incident: Incident, verb: str, **after: object) -> None:
    """Write into the trail; never what was reported, nor by whom."""
    record(
        work,
        f"incident.{verb}",
        target=("incident", incident.id),
        after=after,
        vendor_id=incident.vendor_id,
    )
