"""Rounds before the officers: outcomes, states of a change, and what can be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as given
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText

DAYS_TO_ANSWER = 14
MAX_NOTES = 40
MAX_WORDS = 600


class Outcome(StrEnum):
    """What became of a round."""

    WAITING = "waiting"
    AGREED = "agreed"  # published, or the change applied
    RETURNED = "returned"  # with notes, for the vendor to mend
    TURNED_DOWN = "turned_down"
    WITHDRAWN = "withdrawn"


class ChangeState(StrEnum):
    """Where a change request stands."""

    OPEN = "open"  # the vendor still collects
    WAITING = "waiting"
    APPLIED = "applied"
    TURNED_DOWN = "turned_down"
    DROPPED = "dropped"


OPEN_STATES = (ChangeState.OPEN, ChangeState.WAITING)


# The words of notes that were written before templates could be edited, by code. What officers
# choose from now is data (``NoteTemplate``), and a note keeps the words that it was written with.
REASONS: Mapping[str, str] = {
    "photo_dark": N_("The photo is too dark. Take it again by a window, in daylight."),
    "photo_blur": N_("The photo is blurred. Hold the phone with both hands and take it again."),
    "photo_other": N_("The photo shows something else than this product."),
    "photo_text": N_("The photo carries text, a phone number or another shop's mark."),
    "photo_close": N_("Add one photo from close up, so that the work can be seen."),
    "name_unclear": N_("The name does not say what it is. Name the kind, the motif, the colour."),
    "text_short": N_("The story is too short. Say what it is made of, how, and for what."),
    "text_claim": N_("This claim cannot be shown without proof. Leave it out or add the paper."),
    "text_contact": N_("Leave phone numbers and addresses out of the text."),
    "price_unclear": N_("Please check the price: it is far from similar products."),
    "wrong_kind": N_("The kind does not fit. Choose the one that buyers would look under."),
    "facts_missing": N_("A fact that buyers ask for is missing here."),
    "paper_missing": N_("A paper that this product needs is missing or has run out."),
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A request at a field or at a photograph, as an officer writes it.

    ``reason`` is the code of a template, ``words`` what the template says now.
    """

    field: str = ""
    image_id: UUID | None = None
    reason: str = "other"
    text: str = ""
    words: LocalText = given(default_factory=LocalText)


def check_notes(notes: list[Note], message: str) -> None:
    """Raise RuleBroken unless somebody can act on what is asked."""
    if not notes and not message:
        raise RuleBroken(
            N_("Say what shall be changed: choose a reason at a field, or write a sentence."),
            field="message",
        )
    if len(notes) > MAX_NOTES:
        raise RuleBroken(N_("Ask for at most 40 things at once."), field="message")
    for note in notes:
        if note.reason not in REASONS and not note.words:
            raise RuleBroken(N_("Choose a reason from the list."), field="message")
        if not note.words and not REASONS[note.reason] and not note.text:
            raise RuleBroken(N_("Write what shall be changed."), field="message")


def due(today: date, days: int = DAYS_TO_ANSWER) -> date:
    """Return the day by which a vendor is asked to answer."""
    return today + timedelta(days=days)
