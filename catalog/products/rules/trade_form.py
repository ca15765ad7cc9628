"""What the export step says back: volume, pieces per container, figures that do not fit."""

from dataclasses import dataclass
from typing import Any

from catalog.kernel.text import N_
from catalog.products.rules.fields import Sheet
from catalog.products.rules.packing import USABLE_20_FT, USABLE_40_FT, Carton

TOLERANCE = 20  # per cent between a carton's net weight and that of its pieces


@dataclass(frozen=True, slots=True)
class Loading:
    """What a carton comes to: cubic metres, whole pieces in a 20' and a 40' container."""

    volume_m3: float
    in_20_ft: int
    in_40_ft: int
    cartons_in_20_ft: int
    cartons_in_40_ft: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure that looks wrong: its field and a sentence (msgid with values)."""

    field: str
    message: str
    values: dict[str, Any]


def loading(values: Sheet) -> Loading | None:
    """Return what the carton comes to, or None while a figure is missing."""
    names = ("carton_pieces", "carton_length_mm", "carton_width_mm", "carton_height_mm")
    figures = [values.get(name) for name in names]
    if not all(isinstance(figure, int) and figure > 0 for figure in figures):
        return None
    carton = Carton(*(int(figure or 0) for figure in figures))
    return Loading(
        volume_m3=carton.volume_m3,
        in_20_ft=carton.pieces_in(USABLE_20_FT),
        in_40_ft=carton.pieces_in(USABLE_40_FT),
        cartons_in_20_ft=carton.pieces_in(USABLE_20_FT) // carton.pieces,
        cartons_in_40_ft=carton.pieces_in(USABLE_40_FT) // carton.pieces,
    )


def findings(values: Sheet) -> list[Finding]:
    """Return what does not fit together; warnings, never refusals."""
    found = []
    pieces, weight, net = (values.get(name) for name in ("carton_pieces", "weight_g", "net_g"))
    if pieces and weight and net and abs(pieces * weight - net) * 100 > net * TOLERANCE:
        found.append(
            Finding(
                "net_g",
                N_(
                    "%(pieces)s pieces of %(weight)s g weigh %(sum)s kg, but the net weight says"
                    " %(net)s kg. Please check both."
                ),
                {
                    "pieces": pieces,
                    "weight": weight,
                    "sum": round(pieces * weight / 1000, 1),
                    "net": round(net / 1000, 1),
                },
            )
        )
    inner = values.get("inner_pieces")
    if pieces and inner and pieces % inner:
        found.append(
            Finding(
                "inner_pieces",
                N_("%(pieces)s pieces cannot be packed whole into inner boxes of %(inner)s."),
                {"pieces": pieces, "inner": inner},
            )
        )
    capacity, order = values.get("capacity_month"), values.get("minimum_order")
    if capacity and order and order > capacity:
        found.append(
            Finding(
                "capacity_month",
                N_("The minimum order of %(order)s is more than a month's capacity."),
                {"order": order},
            )
        )
    return found
