"""Decisions of the officers on products and changes that lie before them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.galleries.queries import galleries_of
from catalog.holds import services as holds
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import DEFAULT_LANGUAGE, N_
from catalog.notices.services import Notice, notify
from catalog.products import policy
from catalog.products.models import (
    Product,
    ReviewNote,
    ReviewRound,
    ReviewSeen,
    ReviewSeenPhoto,
)
from catalog.products.queries import guidance
from catalog.products.queries.editing import open_desk
from catalog.products.queries.papers import is_stopped
from catalog.products.queries.rounds import count_returned
from catalog.products.queries.stored import stored
from catalog.products.rules.limits import DAYS_TO_ANSWER, MAX_ROUNDS, check_rounds
from catalog.products.rules.review import MAX_WORDS, ChangeState, Note, Outcome, check_notes, due
from catalog.products.rules.reviewing import Refusal
from catalog.products.rules.rounds import photos_of
from catalog.products.rules.status import Status
from catalog.products.services import changes, submitting, writing

NO_WORDS = N_("Write why, so that the vendor knows what to do.")
NO_PAPERS = N_("A paper that this needs is missing: see the papers named here. Ask for it first.")
OWN_SENDING = N_("Another officer has to look at what you have sent yourself.")
TOO_LATE = N_("The day to answer by must not lie in the past.")


HELD = "product"  # the kind under which products are held and given to officers
Guard = Callable[[Work, Product], Refusal | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What officers ask of a vendor: notes at fields, a sentence for all, a day to answer by."""

    notes: Sequence[Note] = ()
    message: str = ""
    due_on: date | None = None


def refusals(work: Work, found: ReviewRound, guards: Sequence[Guard] = ()) -> list[Refusal]:
    """Return what stops the actor from agreeing just now; ``guards`` are those of other features.

    They are asked before the first publication of a product only.
    """
    if is_own_sending(work, found):
        return [Refusal(OWN_SENDING)]
    stops = []
    if is_stopped(work, open_desk(work, found.product, DEFAULT_LANGUAGE)):
        stops.append(Refusal(NO_PAPERS, href="#izin"))
    if found.change_id is None and found.product.published_at is None:
        stops += [stop for guard in guards if (stop := guard(work, found.product))]
    return stops


def publish(
    work: Work,
    found: ReviewRound,
    *,
    seen: int,
    shown: str = "",
    guards: Sequence[Guard] = (),
) -> Product:
    """Agree: a draft goes live, a change is applied; ``seen`` is the version that was looked at.

    ``shown`` is the print (``changes.print_of``) of the live values that stood beside it.
    """
    product, change = found.product, found.change
    _check(work, found, seen)
    desk = open_desk(work, product, DEFAULT_LANGUAGE)
    if change is not None:
        changes.check_shown(change, desk.live, shown)
    for stop in refusals(work, found, guards):  # a paper may have run out while it waited
        raise RuleBroken(stop.text, **stop.values)
    submitting.close_round(work, found, Outcome.AGREED)
    if change is not None:
        changes.apply(work, product, change, desk.live)
    else:
        first = product.published_at or work.now
        submitting.move(work, product, Status.PUBLISHED, published_at=first, archived_at=None)
    edit = writing.edit_of(work, product)
    agreed = change.after if change else edit.approved
    edit.approved = {name: each for name, each in edit.approved.items() if name not in agreed}
    _decide(work, found, "publish")
    title = N_("Your change is live") if change else N_("Your product is live")
    text = N_("“%(name)s” is shown to buyers now.")
    _tell(work, found, Notice(
        kind="products.published", title=title, text=text,
        values={"name": _name(work, product)}, url=f"/produk/{product.slug}",
        next_step=N_("See it as buyers do"),
    ))  # fmt: skip
    return product


def ask_changes(work: Work, found: ReviewRound, wish: Wish, *, seen: int) -> None:
    """Give it back with what shall be mended, and by when."""
    check_notes(list(wish.notes), wish.message)
    limits = guidance.limits(work)
    day = wish.due_on or due(wib_date(work.now), limits[DAYS_TO_ANSWER])
    if day < wib_date(work.now):
        raise RuleBroken(TOO_LATE, field="due_on")
    _check(work, found, seen)
    returned = count_returned(work, found)
    check_rounds(returned, limits[MAX_ROUNDS], may_exceed=work.actor.has(Role.ADMIN))
    _remember(work, found)
    submitting.close_round(work, found, Outcome.RETURNED)
    found.message = wish.message[:MAX_WORDS]
    found.due_on = day
    found.notes = [
        ReviewNote(
            position=position,
            field=note.field,
            image_id=note.image_id,
            reason=note.reason,
            words=note.words,
            text=note.text[:MAX_WORDS],
        )
        for position, note in enumerate(wish.notes)
    ]
    if found.change is not None:
        changes.move(work, found.change, ChangeState.OPEN)
    else:
        submitting.move(work, found.product, Status.DRAFT)
    _decide(work, found, "ask_changes")
    _tell(work, found, Notice(
        kind="products.returned", title=N_("A product needs your hand"),
        text=N_("“%(name)s”: the officers have written what to mend."),
        values={"name": _name(work, found.product)}, url=_address(found.product),
        next_step=N_("See what to mend"), deadline_on=day,
    ))  # fmt: skip


def turn_down(work: Work, found: ReviewRound, message: str, *, seen: int) -> None:
    """Refuse, with the reason: a new product goes to the archive, a change is given up."""
    if not message:
        raise RuleBroken(NO_WORDS, field="message")
    _check(work, found, seen)
    submitting.close_round(work, found, Outcome.TURNED_DOWN)
    found.message = message[:MAX_WORDS]
    if found.change is not None:
        changes.move(work, found.change, ChangeState.TURNED_DOWN)
    else:
        submitting.move(work, found.product, Status.ARCHIVED, archived_at=work.now)
    _decide(work, found, "turn_down")
    _tell(work, found, Notice(
        kind="products.turned_down", title=N_("A product was not taken"),
        text=N_("“%(name)s” was not taken. The officers have written why."),
        values={"name": _name(work, found.product)}, url=_address(found.product),
        next_step=N_("Read why"),
    ))  # fmt: skip


def is_own_sending(work: Work, found: ReviewRound) -> bool:
    """Return whether the actor has sent what lies here, or changed it for the vendor since."""
    return found.sent_by is not None and found.sent_by == work.actor.user_id


def _check(work: Work, found: ReviewRound, seen: int) -> None:
    """Raise unless the actor decides here, and has seen the newest version of the change."""
    vendor = found.product.vendor
    if not policy.can_decide(
        work.actor,
        vendor_id=vendor.id,
        region_code=vendor.served_by,
        gallery_ids=galleries_of(work, vendor.id),
    ):
        raise NotFound("round")
    if found.change is not None and found.change.version != seen:
        raise RuleBroken(changes.STALE)


def _remember(work: Work, found: ReviewRound) -> None:
    """Keep what the listing says now: the next round shows what has changed since."""
    desk = open_desk(work, found.product, DEFAULT_LANGUAGE)
    values = {name: value for name, value in desk.values.items() if name != "note"}
    work.session.add(ReviewSeen(round_id=found.id, values=values))
    for image in dict.fromkeys(photos_of(values)):  # JSON is no foreign key: keep the pictures
        work.session.add(ReviewSeenPhoto(round_id=found.id, image_id=UUID(image)))


def _decide(work: Work, found: ReviewRound, verb: str) -> None:
    if found.outcome is Outcome.RETURNED:  # whom it was given to looks at the answer too
        holds.release(work, HELD, found.product_id)
    else:
        holds.close(work, HELD, found.product_id)
    found.decided_by = work.actor.user_id
    found.decided_at = work.now
    record(
        work,
        f"product.{verb}",
        target=("product", found.product_id),
        after={"outcome": found.outcome, "notes": [note.field for note in found.notes]},
        vendor_id=found.product.vendor_id,
    )
    work.session.flush()


def _tell(work: Work, found: ReviewRound, notice: Notice) -> None:
    people: set[UUID] = set(member_ids(work, found.product.vendor_id))
    notify(work, people - {work.actor.user_id}, notice)


def _name(work: Work, product: Product) -> str:
    return str(stored(work, product).get("name") or product.code)


def _address(product: Product) -> str:
    return f"/usaha/{product.vendor_id}/produk/{product.id}/periksa"
