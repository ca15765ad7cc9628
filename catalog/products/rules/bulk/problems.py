"""What is wrong with a cell, so that it can be found and mended; pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

SHOWN = 60  # characters of a cell that are repeated in a problem

FORMULA = N_("This cell holds a formula. Copy it, paste it as a value (text), then send it again.")
CELL_ERROR = N_("The spreadsheet shows an error in this cell. Write the value itself.")
SHORTENED = N_(
    "The spreadsheet has shortened this number (like 9.12E+12) and its end is lost. Format the"
    " column as text, then type the number again."
)
NO_SKU = N_(
    "Give every product a code of your own, for example BTK-001. By it we know the product when"
    " you send the file again."
)
CODE_TOO_LONG = N_("This code has %(count)s characters; shorten it to %(most)s.")
NO_NAME = N_("Write the product's name.")
NO_KIND = N_("Choose what kind of product it is, from the list in the template.")
NOT_LISTED = N_("“%(typed)s” is not on the list. Choose from the sheet “Daftar”.")
NEAR_LISTED = N_("“%(typed)s” is not on the list. Did you mean “%(near)s”?")
TWICE = N_(
    "This code stands in row %(row)s already. For another option of that product, fill the column"
    " “Pilihan”."
)
DIFFERS = N_(
    "This says something else than the product's first row (%(row)s). Keep what holds for the"
    " whole product in its first row."
)
OPTION_TWICE = N_("This option stands twice. Change one of them.")
OPTION_LESS = N_("Name the option in the column “Pilihan”, or clear this cell.")
STOCK_OF_OPTIONS = N_("This product has options: write the stock beside each option instead.")
OTHER_KIND = N_("This column does not belong to this kind of product. Clear the cell.")
LOST_ZEROS = N_(
    "This price is Rp%(price)s. If the spreadsheet has cut zeros off, write it without a dot, for"
    " example 25000."
)
PHOTO_MISSING = N_("There is no “%(name)s” in the ZIP. Check the name, or add the photo later.")
PHOTO_KIND = N_("“%(name)s” is no JPEG, PNG, WebP or HEIC. Save the photo as JPEG.")
PHOTO_UNCLEAR = N_("Several files in the ZIP are called “%(name)s”. Give each its own name.")
PHOTO_BROKEN = N_("“%(name)s” cannot be unpacked from the ZIP. Make the ZIP again.")
PHOTO_GONE = N_("This photo is no longer stored. Send the row again, with the photo in a ZIP.")
MOVED = N_("Something that this row names was changed or removed meanwhile. Send the row again.")
LOCKED_NOW = N_(
    "This product is being checked or archived. Bring it back first; then send this row again."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that is wrong: its row and the letters of its column, and a sentence.

    ``is_bearable`` marks one (a photo) that does not keep its row from going in.
    """

    row: int
    column: str
    header: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    shown: str = ""
    is_bearable: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "message": self.message,
            "values": dict(self.values),
            "shown": self.shown,
            "is_bearable": self.is_bearable,
        }

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Problem":
        """Return what ``plain`` gave."""
        return cls(**entry)


def shortened(text: str) -> str:
    """Return what is repeated of a cell."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def values_of(error: RuleBroken) -> dict[str, Any]:
    """Return the values of a broken rule as JSON can hold them."""
    return {
        name: value if isinstance(value, int | float | str) else str(value)
        for name, value in error.values.items()
    }
