"""Coordinates for the schematic map."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.outbox import versioned
from catalog.site.rules import Coordinates
from catalog.taxonomy.models import Region
from catalog.taxonomy.rules import RegionKind


@versioned
def districts(session: Session) -> tuple[Coordinates, ...]:
    """Return name, latitude and longitude of every kecamatan whose place is known."""
    rows = session.execute(
        select(Region.name, Region.latitude, Region.longitude)
        .where(
            Region.kind == RegionKind.DISTRICT,
            Region.latitude.is_not(None),
            Region.longitude.is_not(None),
        )
        .order_by(Region.code)
    )
    return tuple((row.name, row.latitude, row.longitude) for row in rows)
