"""A schematic map: places as points, drawn from their coordinates alone."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

MAP_WIDTH = 320.0
_MARGIN = 26.0
_NEAR = 16.0  # marks closer than this share one point, so that their names stay readable
_LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the drawn map in its own units, with its name."""

    x: float
    y: float
    name: str
    on_end: bool  # the label stands before the point, since the edge is near


@dataclass(frozen=True, slots=True)
class Chart:
    """A schematic map: kecamatan as pale dots, and the marked places."""

    width: float
    height: float
    dots: tuple[Spot, ...]
    marks: tuple[Spot, ...]


Coordinates = tuple[str, float, float]  # name, latitude, longitude in degrees


def chart(around: Sequence[Coordinates], marked: Iterable[Coordinates]) -> Chart | None:
    """Return the map of ``around`` with ``marked`` on it; None without at least two points.

    Equirectangular with the scale of the middle latitude: true enough for one regency.
    """
    marked = tuple(marked)
    if len(around) < 2:  # noqa: PLR2004  # one point has no extent
        return None
    every = [*around, *marked]
    south, north = min(lat for _, lat, _ in every), max(lat for _, lat, _ in every)
    west, east = min(lng for _, _, lng in every), max(lng for _, _, lng in every)
    stretch = math.cos(math.radians((south + north) / 2))
    scale = (MAP_WIDTH - 2 * _MARGIN) / max((east - west) * stretch, 1e-9)

    def spot(place: Coordinates) -> Spot:
        """Return where a place lies on the drawing."""
        name, latitude, longitude = place
        x = _MARGIN + (longitude - west) * stretch * scale
        y = _MARGIN + (north - latitude) * scale
        return Spot(round(x, 1), round(y, 1), name, x > MAP_WIDTH * 0.6)

    return Chart(
        width=MAP_WIDTH,
        height=round(2 * _MARGIN + (north - south) * scale, 1),
        dots=tuple(spot(place) for place in around),
        marks=_joined([spot(place) for place in marked]),
    )


def _joined(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return the marks, with neighbours that would overlap joined into the first of them."""
    kept: list[Spot] = []
    for spot in spots:
        near = next(
            (
                i
                for i, each in enumerate(kept)
                if math.hypot(each.x - spot.x, each.y - spot.y) < _NEAR
            ),
            None,
        )
        if near is None:
            kept.append(spot)
        elif len(kept[near].name) + len(spot.name) <= _LONGEST_NAME:
            kept[near] = replace(kept[near], name=f"{kept[near].name}, {spot.name}")
    return tuple(kept)
