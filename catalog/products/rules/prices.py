"""Price ladders and FOB offers (B10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import pairwise

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

_WHOLE_FROM = 20


class PriceKind(StrEnum):
    """Whom a price speaks to."""

    RETAIL = "retail"
    RESELLER = "reseller"
    FOB = "fob"


@dataclass(frozen=True, slots=True)
class Step:
    """A unit price (minor units of its currency) from a quantity on."""

    minimum_quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Tier:
    """A stored step of a ladder with its terms; ``amount`` is in minor units of ``currency``."""

    kind: PriceKind
    currency: str
    minimum_quantity: int
    amount: int
    port: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A step as people read it: from a quantity, up to another (None: and more)."""

    first: int
    last: int | None
    amount: int


def spans(steps: Sequence[Step | Tier]) -> tuple[Span, ...]:
    """Return the steps, in rising quantity, with where each one ends."""
    ordered = sorted(steps, key=lambda step: step.minimum_quantity)
    ends = [step.minimum_quantity - 1 for step in ordered[1:]]
    return tuple(
        Span(step.minimum_quantity, end, step.amount)
        for step, end in zip(ordered, [*ends, None], strict=False)
    )


def check_ladder(steps: Sequence[Step]) -> None:
    """Raise RuleBroken unless quantities rise from ≥ 1 and prices strictly fall."""
    for step in steps:
        if step.minimum_quantity < 1 or step.amount < 1:
            raise RuleBroken(N_("Quantities and prices start at 1."), field="tiers")
    for before, after in pairwise(steps):
        if after.minimum_quantity <= before.minimum_quantity:
            raise RuleBroken(
                N_("Each step needs a larger quantity than the one before."), field="tiers"
            )
        if after.amount >= before.amount:
            raise RuleBroken(
                N_("Each step needs a lower price than the one before."), field="tiers"
            )


def is_fob_current(valid_until: date | None, today: date) -> bool:
    """Return whether a FOB price may be shown; an expired one becomes "price on request"."""
    return valid_until is not None and valid_until >= today


def converted(rupiah: int, rate: Decimal, digits: int) -> int:
    """Return an amount in minor units of a currency with ``digits`` decimals.

    ``rate`` is Rupiah for one unit. From 20 units on the result is whole units: an estimate must
    not look exact. Raises ValueError unless the rate is positive.
    """
    if rate <= 0:
        raise ValueError("rate must be positive")
    units = Decimal(rupiah) / rate
    step = Decimal(1) if units >= _WHOLE_FROM else Decimal(1).scaleb(-digits)
    return int(units.quantize(step, ROUND_HALF_EVEN).scaleb(digits))
