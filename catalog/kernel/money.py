"""Money: integer amounts in the smallest unit that the catalogue uses."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# Decimal places that a stored amount carries; Rupiah is kept in whole Rupiah.
MINOR_DIGITS = {"IDR": 0, "JPY": 0, "USD": 2, "SGD": 2, "MYR": 2, "SAR": 2, "AED": 2, "EUR": 2}
MAX_RUPIAH = 10_000_000_000  # ten billion: far above any craft, far below 2**63


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (whole Rupiah for IDR, cents for USD) and its ISO 4217 code."""

    amount: int
    currency: str = "IDR"

    @property
    def digits(self) -> int:
        """Return the number of decimal places of ``amount``."""
        return MINOR_DIGITS.get(self.currency, 2)


def _group(digits: str, separator: str) -> str:
    head = len(digits) % 3 or 3
    parts = [digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))]
    return separator.join(parts)


_SYMBOLS = {
    "IDR": "Rp",
    "USD": "US$",
    "SGD": "S$",
    "MYR": "RM",
    "EUR": "€",
    "SAR": "SAR ",
    "AED": "AED ",
}


def format_money(money: Money, language: str) -> str:
    """Return ``Rp1.250.000`` (id) or ``Rp1,250,000`` (en), ``US$34,00`` or ``US$34.00``."""
    thousands, point = (".", ",") if language == "id" else (",", ".")
    sign = "-" if money.amount < 0 else ""
    whole, minor = divmod(abs(money.amount), 10**money.digits)
    text = _group(str(whole), thousands)
    if money.digits:
        text += f"{point}{minor:0{money.digits}d}"
    return f"{sign}{_SYMBOLS.get(money.currency, money.currency + ' ')}{text}"


_NUMBER = r"\d+(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SCALES = {
    "rb": 1_000,
    "ribu": 1_000,
    "k": 1_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "m": 1_000_000_000,
    "miliar": 1_000_000_000,
}
_PRICE = re.compile(
    rf"(?:rp\.?|idr)?\s*({_NUMBER})\s*(ribu|rb|juta|jt|miliar|m|k)?\b", re.IGNORECASE
)
_NOISE = re.compile(
    r"(?:rp\.?|idr|,-|\.-|/\s*\w+|per\s+\w+|harga|mulai|dari|s/d|sd|sampai|hingga|to|[-\u2013\u2014~\s])",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"(?:rp\.?|idr)?\s*[-\u2212\u2013]\s*\d", re.IGNORECASE)
_CENTS = re.compile(r"^\d{1,3}[.,]\d{1,2}$")  # nothing costs twelve Rupiah fifty
_GROUPED = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$")


def parse_rupiah(text: str) -> tuple[int, int] | None:
    """Return (lowest, highest) whole Rupiah of a price as sellers write it, or None.

    Reads ``25.000``, ``Rp 25.000,-``, ``Rp12.000,00``, ``14,9jt``, ``8 rb``, ``10rb - 15rb`` and
    plain numbers; a range gives both ends, a single price the same number twice. A minus sign,
    anything else in the text, cents of a few Rupiah (``12.50``), or a number above ``MAX_RUPIAH``,
    gives None rather than a guess.
    """
    folded = unicodedata.normalize("NFKC", text)[:80].strip()
    if _NEGATIVE.match(folded):
        return None
    found = list(_PRICE.finditer(folded))
    rest = _NOISE.sub("", _PRICE.sub("", folded))
    if not 1 <= len(found) <= 2 or rest:  # noqa: PLR2004  # a price or a range
        return None
    scales = [match[2] for match in found]
    if any(_CENTS.match(match[1]) and not (match[2] or scales[-1]) for match in found):
        return None
    # "10 - 15 rb": the unit stands once, behind the range.
    values = [_value(match[1], match[2] or scales[-1]) for match in found]
    low, high = min(values), max(values)
    return (low, high) if high <= MAX_RUPIAH else None


def _value(number: str, scale: str | None) -> int:
    compact = re.sub(r"\s", ".", number)
    if scale is None or _GROUPED.match(number):
        whole = re.sub(r"[.,]\d{1,2}$", "", compact) if not _GROUPED.match(number) else compact
        amount = Decimal(re.sub(r"[.,]", "", whole))
    else:
        amount = Decimal(compact.replace(",", "."))
    return int(amount * _SCALES.get((scale or "").lower(), 1))
