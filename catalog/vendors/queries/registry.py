"""The officers' register: whom they may see, found by name, state, place and gallery."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, or_, select, true

from catalog.accounts.models import Grant, Person
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.taxonomy.models import Region
from catalog.vendors.models import (
    Vendor,
    VendorApplication,
    VendorClaim,
    VendorFact,
    VendorRegistry,
)
from catalog.vendors.rules.registering import ClaimState
from catalog.vendors.rules.window import VendorStatus

PAGE = 30
MAX_TEXT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the register is asked for; empty is everything within reach."""

    text: str = ""
    status: VendorStatus | None = None
    district: str = ""
    members: Select[UUID] | None = None  # vendors that a gallery has taken in
    gallery_id: UUID | None = None
    is_claimed: bool | None = None
    is_outside: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A vendor in the register."""

    id: UUID
    name: str
    status: VendorStatus
    place: str
    is_claimed: bool
    is_outside: bool
    is_asked: bool  # somebody wants a claim code


@dataclass(frozen=True, slots=True)
class Helper:
    """An assistant of a vendor, with the grant that makes one."""

    grant_id: UUID
    name: str


_OWNED = exists().where(Grant.vendor_id == Vendor.id, Grant.role == Role.VENDOR)
_ASKED = exists().where(VendorClaim.vendor_id == Vendor.id, VendorClaim.state == ClaimState.ASKED)


def in_reach(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can`` (SEE) for officers."""
    if actor.has(Role.ADMIN, Role.AUDITOR):
        return true()
    served = func.coalesce(Vendor.office_code, Vendor.region_code)
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.DINAS):
        for code in sorted(actor.region_codes):
            ways += [served == code, served.startswith(f"{code}.", autoescape=True)]
    if actor.has(Role.ASSISTANT):
        ways.append(Vendor.id.in_(actor.assisted_ids))
    return or_(*ways)


def list_registry(work: Work, asked: Asked) -> tuple[list[Line], int]:
    """Return a page of the register and how many vendors match; those that wait come first."""
    found = (
        select(Vendor.id)
        .outerjoin(VendorRegistry, VendorRegistry.vendor_id == Vendor.id)
        .where(in_reach(work.actor), *_narrowed(asked))
    )
    count = work.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = work.session.execute(
        select(
            Vendor.id,
            Vendor.name,
            Vendor.status,
            Region.name.label("place"),
            _OWNED.label("is_claimed"),
            func.coalesce(VendorRegistry.is_outside, false()).label("is_outside"),
            _ASKED.label("is_asked"),
        )
        .join(Region, Region.code == Vendor.region_code)
        .outerjoin(VendorRegistry, VendorRegistry.vendor_id == Vendor.id)
        .where(Vendor.id.in_(found))
        .order_by(Vendor.status != VendorStatus.DRAFT, func.lower(Vendor.name), Vendor.id)
        .limit(PAGE)
        .offset((asked.page - 1) * PAGE)
    )
    return [_line(row) for row in rows], count


def districts(work: Work) -> list[tuple[str, str]]:
    """Return (code, name) of the districts in which the actor's vendors work."""
    held = select(Vendor.district_code).where(in_reach(work.actor)).distinct()
    rows = work.session.execute(
        select(Region.code, Region.name).where(Region.code.in_(held)).order_by(Region.name)
    )
    return [(row.code, row.name) for row in rows]


def find_registry(work: Work, vendor_id: UUID) -> VendorRegistry | None:
    """Return the registry facts of a vendor, or None before any were kept."""
    return work.session.get(VendorRegistry, vendor_id)


def facts_of(work: Work, vendor_id: UUID) -> dict[str, VendorFact]:
    """Return where the fields of a vendor come from, by field."""
    rows = work.session.scalars(select(VendorFact).where(VendorFact.vendor_id == vendor_id))
    return {row.field: row for row in rows}


def applications(work: Work, vendor_id: UUID) -> Sequence[VendorApplication]:
    """Return the galleries that a vendor wants to be in, oldest wish first."""
    statement = (
        select(VendorApplication)
        .where(VendorApplication.vendor_id == vendor_id)
        .order_by(VendorApplication.asked_at, VendorApplication.gallery_id)
    )
    return list(work.session.scalars(statement))


def helpers(work: Work, vendor_id: UUID) -> list[Helper]:
    """Return the assistants of a vendor, by name."""
    rows = work.session.execute(
        select(Grant.id, Person.name)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.vendor_id == vendor_id, Grant.role == Role.ASSISTANT)
        .order_by(Person.name, Grant.id)
    )
    return [Helper(row.id, row.name) for row in rows]


def known_assistants(work: Work) -> list[tuple[UUID, str]]:
    """Return the people who assist some vendor within the actor's reach, by name."""
    within = select(Vendor.id).where(in_reach(work.actor))
    rows = work.session.execute(
        select(Person.id, Person.name)
        .where(
            Person.is_active,
            Person.id.in_(
                select(Grant.person_id).where(
                    Grant.role == Role.ASSISTANT, Grant.vendor_id.in_(within)
                )
            ),
        )
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in rows]


def villages(work: Work) -> dict[str, list[tuple[str, str]]]:
    """Return the places in which the actor may enter a vendor: (code, name) by district."""
    districts_of = select(Region.code, Region.name).where(
        Region.code.in_(select(Region.parent_code).where(Region.code.like("%.%.%.%")))
    )
    names = {row.code: row.name for row in work.session.execute(districts_of)}
    rows = work.session.execute(
        select(Region.code, Region.name, Region.parent_code)
        .where(Region.code.like("%.%.%.%"), _served(work.actor))
        .order_by(Region.parent_code, Region.name, Region.code)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(names.get(row.parent_code, ""), []).append((row.code, row.name))
    return found


def _served(actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.ADMIN):
        return true()
    codes = sorted(actor.region_codes)
    return or_(false(), *(Region.code.startswith(f"{code}.", autoescape=True) for code in codes))


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.text:
        where.append(Vendor.name.icontains(asked.text[:MAX_TEXT], autoescape=True))
    if asked.status is not None:
        where.append(Vendor.status == asked.status)
    if asked.district:
        where.append(Vendor.district_code == asked.district)
    if asked.members is not None and asked.gallery_id is not None:
        wants = select(VendorApplication.vendor_id).where(
            VendorApplication.gallery_id == asked.gallery_id
        )
        where.append(or_(Vendor.id.in_(asked.members), Vendor.id.in_(wants)))
    if asked.is_claimed is not None:
        where.append(_OWNED if asked.is_claimed else ~_OWNED)
    if asked.is_outside:
        where.append(VendorRegistry.is_outside.is_(True))
    return where


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    return Line(
        row.id,
        row.name,
        row.status,
        row.place,
        bool(row.is_claimed),
        bool(row.is_outside),
        bool(row.is_asked),
    )


def is_claimed(work: Work, vendor_id: UUID) -> bool:
    """Return whether a vendor has an owner."""
    owned = select(Grant.id).where(Grant.vendor_id == vendor_id, Grant.role == Role.VENDOR)
    return work.session.scalar(owned.limit(1)) is not None
