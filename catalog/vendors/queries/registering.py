"""A person's own registration, and the places to choose from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.taxonomy.models import Region
from catalog.taxonomy.rules import RegionKind, regency_of
from catalog.vendors.models import Registration, Vendor
from catalog.vendors.queries.contacts import Known
from catalog.vendors.rules.registering import Permit, Step


@dataclass(frozen=True, slots=True)
class Draft:
    """A registration as far as it has come; ``private`` is opened, for its own person only."""

    version: int
    name: str
    kinds: tuple[str, ...]
    region_code: str
    is_placed: bool
    permit: str
    galleries: tuple[str, ...]
    answers: dict[str, Any]
    private: dict[str, str]

    @property
    def done(self) -> frozenset[Step]:
        """Return the steps that hold all they need."""
        filled = {
            Step.BUSINESS: self.name,
            Step.PLACE: self.is_placed,
            Step.OWNER: self.private.get("phone") and self.private.get("nik"),
            Step.PERMIT: self.permit and (self.permit != Permit.NIB or self.private.get("nib")),
            Step.GALLERY: "none" in self.answers or self.galleries,
        }
        return frozenset(step for step, is_filled in filled.items() if is_filled)


EMPTY = Draft(0, "", (), "", False, "", (), {}, {})  # noqa: FBT003  # a record's fields


def bound(person_id: UUID) -> str:
    """Return what a sealed registration is bound to."""
    return f"registration.sealed:{person_id}"


def find_draft(work: Work) -> Draft | None:
    """Return the actor's registration, or None."""
    row = work.session.get(Registration, work.actor.user_id) if work.actor.user_id else None
    if row is None:
        return None
    text = work.vault.open_text(row.sealed, bound_to=bound(row.person_id))
    region = work.session.get(Region, row.region_code) if row.region_code else None
    return Draft(
        version=row.version,
        name=row.name,
        kinds=tuple(row.kinds),
        region_code=row.region_code,
        is_placed=region is not None and is_whole(region),
        permit=row.permit,
        galleries=tuple(row.galleries),
        answers=dict(row.answers),
        private=json.loads(text) if text else {},
    )


def find_own_known(work: Work) -> Known | None:
    """Return the record that the actor's registration ran into, or None."""
    draft = find_draft(work)
    by, _, vendor_id = (draft.private.get("known", "") if draft else "").partition(":")
    vendor = work.session.get(Vendor, UUID(vendor_id)) if vendor_id else None
    return Known(vendor.id, vendor.name, vendor.served_by, by) if vendor else None


def is_whole(region: Region) -> bool:
    """Return whether a vendor can be said to work here: a village, or a place outside."""
    return region.kind in {RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE, RegionKind.OUTSIDE}


def regencies(work: Work) -> Sequence[Region]:
    """Return the cities and regencies whose villages are known, then the places outside."""
    kinds = (RegionKind.REGENCY_CITY, RegionKind.REGENCY, RegionKind.OUTSIDE)
    found = work.session.scalars(select(Region).where(Region.kind.in_(kinds)))
    return sorted(found, key=lambda region: (*_order(region), region.name))


def places_in(work: Work, code: str) -> Sequence[Region]:
    """Return the districts of a regency or the villages of a district, by name."""
    statement = select(Region).where(Region.parent_code == code).order_by(Region.name, Region.code)
    return list(work.session.scalars(statement))


def place_path(work: Work, code: str) -> list[Region]:
    """Return the places from the regency down to this code."""
    parts = code.split(".")
    codes = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    found = {
        region.code: region
        for region in work.session.scalars(select(Region).where(Region.code.in_(codes)))
    }
    return [found[code] for code in codes if code in found]


def _order(region: Region) -> tuple[int, bool]:
    kinds = (RegionKind.REGENCY_CITY, RegionKind.REGENCY, RegionKind.OUTSIDE)
    return kinds.index(region.kind), regency_of(region.code) == "00"  # "elsewhere" comes last
