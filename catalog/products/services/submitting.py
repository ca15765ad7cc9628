"""Sends products to the officers, takes them back, archives them and brings them back."""

from uuid import UUID

from sqlalchemy import select, update

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.models import Product, ReviewRound
from catalog.products.queries.editing import Desk, open_change, open_desk
from catalog.products.queries.papers import is_stopped
from catalog.products.queries.protected import unlawful
from catalog.products.rules.review import ChangeState, Outcome
from catalog.products.rules.status import Status, check_move
from catalog.products.services import changes, writing
from catalog.search.outbox import mark_ids
from catalog.vendors.services import note_on_behalf

INCOMPLETE = N_("Something is still missing. Fill in what is named, then send it again.")
NO_PAPERS = N_("A paper that this product needs is missing. See what is named under legality.")
PROTECTED = N_(
    "“%(name)s” is a protected name: only makers of its villages and verified members of its"
    " association may use it. Take it off this product, or add the proof of membership to your"
    " papers."
)
SENT_FOR_YOU = N_("An officer has sent one of your products to be checked.")
STATE_CHANGED_FOR_YOU = N_("An officer has changed the state of one of your products.")


def submit(work: Work, product: Product, *, language: str) -> ReviewRound | None:
    """Send a draft, or the changes of a live product; sent twice, it is sent once."""
    if waiting_round(work, product.id) is not None and not _has_open_change(work, product):
        return None
    desk = open_desk(work, product, language)
    _check(work, desk, language)
    change = None
    if product.status is Status.PUBLISHED:
        change = changes.get_open(work, product)
        changes.move(work, change, ChangeState.WAITING)
    else:
        move(work, product, Status.IN_REVIEW)
    edit = writing.edit_of(work, product)
    _answer(work, product.id)
    found = ReviewRound(
        product_id=product.id,
        change_id=change.id if change else None,
        outcome=Outcome.WAITING,
        vendor_note=edit.note,
        sent_by=work.actor.user_id,
        sent_at=work.now,
    )
    work.session.add(found)
    edit.note = ""
    record(
        work,
        "product.submit",
        target=("product", product.id),
        after={"change": bool(change)},
        vendor_id=product.vendor_id,
    )
    note_on_behalf(work, product.vendor_id, SENT_FOR_YOU, _address(product))
    work.session.flush()
    return found


def _check(work: Work, desk: Desk, language: str) -> None:
    """Raise RuleBroken while something stops this product, or this change of a live one."""
    if desk.product.status is Status.PUBLISHED:
        if desk.worsened(language):
            raise RuleBroken(INCOMPLETE)
    elif not desk.completeness(language).is_complete:
        raise RuleBroken(INCOMPLETE)
    if is_stopped(work, desk):
        raise RuleBroken(NO_PAPERS)
    check_names(desk)


def check_names(desk: Desk) -> None:
    """Raise RuleBroken while a product bears a protected name without the right to it."""
    if names := unlawful(desk):
        raise RuleBroken(PROTECTED, name=", ".join(names))


def withdraw(work: Work, product: Product) -> None:
    """Take back what waits; withdrawn already, nothing happens."""
    found = waiting_round(work, product.id)
    if found is None:
        return
    close_round(work, found, Outcome.WITHDRAWN)
    found.answered_at = work.now
    change = open_change(work, product.id) if found.change_id else None
    if change is not None:
        changes.move(work, change, ChangeState.OPEN)
    else:
        move(work, product, Status.DRAFT)
    _record(work, product, "withdraw")


def discard(work: Work, product: Product) -> None:
    """Give up the pending change of a live product."""
    change = open_change(work, product.id)
    if change is None:
        return
    found = waiting_round(work, product.id)
    if found is not None and found.change_id == change.id:
        close_round(work, found, Outcome.WITHDRAWN)
    _answer(work, product.id)
    changes.drop(work, product, change)
    edit = writing.edit_of(work, product)
    edit.kept = {}
    edit.trail = {}
    edit.revision += 1
    _record(work, product, "discard")


def archive(work: Work, product: Product) -> None:
    """Take a product out of the window; archived already, nothing happens."""
    if product.status is Status.ARCHIVED:
        return
    if product.status is Status.PUBLISHED:
        discard(work, product)
    move(work, product, Status.ARCHIVED, archived_at=work.now)
    _record(work, product, "archive")


def restore(work: Work, product: Product) -> None:
    """Bring an archived product back as a draft, to be checked again."""
    if product.status is not Status.ARCHIVED:
        return
    move(work, product, Status.DRAFT, archived_at=None)
    _record(work, product, "restore")


def move(work: Work, product: Product, wanted: Status, **values: object) -> None:
    """Give a product another state; RuleBroken when somebody else was faster."""
    check_move(product.status, wanted)
    work.session.flush()
    hit = work.session.execute(
        update(Product)
        .where(Product.id == product.id, Product.status == product.status)
        .values(status=wanted, version=Product.version + 1, updated_at=work.now, **values)
        .execution_options(synchronize_session=False)
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(changes.OVERTAKEN)
    work.session.refresh(product)
    mark_ids(work.session, "product", [product.id])


def waiting_round(work: Work, product_id: UUID) -> ReviewRound | None:
    """Return the round that lies before the officers, if there is one."""
    return work.session.scalar(
        select(ReviewRound).where(
            ReviewRound.product_id == product_id, ReviewRound.outcome == Outcome.WAITING
        )
    )


def close_round(work: Work, found: ReviewRound, outcome: Outcome) -> None:
    """End a waiting round; RuleBroken when somebody else was faster."""
    hit = work.session.execute(
        update(ReviewRound)
        .where(ReviewRound.id == found.id, ReviewRound.outcome == Outcome.WAITING)
        .values(outcome=outcome)
        .execution_options(synchronize_session=False)
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(changes.OVERTAKEN)
    work.session.refresh(found)


def _answer(work: Work, product_id: UUID) -> None:
    """Mark every decided round as answered: its notes need not stand any longer."""
    work.session.execute(
        update(ReviewRound)
        .where(ReviewRound.product_id == product_id, ReviewRound.answered_at.is_(None))
        .where(ReviewRound.outcome != Outcome.WAITING)
        .values(answered_at=work.now)
        .execution_options(synchronize_session="fetch")
    )


def _has_open_change(work: Work, product: Product) -> bool:
    change = open_change(work, product.id)
    return change is not None and change.state is ChangeState.OPEN


def _record(work: Work, product: Product, verb: str) -> None:
    record(
        work,
        f"product.{verb}",
        target=("product", product.id),
        after={"status": product.status},
        vendor_id=product.vendor_id,
    )
    note_on_behalf(work, product.vendor_id, STATE_CHANGED_FOR_YOU, _address(product))
    work.session.flush()


def _address(product: Product) -> str:
    return f"/usaha/{product.vendor_id}/produk/{product.id}/periksa"
