"""Reads of the rounds that a product has been through: what was asked, and what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import ReviewRound, ReviewSeen
from catalog.products.queries.diffs import Difference, differences
from catalog.products.queries.editing import Desk
from catalog.products.rules.review import REASONS, Outcome
from catalog.products.rules.rounds import changed_since, is_answered, photos_of


@dataclass(frozen=True, slots=True)
class EarlierNote:
    """A note of an earlier round; ``is_answered`` is None where nobody kept what was seen."""

    label: str  # msgid of the field; empty for none in particular
    picture: Picture | None
    reason_words: str  # msgid, of notes from before templates could be edited
    words: LocalText
    text: str
    is_answered: bool | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A round that was decided; ``number`` counts those given back."""

    id: UUID
    number: int
    sent_at: datetime
    decided_at: datetime | None
    decided_by: str
    outcome: Outcome
    message: str
    vendor_note: str
    due_on: date | None
    notes: tuple[EarlierNote, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What a product has been through.

    ``since`` is what changed since it was given back last: None when it never was, or when nobody
    kept what was seen then.
    """

    earlier: tuple[Earlier, ...]  # newest first
    returned: int
    since: list[Difference] | None


def story_of(work: Work, desk: Desk, found: ReviewRound) -> Story:
    """Return the rounds before this one, and what changed since the last that was given back."""
    rounds = _decided(work, found)
    seen = _seen(work, [each.id for each in rounds])
    decided_by = {each.decided_by for each in rounds if each.decided_by}
    people = names(work, decided_by)
    pictures = _pictures(work, rounds)
    earlier: list[Earlier] = []
    number = 0
    for each in rounds:
        number += each.outcome is Outcome.RETURNED
        notes = _notes(desk, each, seen.get(each.id), pictures)
        by = people.get(each.decided_by, "") if each.decided_by else ""
        earlier.append(
            Earlier(
                each.id, number, each.sent_at, each.decided_at, by, each.outcome, each.message,
                each.vendor_note, each.due_on, notes,
            )
        )  # fmt: skip
    last = next((each for each in reversed(rounds) if each.outcome is Outcome.RETURNED), None)
    values = seen.get(last.id) if last else None
    since = differences(work, desk, values, desk.values) if values is not None else None
    return Story(tuple(reversed(earlier)), number, since)


def count_returned(work: Work, found: ReviewRound) -> int:
    """Return how often this draft, or this change, has been given back already."""
    return sum(each.outcome is Outcome.RETURNED for each in _decided(work, found))


def _decided(work: Work, found: ReviewRound) -> Sequence[ReviewRound]:
    """Return the earlier rounds of the same draft or change, oldest first."""
    same_thing = (
        ReviewRound.change_id == found.change_id
        if found.change_id
        else ReviewRound.change_id.is_(None)
    )
    return work.session.scalars(
        select(ReviewRound)
        .where(
            ReviewRound.product_id == found.product_id,
            same_thing,
            ReviewRound.id != found.id,
            ReviewRound.sent_at <= found.sent_at,
            ReviewRound.outcome.in_((Outcome.RETURNED, Outcome.TURNED_DOWN, Outcome.AGREED)),
        )
        .options(selectinload(ReviewRound.notes))
        .order_by(ReviewRound.sent_at, ReviewRound.id)
    ).all()


def _seen(work: Work, ids: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    rows = work.session.scalars(select(ReviewSeen).where(ReviewSeen.round_id.in_(ids)))
    return {row.round_id: dict(row.values) for row in rows}


def _pictures(work: Work, rounds: Sequence[ReviewRound]) -> dict[UUID, Picture]:
    ids = {note.image_id for each in rounds for note in each.notes if note.image_id}
    images = work.session.scalars(select(Image).where(Image.id.in_(ids)))
    return {image.id: picture_of(image) for image in images}


def _notes(
    desk: Desk,
    each: ReviewRound,
    seen: Mapping[str, Any] | None,
    pictures: Mapping[UUID, Picture],
) -> tuple[EarlierNote, ...]:
    changed = changed_since(seen, desk.values) if seen is not None else set()
    photos = photos_of(desk.values)
    found = []
    for note in each.notes:
        field = desk.fields.get(note.field)
        image = str(note.image_id) if note.image_id else ""
        is_known = seen is not None or bool(image)
        found.append(
            EarlierNote(
                label=field.label if field else "",
                picture=pictures.get(note.image_id) if note.image_id else None,
                reason_words="" if note.words else REASONS.get(note.reason, ""),
                words=note.words,
                text=note.text,
                is_answered=is_answered(note.field, image, changed, photos) if is_known else None,
            )
        )
    return tuple(found)
