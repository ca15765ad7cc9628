"""Carton arithmetic: volume and pieces per container (V9, DOMAIN facts as defaults)."""

from dataclasses import dataclass

# Usable volume in m³ that forwarders reckon with; settings may change it.
USABLE_20_FT = 28.0
USABLE_40_FT = 56.0
_MM3_PER_M3 = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Carton:
    """A master carton: pieces, outer size in millimetres, weights in grams."""

    pieces: int
    length_mm: int
    width_mm: int
    height_mm: int
    net_g: int | None = None
    gross_g: int | None = None

    @property
    def volume_m3(self) -> float:
        """Return the outer volume in cubic metres."""
        return self.length_mm * self.width_mm * self.height_mm / _MM3_PER_M3

    def pieces_in(self, usable_m3: float) -> int:
        """Return whole pieces that fit in ``usable_m3`` by volume (full cartons only)."""
        return int(usable_m3 / self.volume_m3) * self.pieces if self.volume_m3 else 0
