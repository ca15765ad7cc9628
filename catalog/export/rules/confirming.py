"""What only officers confirm: what they must say, and for how long it holds; pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from catalog.export.rules.words import CONFIRMED, PER_MARKET, Fact
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

LONGEST = timedelta(days=731)  # nothing is taken for granted for more than two years
LEAST_WORDS = 8


class ConfirmState(StrEnum):
    """Where a confirmation stands."""

    CLAIMED = "claimed"  # the maker says that it is done
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"  # taken back, or renewed


STATE_NAMES: Mapping[ConfirmState, str] = {
    ConfirmState.CLAIMED: N_("Waiting for an officer"),
    ConfirmState.CONFIRMED: N_("Confirmed"),
    ConfirmState.REFUSED: N_("Not accepted"),
    ConfirmState.ENDED: N_("Ended"),
}


def market_of(fact: Fact, market_code: str) -> str:
    """Return for which market a confirmation of this fact speaks: "" is all of them."""
    return market_code if fact in PER_MARKET else ""


def check_confirmable(fact: Fact) -> None:
    """Raise RuleBroken for what is computed: nobody may declare that."""
    if fact not in CONFIRMED:
        raise RuleBroken(
            N_("This is worked out from the listing and its papers; nobody can declare it."),
            field="fact",
        )


def check_evidence(evidence: str, valid_until: date | None, today: date) -> None:
    """Raise RuleBroken unless it says what was seen, and until when that counts."""
    if len(evidence) < LEAST_WORDS:
        raise RuleBroken(
            N_("Write what you have seen and where, so that others can look again."),
            field="evidence",
        )
    if valid_until is None:
        raise RuleBroken(N_("Choose the last day on which this counts."), field="valid_until")
    if valid_until < today:
        raise RuleBroken(N_("This day is over already."), field="valid_until")
    if valid_until > today + LONGEST:
        raise RuleBroken(N_("At most two years: then somebody looks again."), field="valid_until")
