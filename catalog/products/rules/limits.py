"""The limits of a review as data: what they mean, their defaults, and what they may be; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that administrators set; ``unit`` is a msgid."""

    key: str
    text: str
    default: int
    least: int
    most: int
    unit: str


MAX_ROUNDS = "max_rounds"
DAYS_TO_ANSWER = "days_to_answer"
BULK_PRICE = "bulk_price"
BULK_TEXT = "bulk_text"
DUE = "due_"  # and the kind of thing that waits
_DAYS, _TIMES = N_("days"), N_("times")
LIMITS: tuple[Limit, ...] = (
    Limit(MAX_ROUNDS, N_("A product goes back to its maker at most"), 3, 1, 10, _TIMES),
    Limit(DAYS_TO_ANSWER, N_("A maker has time to answer"), 14, 3, 60, _DAYS),
    Limit(f"{DUE}registration", N_("A new business is looked at within"), 3, 1, 30, _DAYS),
    Limit(f"{DUE}claim", N_("Somebody who claims a business is answered within"), 2, 1, 30, _DAYS),
    Limit(f"{DUE}application", N_("A wish to join a gallery is answered within"), 7, 1, 60, _DAYS),
    Limit(f"{DUE}paper", N_("A paper is checked within"), 3, 1, 30, _DAYS),
    Limit(f"{DUE}reopened", N_("A recipe that changed is looked at within"), 3, 1, 30, _DAYS),
    Limit(f"{DUE}product", N_("A new product is looked at within"), 3, 1, 30, _DAYS),
    Limit(f"{DUE}change", N_("A change of a live product is looked at within"), 2, 1, 30, _DAYS),
    Limit(f"{DUE}crossing", N_("The other gallery answers within"), 7, 1, 60, _DAYS),
    Limit(BULK_PRICE, N_("Approved together: a price moves at most"), 25, 0, 50, N_("per cent")),
    Limit(BULK_TEXT, N_("Approved together: a text changes at most"), 80, 0, 400, N_("characters")),
)
BY_KEY: Mapping[str, Limit] = {limit.key: limit for limit in LIMITS}
NO_MORE_ROUNDS = N_(
    "This has gone back %(times)s times, which is the most. Talk to the maker, then publish it or"
    " turn it down; an administrator may still send it back once more."
)


def check_value(limit: Limit, value: int | None) -> int:
    """Return a new value; RuleBroken when it is no number or lies outside."""
    if value is None or not limit.least <= value <= limit.most:
        raise RuleBroken(
            N_("Write a number from %(least)s to %(most)s."),
            field=limit.key,
            least=limit.least,
            most=limit.most,
        )
    return value


def check_rounds(returned: int, most: int, *, may_exceed: bool) -> None:
    """Raise RuleBroken when a product must not go back to its maker once more."""
    if returned >= most and not may_exceed:
        raise RuleBroken(NO_MORE_ROUNDS, times=returned)
