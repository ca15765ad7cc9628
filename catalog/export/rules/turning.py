"""When readiness turns, and what made it turn; pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from catalog.kernel.text import N_


class Cause(StrEnum):
    """What made a verdict turn."""

    RULE = "rule"
    CONFIRMATION = "confirmation"
    VENDOR = "vendor"
    PRODUCT = "product"
    DATE = "date"


CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.RULE: N_("a rule changed"),
    Cause.CONFIRMATION: N_("an officer's confirmation"),
    Cause.VENDOR: N_("the business or its papers changed"),
    Cause.PRODUCT: N_("the listing changed"),
    Cause.DATE: N_("a date passed"),
}


def cause_of(kinds: Iterable[str]) -> Cause:
    """Return the strongest cause among kinds of marks; none at all: the calendar."""
    found = set(kinds)
    for kind, cause in (
        ("export_rule", Cause.RULE),
        ("requirements", Cause.RULE),
        ("export_fact", Cause.CONFIRMATION),
        ("vendor", Cause.VENDOR),
        ("product", Cause.PRODUCT),
    ):
        if kind in found:
            return cause
    return Cause.DATE
