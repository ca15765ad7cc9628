"""Sheets of labels: how large each is, and where it stands on A4."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.kernel.text import N_

A4_MM = (210.0, 297.0)
MOST_COPIES = 100
MOST_LABELS = 2_000  # of one file


@dataclass(frozen=True, slots=True)
class Size:
    """A kind of label on A4, lengths in millimetres.

    ``margin`` is from the paper's left and upper edge to the first label, ``gap`` between labels.
    ``is_cut`` sheets are plain paper with marks to cut along; others are bought with the labels
    punched already. ``style`` names the design of the template.
    """

    code: str
    name: str  # msgid
    width: float
    height: float
    columns: int
    rows: int
    margin: tuple[float, float]
    gap: tuple[float, float]
    style: str
    is_cut: bool

    @property
    def per_sheet(self) -> int:
        """Return how many labels a sheet holds."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[int, float, float]:
        """Return sheet, and millimetres from the left and upper edge, of a label from 0."""
        sheet, on_sheet = divmod(position, self.per_sheet)
        row, column = divmod(on_sheet, self.columns)
        left = self.margin[0] + column * (self.width + self.gap[0])
        top = self.margin[1] + row * (self.height + self.gap[1])
        return sheet, left, top


_ALL = (
    # 65 on a sheet, as Avery L7651 and its twins.
    Size("38x21", N_("38 × 21 mm, 65 a sheet: price tag"), 38.1, 21.2, 5, 13,
         (4.75, 10.7), (2.5, 0.0), "tag", is_cut=False),
    # 21 on a sheet, as Avery L7160.
    Size("63x38", N_("63.5 × 38.1 mm, 21 a sheet: price tag with name"), 63.5, 38.1, 3, 7,
         (7.25, 15.15), (2.5, 0.0), "label", is_cut=False),
    # 24 on a sheet, edge to edge, as Avery 3474.
    Size("70x37", N_("70 × 37 mm, 24 a sheet: price tag with name"), 70.0, 37.0, 3, 8,
         (0.0, 0.5), (0.0, 0.0), "label", is_cut=False),
    # Plain paper or card, to be cut.
    Size("a7", N_("A7 (105 × 74 mm), 8 a sheet: shelf card"), 105.0, 74.0, 2, 4,
         (0.0, 0.5), (0.0, 0.0), "card", is_cut=True),
    Size("a6", N_("A6 (105 × 148 mm), 4 a sheet: large shelf card"), 105.0, 148.0, 2, 2,
         (0.0, 0.5), (0.0, 0.0), "poster", is_cut=True),
)  # fmt: skip
SIZES: Mapping[str, Size] = MappingProxyType({size.code: size for size in _ALL})


def placed(
    count: int, size: Size, *, copies: int, start: int
) -> list[list[tuple[int, float, float]]]:
    """Return for each sheet (product from 0, left, top): every copy, from the first free place."""
    sheets: list[list[tuple[int, float, float]]] = []
    for number in range(count * copies):
        sheet, left, top = size.place(number + start - 1)
        while len(sheets) <= sheet:
            sheets.append([])
        sheets[sheet].append((number // copies, left, top))
    return sheets
