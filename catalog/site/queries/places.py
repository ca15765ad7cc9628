"""Coordinates for the schematic map."""

from sqlalchemy.orm import Session

from catalog.kernel.chart import Coordinates
from catalog.taxonomy.queries import district_spots


def districts(session: Session) -> tuple[Coordinates, ...]:
    """Return name, latitude and longitude of every kecamatan whose place is known."""
    return tuple(district_spots(session).values())
