"""Reads of incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.curation.models import Incident, IncidentProduct, IncidentTask
from catalog.curation.rules.incidents import is_overdue
from catalog.curation.rules.words import IncidentKind, IncidentState, Severity
from catalog.db.base import Base
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.products.models import Product, ProductText
from catalog.products.queries.reviews import in_charge
from catalog.vendors.models import Vendor

PER_PAGE = 30


def seen(work: Work) -> ColumnElement[bool]:
    """Return the clause of incidents that the actor handles; the statement must join ``Vendor``.

    Those in charge of the vendor, and the counters on whose shelves its goods stand or stood.
    """
    ways = [in_charge(work.actor)]
    if work.actor.has(Role.COUNTER):
        here = select(IncidentTask.incident_id).where(
            IncidentTask.gallery_id.in_(work.actor.gallery_ids)
        )
        own = Vendor.id.in_(work.actor.vendor_ids) if work.actor.vendor_ids else false()
        ways.append(and_(Incident.id.in_(here), ~own))
    return or_(*ways)


def get_incident(work: Work, incident_id: UUID, *, lock: bool = False) -> Incident:
    """Return an incident that the actor handles, or raise NotFound."""
    statement = _one().where(Incident.id == incident_id, seen(work))
    if lock:
        statement = statement.with_for_update(of=Incident)
    found = work.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("incident")
    return found


def is_in_charge(work: Work, incident: Incident) -> bool:
    """Return whether the actor decides about this incident; a counter only clears shelves."""
    statement = select(Vendor.id).where(Vendor.id == incident.vendor_id, in_charge(work.actor))
    return work.session.scalar(statement) is not None


def get_of_vendor(
    work: Work, vendor_id: UUID, incident_id: UUID, *, lock: bool = False
) -> Incident:
    """Return an incident of this vendor, or raise NotFound; the caller has asked the policy."""
    statement = _one().where(Incident.id == incident_id, Incident.vendor_id == vendor_id)
    if lock:
        statement = statement.with_for_update(of=Incident)
    found = work.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("incident")
    return found


def _one() -> Select[Incident]:
    return (
        select(Incident)
        .join(Vendor, Vendor.id == Incident.vendor_id)
        .options(
            selectinload(Incident.tasks).selectinload(IncidentTask.gallery),
            selectinload(Incident.actions),
        )
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An incident in a list; ``left`` tells how many shelves still hold goods."""

    id: UUID
    vendor: str
    kind: IncidentKind
    severity: Severity
    state: IncidentState
    is_withdrawn: bool
    covers_all: bool
    goods: int
    shelves: int
    left: int
    due_on: date
    is_overdue: bool
    opened_at: datetime


def list_incidents(work: Work, *, closed: bool, page: int) -> tuple[list[Line], int]:
    """Return a page of incidents, open ones by what presses most, closed ones by time."""
    end = Incident.state == IncidentState.CLOSED
    which = (seen(work), end if closed else ~end)
    goods = _count(IncidentProduct, IncidentProduct.incident_id == Incident.id)
    shelves = _count(IncidentTask, IncidentTask.incident_id == Incident.id)
    left = _count(
        IncidentTask,
        and_(IncidentTask.incident_id == Incident.id, IncidentTask.pulled_at.is_(None)),
    )
    order = (Incident.opened_at.desc(),) if closed else (Incident.due_on, Incident.opened_at)
    rows = work.session.execute(
        select(Incident, Vendor.name, goods.label("goods"), shelves.label("shelves"),
               left.label("left"))
        .join(Vendor, Vendor.id == Incident.vendor_id)
        .where(*which)
        .order_by(*order, Incident.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )  # fmt: skip
    today = wib_date(work.now)
    found = [_line(row, today) for row in rows]
    total = work.session.scalar(
        select(func.count()).select_from(Incident).join(Vendor).where(*which)
    )
    return found, total or 0


def _line(row: Row[*tuple[Any, ...]], today: date) -> Line:
    incident: Incident = row.Incident
    return Line(
        id=incident.id,
        vendor=row.name,
        kind=incident.kind,
        severity=incident.severity,
        state=incident.state,
        is_withdrawn=incident.is_withdrawn,
        covers_all=incident.covers_all,
        goods=row.goods,
        shelves=row.shelves,
        left=row.left,
        due_on=incident.due_on,
        is_overdue=is_overdue(incident.state, incident.due_on, today),
        opened_at=incident.opened_at,
    )


def _count(model: type[Base], which: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count()).select_from(model).where(which).correlate(Incident).scalar_subquery()
    )


def goods_of(work: Work, incident: Incident, language: str) -> list[tuple[UUID, str, str]]:
    """Return (id, name, slug) of the products that an incident is about."""
    rows = work.session.execute(
        select(Product.id, Product.code, Product.slug, ProductText.name)
        .join(IncidentProduct, IncidentProduct.product_id == Product.id)
        .outerjoin(
            ProductText,
            (ProductText.product_id == Product.id) & (ProductText.language == language),
        )
        .where(IncidentProduct.incident_id == incident.id)
        .order_by(ProductText.name, Product.id)
    )
    return [(row.id, row.name or row.code, row.slug) for row in rows]


def choices(work: Work, vendor: Vendor, language: str) -> list[tuple[UUID, str]]:
    """Return (id, name) of the products of a vendor that are or were shown."""
    rows = work.session.execute(
        select(Product.id, Product.code, ProductText.name)
        .outerjoin(
            ProductText,
            (ProductText.product_id == Product.id) & (ProductText.language == language),
        )
        .where(Product.vendor_id == vendor.id, Product.published_at.is_not(None))
        .order_by(ProductText.name, Product.id)
    )
    return [(row.id, row.name or row.code) for row in rows]


def find_vendors(work: Work, typed: str, *, most: int = 12) -> Sequence[tuple[UUID, str]]:
    """Return (id, name) of vendors in the actor's charge whose name holds what was typed."""
    word = typed.strip()[:60]
    if not word:
        return ()
    rows = work.session.execute(
        select(Vendor.id, Vendor.name)
        .where(in_charge(work.actor), Vendor.name.icontains(word, autoescape=True))
        .order_by(Vendor.name, Vendor.id)
        .limit(most)
    )
    return [(row.id, row.name) for row in rows]


def get_vendor(work: Work, vendor_id: UUID) -> Vendor:
    """Return a vendor in the actor's charge, or raise NotFound."""
    found = work.session.scalar(select(Vendor).where(Vendor.id == vendor_id, in_charge(work.actor)))
    if found is None:
        raise NotFound("vendor")
    return found


def open_of_product(work: Work, product: Product) -> Sequence[Incident]:
    """Return the open incidents about a product, the newest first."""
    return work.session.scalars(
        select(Incident)
        .join(IncidentProduct, IncidentProduct.incident_id == Incident.id)
        .where(IncidentProduct.product_id == product.id, Incident.state != IncidentState.CLOSED)
        .order_by(Incident.opened_at.desc(), Incident.id)
    ).all()


def count_open(work: Work) -> tuple[int, int]:
    """Return how many open incidents the actor handles, and how many of them are overdue."""
    statement = (
        select(func.count(), func.count().filter(
            Incident.state == IncidentState.OPEN, Incident.due_on < wib_date(work.now)))
        .select_from(Incident)
        .join(Vendor, Vendor.id == Incident.vendor_id)
        .where(seen(work), Incident.state != IncidentState.CLOSED)
    )  # fmt: skip
    row = work.session.execute(statement).one()
    return row[0] or 0, row[1] or 0


def who_acted(work: Work, incident: Incident) -> dict[UUID, str]:
    """Return the names of everybody who did something about an incident."""
    people = {incident.opened_by, incident.closed_by}
    people |= {action.made_by for action in incident.actions}
    people |= {task.pulled_by for task in incident.tasks}
    return names(work, {person for person in people if person is not None})
