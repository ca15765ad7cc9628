"""Papers that speak for a recipe: what a change of it does to them, and the yearly question.

A halal certificate holds as long as ingredients and process stay as they were. A product whose
recipe changed is no longer spoken for, until a verifier has looked again; the paper itself stands
for all others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalog.kernel.text import N_
from catalog.legality.rules.documents import DocumentFacts, earns_badge

RECIPE_TYPES = frozenset({"halal", "mui"})
ASK_AFTER = timedelta(days=365)
ANSWER_WITHIN = timedelta(days=30)


class ReopenReason(StrEnum):
    """What changed about a product."""

    COMPOSITION = "composition"
    VARIANTS = "variants"


REASON_NAMES = {
    ReopenReason.COMPOSITION: N_("The ingredients have changed."),
    ReopenReason.VARIANTS: N_("There is a new or changed option."),
}
PART_NAMES = {
    "composition": N_("Ingredients"),
    "allergens": N_("Allergens"),
    "additives": N_("Additives"),
    "flavour": N_("Flavour"),
    "special_kind": N_("Special kind"),
    "is_not_halal": N_("Not halal, and labelled so"),
    "variants": N_("Options"),
}
_OPTIONS = "variants"


@dataclass(frozen=True, slots=True)
class Alteration:
    """A part of a recipe as it was and as it is, in words that an officer reads."""

    part: str  # one of PART_NAMES
    before: str
    after: str


def reason_of(alterations: Iterable[Alteration]) -> ReopenReason:
    """Return what to tell: changed ingredients weigh more than a new option."""
    is_only_options = all(each.part == _OPTIONS for each in alterations)
    return ReopenReason.VARIANTS if is_only_options else ReopenReason.COMPOSITION


def is_at_stake(
    document: DocumentFacts, product_id: UUID, category_ids: frozenset[UUID], today: date
) -> bool:
    """Return whether a change of this product's recipe would take it out of the paper."""
    return document.type_code in RECIPE_TYPES and earns_badge(
        document, product_id, category_ids, today
    )


def joined(known: Iterable[Mapping[str, Any]], fresh: Iterable[Alteration]) -> list[dict[str, str]]:
    """Return what changed since a verifier looked: the first words before, the newest after."""
    found = {
        str(each["part"]): Alteration(str(each["part"]), str(each["before"]), str(each["after"]))
        for each in known
    }
    for each in fresh:
        first = found.get(each.part, each)
        found[each.part] = Alteration(each.part, first.before, each.after)
    return [
        {"part": each.part, "before": each.before, "after": each.after} for each in found.values()
    ]


def is_due(last: datetime, now: datetime) -> bool:
    """Return whether it is time to ask again; ``last`` is when the paper was last spoken of."""
    return now - last >= ASK_AFTER


def is_unanswered(asked_at: datetime, now: datetime) -> bool:
    """Return whether the owner has had the time to answer."""
    return now - asked_at >= ANSWER_WITHIN
