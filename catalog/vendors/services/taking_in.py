"""Vendors that a list of listings names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from catalog.db.work import Work
from catalog.kernel.text import clean_line, slugify
from catalog.search.outbox import mark_ids
from catalog.taxonomy.rules import district_of
from catalog.vendors.models import Vendor, VendorSlug
from catalog.vendors.rules.window import VendorStatus


def vendors_for_import(
    work: Work, source: str, places: Mapping[str, str]
) -> tuple[dict[str, UUID], int]:
    """Return the vendor id of each name, adding those that this source has not brought yet.

    ``places`` maps a vendor's name to its region code. The second value counts the added ones.
    """
    keys = {name: clean_line(name).casefold()[:120] for name in places}
    stored: dict[str, UUID] = {
        external_id: vendor_id
        for external_id, vendor_id in work.session.execute(
            select(Vendor.external_id, Vendor.id).where(
                Vendor.source == source, Vendor.external_id.in_(set(keys.values()))
            )
        )
        if external_id is not None
    }
    fresh: dict[str, str] = {}
    for name, key in keys.items():
        if key not in stored:
            fresh.setdefault(key, name)
    taken = taken_slugs(work, [slugify(name, limit=70) for name in fresh.values()])
    rows: list[dict[str, Any]] = []
    for key, name in fresh.items():
        stored[key] = uuid4()
        base = slugify(name, limit=70) or "umkm"
        slug = base if base not in taken else f"{base}-{stored[key].hex[:6]}"
        taken.add(slug)
        code = places[name]
        rows.append(
            {
                "id": stored[key],
                "slug": slug,
                "name": name,
                "status": VendorStatus.ACTIVE,
                "region_code": code,
                "district_code": district_of(code),
                "source": source,
                "external_id": key,
                "joined_at": work.now,
                "updated_at": work.now,
            }
        )
    if rows:
        work.session.execute(insert(Vendor), rows)
        mark_ids(work.session, "vendor", [row["id"] for row in rows])
    return {name: stored[key] for name, key in keys.items()}, len(rows)


def taken_slugs(work: Work, slugs: list[str]) -> set[str]:
    """Return which of these slugs a vendor has or once had."""
    wanted = {slug or "umkm" for slug in slugs}
    now = select(Vendor.slug).where(Vendor.slug.in_(wanted))
    once = select(VendorSlug.slug).where(VendorSlug.slug.in_(wanted))  # they still answer
    return {*work.session.scalars(now), *work.session.scalars(once)}
