"""One row of a seller's list, made clean or refused with a reason; pure functions."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import ftfy

from catalog.kernel.errors import RuleBroken
from catalog.kernel.money import parse_rupiah
from catalog.kernel.text import N_, clean_block, clean_line

MAX_NAME = 160
MAX_SUMMARY = 300
MAX_DESCRIPTION = 8000
MAX_VENDOR = 120
MAX_ID = 120
MAX_ORDER = 1_000_000

# What a file can give; ``vendor`` comes from --vendor-from, the others from --map.
FIELDS = (
    "id",
    "name",
    "description",
    "price",
    "category",
    "place",
    "name_en",
    "description_en",
    "unit",
    "minimum_order",
)
REQUIRED = ("name",)

# Cells come from anywhere: every pattern is bounded, and runs on a cut text.
_MAX_RAW = 3 * MAX_DESCRIPTION
_TAG = re.compile(r"<[^<>]{1,2000}+>")
_BREAK = re.compile(r"<\s{0,4}(?:br|/p|/li|/div|/tr)\b[^<>]{0,200}+>", re.IGNORECASE)
# Far above the last character there is; html.unescape fails on thousands of digits.
_NO_CHARACTER = re.compile(r"&#(?:\d{8}|[xX][0-9a-fA-F]{8})[0-9a-fA-F]*+;?")
# Sellers paste their numbers and addresses; a listing never publishes them.
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?:https?://|www\.|wa\.me/)\S+"
    r"|(?<!\d)(?:\+?62|0)[\s.-]?8\d{1,2}(?:[\s.-]?\d{3,4}){2,3}"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A row that can go in. ``price`` is whole Rupiah, None means on request."""

    external_id: str
    name: str
    description: str
    summary: str
    price: int | None
    price_varies: bool
    vendor: str
    category: str
    place: str
    name_en: str = ""
    description_en: str = ""
    unit: str = ""
    minimum_order: int = 1
    notes: tuple[str, ...] = field(default=())


def clean_row(row: Mapping[str, str], number: int) -> Listing:
    """Return the listing of a row (keys are ``FIELDS`` and ``vendor``), or raise RuleBroken.

    ``number`` stands in for an external id where the file has none. ``field`` of the error names
    the part that is wrong.
    """
    name = plain_line(row.get("name", ""))
    if not name:
        raise RuleBroken(N_("The name is empty."), field="name")
    vendor = plain_line(row.get("vendor", ""))[:MAX_VENDOR].strip()
    if not vendor:
        raise RuleBroken(N_("The vendor is empty."), field="vendor")
    price, varies = _price(row.get("price", ""))
    description = plain_block(row.get("description", ""))[:MAX_DESCRIPTION]
    notes = []
    if len(name) > MAX_NAME:
        description = f"{name}\n\n{description}".strip()[:MAX_DESCRIPTION]
        notes.append(N_("The name was shortened; the whole name opens the description."))
        name = shorten(name, MAX_NAME)
    return Listing(
        external_id=(clean_line(row.get("id", "")) or f"row-{number}")[:MAX_ID],
        name=name,
        description=description,
        summary=shorten(description.split("\n", 1)[0], MAX_SUMMARY) if description else "",
        price=price,
        price_varies=varies,
        vendor=vendor,
        category=plain_line(row.get("category", ""))[:MAX_NAME],
        place=plain_line(row.get("place", ""))[:MAX_NAME],
        name_en=shorten(plain_line(row.get("name_en", "")), MAX_NAME),
        description_en=plain_block(row.get("description_en", ""))[:MAX_DESCRIPTION],
        unit=clean_line(row.get("unit", "")).lower(),
        minimum_order=_quantity(row.get("minimum_order", "")),
        notes=tuple(notes),
    )


def plain_line(value: str) -> str:
    """Return one line without markup, broken encoding or contact details."""
    return clean_line(_plain(value).replace("\n", " "))


def plain_block(value: str) -> str:
    """Return paragraphs without markup, broken encoding or contact details."""
    return clean_block(_plain(value))


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, cut between words, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _plain(cell: str) -> str:
    value = cell[:_MAX_RAW]
    text = ftfy.fix_text(value, uncurl_quotes=False) if not value.isascii() else value
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(_NO_CHARACTER.sub("", text))
    return _CONTACT.sub("", text)


def _price(value: str) -> tuple[int | None, bool]:
    text = clean_line(value)
    if not text:
        return None, False
    found = parse_rupiah(text)
    if found is None:
        raise RuleBroken(N_("This price cannot be read: write it like 25.000."), field="price")
    low, high = found
    return (low or None), high > low


def _quantity(value: str) -> int:
    text = clean_line(value).replace(".", "")
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MAX_ORDER:
        raise RuleBroken(
            N_("The minimum order must be a whole number from 1."), field="minimum_order"
        )
    return int(text[:9])
