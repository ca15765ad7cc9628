"""Which pieces a showcase may show at a moment, why not the others, and what brings them back.

A refusal names its causes. An exception ("override") of a curator covers the causes that it was
given for and no others: what goes wrong later hides the piece again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.products.rules.status import Status
from catalog.vendors.rules import VendorStatus

LEAST_REASON = 20  # characters of a reason that an auditor can understand
MOST_REASON = 500
LONGEST = timedelta(days=180)  # an exception is looked at anew twice a year

Value = str | int | date | LocalText | tuple[LocalText, ...]


class Code(StrEnum):
    """Why a piece does not stand in a showcase."""

    NOT_PUBLIC = "not_public"
    WITHDRAWN = "withdrawn"
    VENDOR_CLOSED = "vendor_closed"
    VENDOR_PAUSED = "vendor_paused"
    SOLD_OUT = "sold_out"
    NOT_READY = "not_ready"
    PROHIBITED = "prohibited"


# What no reason of a curator outweighs.
FINAL = frozenset({Code.NOT_PUBLIC, Code.WITHDRAWN, Code.VENDOR_CLOSED, Code.PROHIBITED})
WORDS = {
    Code.NOT_PUBLIC: N_("The product is not published."),
    Code.WITHDRAWN: N_("The product was withdrawn."),
    Code.VENDOR_CLOSED: N_("The business is not open."),
    Code.VENDOR_PAUSED: N_("The maker is on holiday."),
    Code.SOLD_OUT: N_("Out of stock."),
    Code.NOT_READY: N_("Not ready for %(market)s yet: %(gaps)s."),
    Code.PROHIBITED: N_("Cannot go to %(market)s: %(gaps)s."),
}
REMEDIES = {
    Code.NOT_PUBLIC: N_("It comes back when the product is published again."),
    Code.WITHDRAWN: N_("It comes back when the withdrawal is lifted."),
    Code.VENDOR_CLOSED: N_("It comes back when the business is open again."),
    Code.VENDOR_PAUSED: N_("It comes back when the holiday ends."),
    Code.SOLD_OUT: N_(
        "It comes back when the maker counts new stock, or says that it is made to order."
    ),
    Code.NOT_READY: N_("It comes back when what is missing is there and checked."),
    Code.PROHIBITED: N_("It does not come back while this rule holds. Choose another piece."),
}
_PAUSED_UNTIL = N_("The maker is on holiday until %(day)s.")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a market asks for and the product lacks."""

    key: str
    name: LocalText
    is_final: bool = False  # nothing that the maker or a curator does helps


@dataclass(frozen=True, slots=True)
class Gate:
    """What the rules of a market say of a product today; without gaps it is ready."""

    market: LocalText
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceFacts:
    """What decides about one product in one showcase at one moment."""

    status: Status
    vendor_status: VendorStatus
    is_withdrawn: bool = False
    is_paused: bool = False
    paused_until_on: date | None = None
    is_sold_out: bool = False
    gate: Gate | None = None  # of showcases for a market only


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a piece does not show; ``words`` is a msgid that ``values`` fill."""

    code: Code
    words: str
    values: Mapping[str, Value] = field(default_factory=dict)
    causes: frozenset[str] = frozenset()

    @property
    def remedy(self) -> str:
        """Return the msgid of what would bring it back."""
        return REMEDIES[self.code]

    @property
    def is_final(self) -> bool:
        """Return whether no exception can be made."""
        return self.code in FINAL


@dataclass(frozen=True, slots=True)
class Override:
    """An exception: these causes do not hide the piece up to and including a day (WIB)."""

    causes: frozenset[str]
    until_on: date


def refusals(facts: PieceFacts) -> tuple[Refusal, ...]:
    """Return why this piece must not show, the gravest first; nothing when it may."""
    found = [_plain(code) for code, holds in _own(facts) if holds]
    if facts.is_paused:
        found.append(_pause(facts.paused_until_on))
    if facts.is_sold_out:
        found.append(_plain(Code.SOLD_OUT))
    if facts.gate is not None:
        found += _of_gate(facts.gate)
    return tuple(found)


def _own(facts: PieceFacts) -> Iterable[tuple[Code, bool]]:
    yield Code.WITHDRAWN, facts.is_withdrawn
    yield Code.NOT_PUBLIC, facts.status is not Status.PUBLISHED
    yield Code.VENDOR_CLOSED, facts.vendor_status is not VendorStatus.ACTIVE


def _plain(code: Code) -> Refusal:
    return Refusal(code, WORDS[code], causes=frozenset({code.value}))


def _pause(until_on: date | None) -> Refusal:
    if until_on is None:
        return _plain(Code.VENDOR_PAUSED)
    causes = frozenset({Code.VENDOR_PAUSED.value})
    return Refusal(Code.VENDOR_PAUSED, _PAUSED_UNTIL, {"day": until_on}, causes)


def _of_gate(gate: Gate) -> list[Refusal]:
    found = []
    for code, is_final in ((Code.PROHIBITED, True), (Code.NOT_READY, False)):
        gaps = [gap for gap in gate.gaps if gap.is_final is is_final]
        if gaps:
            names = tuple(gap.name for gap in gaps)
            causes = frozenset(f"{code}:{gap.key}" for gap in gaps)
            values: dict[str, Value] = {"market": gate.market, "gaps": names}
            found.append(Refusal(code, WORDS[code], values, causes))
    return found


def causes_of(found: Iterable[Refusal]) -> frozenset[str]:
    """Return the causes of all these refusals."""
    return frozenset(cause for refusal in found for cause in refusal.causes)


def is_shown(found: Iterable[Refusal], override: Override | None, today: date) -> bool:
    """Return whether the piece shows: nothing refuses it, or an exception covers all that does."""
    refused = tuple(found)
    if not refused:
        return True
    if override is None or override.until_on < today:
        return False
    return all(not each.is_final and each.causes <= override.causes for each in refused)


def check_override(
    found: Iterable[Refusal], *, reason: str, until_on: date | None, today: date
) -> None:
    """Raise RuleBroken unless an exception may be made from these refusals."""
    refused = tuple(found)
    if not refused:
        raise RuleBroken(N_("Nothing keeps this piece away: it needs no exception."))
    if any(each.is_final for each in refused):
        raise RuleBroken(N_("No exception can be made for this piece."))
    if len(reason) < LEAST_REASON:
        raise RuleBroken(
            N_("Write why, in at least %(number)s characters: auditors read this."),
            field="reason",
            number=LEAST_REASON,
        )
    if len(reason) > MOST_REASON:
        raise RuleBroken(
            N_("Keep the reason below %(number)s characters."), field="reason", number=MOST_REASON
        )
    if until_on is None:
        raise RuleBroken(N_("Say until when the exception holds."), field="until_on")
    if until_on < today:
        raise RuleBroken(N_("This day has passed. Choose today or later."), field="until_on")
    if until_on > today + LONGEST:
        raise RuleBroken(
            N_("An exception holds for %(days)s days at most. Choose an earlier day."),
            field="until_on",
            days=LONGEST.days,
        )


def filled(refusal: Refusal, language: str) -> dict[str, str | int | date]:
    """Return the values of a refusal in one language, for its words; lists are joined."""
    return {name: _told(value, language) for name, value in refusal.values.items()}


def _told(value: Value, language: str) -> str | int | date:
    if isinstance(value, tuple):
        return ", ".join(each.best(language) for each in value)
    return value.best(language) if isinstance(value, LocalText) else value
