"""Fields that are several rows of inputs: price ladders, lead times, FOB offers; and HS codes."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from catalog.kernel.errors import RuleBroken
from catalog.kernel.money import MINOR_DIGITS
from catalog.kernel.text import N_
from catalog.products.rules import reading
from catalog.products.rules.fields import Field, Look, Raw
from catalog.products.rules.prices import Step as PriceStep
from catalog.products.rules.prices import check_ladder
from catalog.products.rules.steps import Step

T = TypeVar("T")
Steps = list[dict[str, Any]]  # rows as they are stored
ROWS = 4
CURRENCIES = tuple(MINOR_DIGITS)
_HS = re.compile(r"(\d{4})\.?(\d{2})(?:\.?(\d{2}))?(?:\.?00)?")


def ladder(name: str, step: Step, label: str) -> Field:
    """Return the field of a reseller's ladder: ``tier_1_from`` and so on."""
    return _rows(name, step, label, ("tier", ("from", "price")), _read_ladder, _show_ladder)


def lead_steps(name: str, step: Step, label: str) -> Field:
    """Return the field of lead times by quantity: ``lead_1_days`` and so on."""
    return _rows(name, step, label, ("lead", ("quantity", "days")), _read_lead, _show_lead)


def fob(name: str, step: Step, label: str) -> Field:
    """Return the field of FOB prices: rows, and one currency, port and last day for all."""
    made = _rows(name, step, label, ("fob", ("from", "price")), _read_fob, _show_fob)
    return Field(
        made.name,
        made.step,
        made.label,
        made.read,
        made.show,
        look=Look.ROWS,
        cells=(*made.cells, "fob_currency", "fob_port", "fob_until"),
    )


def read_hs(text: str) -> str | None:
    """Return 6 or 8 digits of ``5208.52`` or ``5208.52.10``, even with its title behind it."""
    typed = text.strip()
    if not typed:
        return None
    match = _HS.match(typed.replace(" ", ""))
    rest = typed.replace(" ", "")[match.end() :] if match else ""
    if match is None or rest[:1].isdigit():
        raise RuleBroken(N_("An HS code has 6 or 8 digits, for example 5208.52."))
    return "".join(part for part in match.groups() if part)


def show_hs(value: object) -> str:
    """Return ``5208.52`` of stored digits."""
    if not isinstance(value, str):
        return ""
    return ".".join(part for part in (value[:4], value[4:6], value[6:8]) if part)


def _rows(
    name: str,
    step: Step,
    label: str,
    columns: tuple[str, tuple[str, str]],
    read: Callable[[Raw], Any],
    show: Callable[[Any], dict[str, list[str]]],
) -> Field:
    prefix, parts = columns
    cells = tuple(f"{prefix}_{row}_{part}" for row in range(1, ROWS + 1) for part in parts)
    return Field(name, step, label, read, show, look=Look.ROWS, cells=cells)


def _cell(raw: Raw, name: str) -> str:
    texts = raw.get(name) or [""]
    return texts[-1].strip()


def _at(name: str, read: Callable[[str], T], raw: Raw) -> T:
    """Return what a cell says; its error names the cell."""
    try:
        return read(_cell(raw, name))
    except RuleBroken as error:
        raise RuleBroken(error.message, field=name, **error.values) from error


def _pairs(raw: Raw, first: str, second: str, price: Callable[[str], Any]) -> list[tuple[int, Any]]:
    """Return (count, value) of the rows that are not empty; half a row is an error."""
    found = []
    for row in range(1, ROWS + 1):
        left, right = first.format(row), second.format(row)
        count = _at(left, reading.read_count, raw)
        value = _at(right, price, raw)
        if count is None and value is None:
            continue
        if count is None or value is None:
            missing = left if count is None else right
            raise RuleBroken(N_("Fill both fields of this row, or clear both."), field=missing)
        found.append((count, value))
    counts = [count for count, _ in found]
    if len(set(counts)) < len(counts):
        raise RuleBroken(N_("The same quantity stands in two rows."), field=first.format(1))
    return sorted(found)


def _read_ladder(raw: Raw) -> list[dict[str, int]]:
    found = _pairs(raw, "tier_{}_from", "tier_{}_price", reading.read_price)
    _check_falls(found, "tier_{}_price")
    return [{"from": count, "amount": amount} for count, amount in found]


def _check_falls(found: Sequence[tuple[int, int]], cell: str) -> None:
    try:
        check_ladder([PriceStep(count, amount) for count, amount in found])
    except RuleBroken as error:
        raise RuleBroken(error.message, field=cell.format(len(found))) from error


def _show_ladder(value: Steps | None) -> dict[str, list[str]]:
    steps = list(value or ())
    return _shown(
        "tier", [(reading.show_number(s["from"]), reading.show_number(s["amount"])) for s in steps]
    )


def _shown(
    prefix: str,
    texts: Sequence[tuple[str, str]],
    parts: tuple[str, str] = ("from", "price"),
) -> dict[str, list[str]]:
    padded = [*texts, *[("", "")] * ROWS][:ROWS]
    return {
        f"{prefix}_{row}_{part}": [text]
        for row, pair in enumerate(padded, 1)
        for part, text in zip(parts, pair, strict=True)
    }


def _read_lead(raw: Raw) -> list[dict[str, int]]:
    found = _pairs(raw, "lead_{}_quantity", "lead_{}_days", reading.read_count)
    for count, days in found:
        if days > 730:  # noqa: PLR2004  # two years
            raise RuleBroken(
                N_("Write at most 730 days for %(count)s pieces."), field="lead_1_days", count=count
            )
    return [{"quantity": count, "days": days} for count, days in found]


def _show_lead(value: Steps | None) -> dict[str, list[str]]:
    texts = [
        (reading.show_number(s["quantity"]), reading.show_number(s["days"])) for s in value or ()
    ]
    return _shown("lead", texts, ("quantity", "days"))


def _read_fob(raw: Raw) -> list[dict[str, Any]]:
    currency = _at("fob_currency", lambda text: reading.read_one(text, CURRENCIES), raw) or "USD"
    port = _at("fob_port", lambda text: reading.read_line(text, 80), raw)
    until = _at("fob_until", reading.read_day, raw)
    found = _pairs(
        raw, "fob_{}_from", "fob_{}_price", lambda text: reading.read_amount(text, currency)
    )
    if not found:
        return []
    _check_falls(found, "fob_{}_price")
    if not port:
        raise RuleBroken(N_("Name the port that the price holds for."), field="fob_port")
    if until is None:
        raise RuleBroken(N_("Say until which day the price holds."), field="fob_until")
    return [
        {"from": count, "amount": amount, "currency": currency, "port": port, "until": until}
        for count, amount in found
    ]


def _show_fob(value: Steps | None) -> dict[str, list[str]]:
    steps = list(value or ())
    first = steps[0] if steps else {"currency": "USD", "port": "", "until": ""}
    texts = [
        (reading.show_number(s["from"]), reading.show_amount(s["amount"], s["currency"]))
        for s in steps
    ]
    return _shown("fob", texts) | {
        "fob_currency": [first["currency"]],
        "fob_port": [first["port"]],
        "fob_until": [reading.show_day(first["until"])],
    }


def is_expired(fob_steps: Steps, today: date) -> bool:
    """Return whether every FOB price has run out."""
    return bool(fob_steps) and all(step["until"] < today.isoformat() for step in fob_steps)
