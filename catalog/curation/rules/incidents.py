"""What may be written of an incident, and what has to be there before its goods come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from catalog.curation.rules.words import IncidentKind, IncidentState, Severity
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MOST_TEXT = 2000
MOST_REASON = 600
_DAYS = {Severity.LOW: 14, Severity.MEDIUM: 7, Severity.HIGH: 3}
_LATEST = timedelta(days=180)

NO_TEXT = N_("Write what happened: who found it, when, and in which batch.")
NO_TOLD = N_("Write what the vendor has to do first.")
NO_GOODS = N_("Choose at least one product, or the whole business.")
PAST = N_("The day to answer by must not lie in the past.")
TOO_FAR = N_("Give at most half a year.")
NO_REASON = N_("Write why the goods may come back.")
NO_ACTION = N_("First write down what was done about it, by the vendor or by you.")
CLOSED = N_("This incident has been closed.")
NO_WORDS = N_("Write what was done.")


@dataclass(frozen=True, slots=True)
class Draft:
    """An incident as an officer writes it; ``image_id`` is a picture that shows it."""

    kind: IncidentKind
    severity: Severity
    text: str
    told: str
    product_ids: Sequence[UUID] = ()
    covers_all: bool = False
    withdraws: bool = False
    due_on: date | None = None
    image_id: UUID | None = None


def usual_due(severity: Severity, today: date) -> date:
    """Return by when a vendor answers if nobody says otherwise: the graver, the sooner."""
    return today + timedelta(days=_DAYS[severity])


def check(draft: Draft, today: date) -> None:
    """Raise unless this can be recorded."""
    if not draft.covers_all and not draft.product_ids:
        raise RuleBroken(NO_GOODS, field="products")
    if not draft.text:
        raise RuleBroken(NO_TEXT, field="text")
    if not draft.told:
        raise RuleBroken(NO_TOLD, field="told")
    if draft.due_on is not None and draft.due_on < today:
        raise RuleBroken(PAST, field="due_on")
    if draft.due_on is not None and draft.due_on > today + _LATEST:
        raise RuleBroken(TOO_FAR, field="due_on")


def check_close(state: IncidentState, *, reason: str, actions: int) -> None:
    """Raise unless an incident may end: somebody has done something, and the reason is written."""
    if state is IncidentState.CLOSED:
        raise RuleBroken(CLOSED)
    if not actions:
        raise RuleBroken(NO_ACTION, field="text")
    if not reason:
        raise RuleBroken(NO_REASON, field="reason")


def is_overdue(state: IncidentState, due_on: date, today: date) -> bool:
    """Return whether the vendor should have answered by now."""
    return state is IncidentState.OPEN and due_on < today
