"""Reads rounds before the officers: what a vendor must mend, and the officers' queue."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from catalog.db.work import Work
from catalog.galleries.queries import vendors_of
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ReviewNote, ReviewRound
from catalog.products.rules.review import REASONS, Outcome
from catalog.vendors.models import Vendor

PER_PAGE = 30
OF_ALL = ""  # the key of what concerns the whole product


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer wrote at a field: the words chosen from, and own ones.

    ``reason_words`` is a msgid, of notes from before the words could be edited.
    """

    reason_words: str
    text: str
    words: LocalText


@dataclass(frozen=True, slots=True)
class Answer:
    """The last decision that a vendor has not answered yet."""

    outcome: Outcome
    message: str
    due_on: date | None
    decided_at: datetime | None
    notes: tuple[ReviewNote, ...]


def answer_of(work: Work, product_id: UUID) -> Answer | None:
    """Return what the officers last asked or refused, until the vendor has answered."""
    found = work.session.scalar(
        select(ReviewRound)
        .where(
            ReviewRound.product_id == product_id,
            ReviewRound.answered_at.is_(None),
            ReviewRound.outcome.in_((Outcome.RETURNED, Outcome.TURNED_DOWN)),
        )
        .order_by(ReviewRound.sent_at.desc(), ReviewRound.id)
        .limit(1)
    )
    if found is None:
        return None
    return Answer(found.outcome, found.message, found.due_on, found.decided_at, tuple(found.notes))


def notes_of(work: Work, product_id: UUID) -> dict[str, list[Said]]:
    """Return the officers' notes by field; those at a photograph by ``photo:<image id>``."""
    answer = answer_of(work, product_id)
    found: dict[str, list[Said]] = defaultdict(list)
    for note in answer.notes if answer else ():
        key = f"photo:{note.image_id}" if note.image_id else note.field
        reason = "" if note.words else REASONS.get(note.reason, "")
        found[key].append(Said(reason, note.text, note.words))
    return dict(found)


def in_charge(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL twin of ``policy.can_decide``; the statement must join ``Vendor``."""
    others = Vendor.id.not_in(actor.vendor_ids) if actor.vendor_ids else true()
    if actor.has(Role.ADMIN):
        return others
    ways: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.CURATOR) and actor.curated_ids:
        ways.append(Vendor.id.in_(vendors_of(actor.curated_ids)))
    if actor.has(Role.DINAS):
        served = func.coalesce(Vendor.office_code, Vendor.region_code)
        for code in sorted(actor.region_codes):
            ways += [served == code, served.startswith(f"{code}.", autoescape=True)]
    return and_(others, or_(*ways))


def get_round(work: Work, round_id: UUID, *, lock: bool = False) -> ReviewRound:
    """Return a round that this officer may decide on, or raise NotFound."""
    statement = (
        select(ReviewRound)
        .join(Product, Product.id == ReviewRound.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(ReviewRound.id == round_id, in_charge(work.actor))
    )
    if lock:
        statement = statement.with_for_update(of=Product).execution_options(populate_existing=True)
    found = work.session.scalar(statement)
    if found is None:
        raise NotFound("round")
    return found
