"""What is written as evidence that a business makes its goods itself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from catalog.curation.rules.words import EvidenceKind
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MOST_TEXT = 2000
MOST_REASON = 300
NO_PHOTO = N_("Choose a photo that shows the making: hands, tools, half-finished goods.")
NO_TEXT = N_("Write what was seen.")
NO_STATEMENT = N_("Write the statement in the vendor's own words.")
NO_DAY = N_("Write on which day the visit was.")
NO_VISITOR = N_("Write who was there.")
FUTURE = N_("This day has not come yet.")
NO_REASON = N_("Write why this does not count any more.")
NO_RESELLER_REASON = N_("Write what shows that the goods are bought and sold on.")


@dataclass(frozen=True, slots=True)
class Draft:
    """Evidence as it is recorded."""

    kind: EvidenceKind
    text: str = ""
    happened_on: date | None = None
    visitor: str = ""
    image_id: UUID | None = None
    for_all: bool = False  # of the business, not of one product


def check(draft: Draft, today: date) -> None:
    """Raise unless this says enough to be believed later."""
    if draft.kind is EvidenceKind.PHOTO and draft.image_id is None:
        raise RuleBroken(NO_PHOTO, field="photo")
    if draft.kind is EvidenceKind.STATEMENT and not draft.text:
        raise RuleBroken(NO_STATEMENT, field="text")
    if draft.kind is EvidenceKind.VISIT:
        _check_visit(draft)
    if draft.happened_on is not None and draft.happened_on > today:
        raise RuleBroken(FUTURE, field="happened_on")


def _check_visit(draft: Draft) -> None:
    if draft.happened_on is None:
        raise RuleBroken(NO_DAY, field="happened_on")
    if not draft.visitor:
        raise RuleBroken(NO_VISITOR, field="visitor")
    if not draft.text:
        raise RuleBroken(NO_TEXT, field="text")
