"""Money: integer amounts in the smallest unit that the catalogue uses."""

from dataclasses import dataclass

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


_SYMBOLS = {"IDR": "Rp", "USD": "US$", "SGD": "S$", "MYR": "RM", "EUR": "€", "SAR": "SAR ", "AED": "AED "}


def format_money(money: Money, language: str) -> str:
    """Return ``Rp1.250.000`` (id) or ``Rp1,250,000`` (en), ``US$34,00`` or ``US$34.00``."""
    thousands, point = (".", ",") if language == "id" else (",", ".")
    sign = "-" if money.amount < 0 else ""
    whole, minor = divmod(abs(money.amount), 10**money.digits)
    text = _group(str(whole), thousands)
    if money.digits:
        text += f"{point}{minor:0{money.digits}d}"
    return f"{sign}{_SYMBOLS.get(money.currency, money.currency + ' ')}{text}"
