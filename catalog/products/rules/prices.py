"""Price ladders and FOB offers (B10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_


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
