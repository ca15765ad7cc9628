"""Names of what roles are held for; read by table, as foreign keys name rows of higher layers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    TableClause,
    Uuid,
    column,
    false,
    func,
    or_,
    select,
    table,
)

from catalog.accounts.models import Grant
from catalog.accounts.rules import SCOPE_OF, ScopeKind
from catalog.db.work import Work
from catalog.kernel.actor import Role

_VENDOR = table(
    "vendor",
    column("id", Uuid),
    column("slug", String),
    column("name", String),
    column("region_code", String),
    column("office_code", String),
)
_SERVED_BY = func.coalesce(_VENDOR.c.office_code, _VENDOR.c.region_code)
_GALLERY = table("gallery", column("id", Uuid), column("slug", String), column("name", String))
_REGION = table("region", column("code", String), column("name", String), column("kind", String))
_OFFICE_KINDS = ("regency_city", "regency")


@dataclass(frozen=True, slots=True)
class Held:
    """A role as pages show it: ``scope`` is the name of what it is held for, or ""."""

    grant_id: UUID
    role: Role
    scope: str
    vendor_id: UUID | None


@dataclass(frozen=True, slots=True)
class Room:
    """A vendor as its rooms' menu names it."""

    id: UUID
    name: str


def find_room(work: Work, vendor_id: UUID) -> Room | None:
    """Return the room of a vendor, or None."""
    name = _names(work, _VENDOR, {vendor_id}).get(vendor_id)
    return None if name is None else Room(vendor_id, name)


def held(work: Work, grants: Iterable[Grant]) -> list[Held]:
    """Return roles with the names of their scopes, in the order of the roles."""
    grants = list(grants)
    vendors = _names(work, _VENDOR, {g.vendor_id for g in grants if g.vendor_id})
    galleries = _names(work, _GALLERY, {g.gallery_id for g in grants if g.gallery_id})
    regions = dict(region_choices(work)) if any(g.region_code for g in grants) else {}

    def scope(grant: Grant) -> str:
        if grant.vendor_id:
            return vendors.get(grant.vendor_id, "")
        if grant.gallery_id:
            return galleries.get(grant.gallery_id, "")
        return regions.get(grant.region_code or "", grant.region_code or "")

    order = list(Role)
    found = [Held(grant.id, grant.role, scope(grant), grant.vendor_id) for grant in grants]
    return sorted(found, key=lambda one: (order.index(one.role), one.scope, one.grant_id))


def gallery_choices(work: Work) -> list[tuple[str, str]]:
    """Return (slug, name) of every gallery."""
    rows = select(_GALLERY.c.slug, _GALLERY.c.name).order_by(_GALLERY.c.name, _GALLERY.c.slug)
    return [(slug, name) for slug, name in work.session.execute(rows)]


def region_choices(work: Work) -> list[tuple[str, str]]:
    """Return (code, name) of the cities and regencies that can have an office."""
    rows = (
        select(_REGION.c.code, _REGION.c.name)
        .where(_REGION.c.kind.in_(_OFFICE_KINDS))
        .order_by(_REGION.c.code)
    )
    return [(code, name) for code, name in work.session.execute(rows)]


def find_scope(work: Work, role: Role, typed: str) -> UUID | str | None:
    """Return what a role would be held for, from a slug or a code; None when there is none."""
    kind = SCOPE_OF[role]
    if kind is ScopeKind.REGION:
        return next((code for code, _ in region_choices(work) if code == typed), None)
    if kind is ScopeKind.NONE:
        return None
    place = _VENDOR if kind is ScopeKind.VENDOR else _GALLERY
    # The end of a page's address will do as well.
    slug = typed.strip().rstrip("/").rpartition("/")[2].casefold()
    found: UUID | None = work.session.scalar(select(place.c.id).where(place.c.slug == slug))
    return found


def vendors_of(codes: Iterable[str]) -> Select[tuple[UUID]]:
    """Return the ids of vendors that these offices serve."""
    return select(_VENDOR.c.id).where(in_regions(_SERVED_BY, sorted(codes)))


def region_codes_of(work: Work, vendor_ids: Iterable[UUID]) -> set[str]:
    """Return the places of the offices that serve these vendors; "" where there is none."""
    rows = select(_SERVED_BY).where(_VENDOR.c.id.in_(set(vendor_ids)))
    return {code or "" for code in work.session.scalars(rows)}


def in_regions(code: ColumnElement[str], codes: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a region's code is one of these or lies in one of them."""
    return or_(false(), *(or_(code == one, code.startswith(f"{one}.")) for one in codes))


def _names(work: Work, place: TableClause, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = work.session.execute(select(place.c.id, place.c.name).where(place.c.id.in_(ids)))
    return dict(rows.all())
