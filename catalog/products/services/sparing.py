"""What officers do about live products that lack a paper they must have: give time, or hide."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import DEFAULT_LANGUAGE, N_
from catalog.notices.services import Notice, notify
from catalog.products.models import Product, ProductGrace, ReviewNote, ReviewRound
from catalog.products.queries.editing import open_change
from catalog.products.queries.stored import stored
from catalog.products.queries.unpermitted import get_live, missing_of
from catalog.products.rules.review import MAX_WORDS, Outcome, due
from catalog.products.rules.status import Status
from catalog.products.services import changes, submitting

LONGEST = timedelta(days=366)
MAX_REASON = 300
NOT_LIVE = N_("This product is not live any more. Look at the list again.")
NOTHING_MISSING = N_("The paper has come meanwhile. Nothing has to be decided any more.")
NO_REASON = N_("Write why it may stay for now.")
TOO_EARLY = N_("Choose a day after today.")
TOO_LATE = N_("Choose a day within a year.")


@dataclass(frozen=True, slots=True)
class Time:
    """Time that an officer gives; ``seen`` is the day that stood on the page, or empty."""

    until_on: date | None
    reason: str
    seen: str = ""


def give_time(work: Work, product_id: UUID, time: Time) -> None:
    """Let a live product stay until a day; its vendor is told the paper and the day."""
    until_on = _checked(work, time)
    product, missing = _open(work, product_id)
    before = _keep(work, product, time)
    record(
        work,
        "product.give_time",
        target=("product", product.id),
        before={"until_on": before},
        after={"until_on": until_on.isoformat(), "missing": list(missing)},
        vendor_id=product.vendor_id,
    )
    _tell(work, product, Notice(
        kind="products.paper.due", title=N_("A live product needs a paper"),
        text=N_("“%(name)s” must have: %(papers)s. It may stay in your window until then."),
        values={"name": _name(work, product), "papers": ", ".join(missing)},
        url=_address(product), next_step=N_("See what is missing"), deadline_on=until_on,
        key=f"{product.id.hex}:{until_on:%Y%m%d}",
    ))  # fmt: skip


def hide(work: Work, product_id: UUID, message: str = "") -> None:
    """Take a live product out of the window until its paper is there; nothing of it is lost."""
    product, missing = _open(work, product_id)
    change = open_change(work, product.id)
    waiting = submitting.waiting_round(work, product.id)
    if waiting is not None:
        submitting.close_round(work, waiting, Outcome.WITHDRAWN)
        waiting.answered_at = work.now
    live = stored(work, product)
    submitting.move(work, product, Status.DRAFT)
    if change is not None:  # as a draft it needs no officer: what the vendor had typed goes in
        changes.apply(work, product, change, live)
    work.session.execute(delete(ProductGrace).where(ProductGrace.product_id == product.id))
    found = ReviewRound(
        product_id=product.id,
        outcome=Outcome.RETURNED,
        sent_at=work.now,
        message=message[:MAX_WORDS],
        due_on=due(wib_date(work.now)),
        decided_by=work.actor.user_id,
        decided_at=work.now,
    )
    words = ", ".join(missing)[:MAX_WORDS]
    found.notes = [ReviewNote(position=0, reason="paper_missing", text=words)]
    work.session.add(found)
    record(
        work,
        "product.hide",
        target=("product", product.id),
        before={"status": Status.PUBLISHED},
        after={"status": Status.DRAFT, "missing": list(missing)},
        vendor_id=product.vendor_id,
    )
    _tell(work, product, Notice(
        kind="products.hidden", title=N_("A product was taken out of your window"),
        text=N_("“%(name)s” lacks: %(papers)s. Add it, then send the product again."),
        values={"name": _name(work, product), "papers": ", ".join(missing)},
        url=_address(product), next_step=N_("See what is missing"),
        key=f"{product.id.hex}:{work.now:%Y%m%d%H%M%S}",
    ))  # fmt: skip
    work.session.flush()


def _open(work: Work, product_id: UUID) -> tuple[Product, tuple[str, ...]]:
    """Return a live product of this officer, locked, with what it lacks at this moment."""
    product = get_live(work, product_id, lock=True)
    if product.status is not Status.PUBLISHED:
        raise RuleBroken(NOT_LIVE)
    missing = missing_of(work, product, DEFAULT_LANGUAGE)
    if not missing:
        raise RuleBroken(NOTHING_MISSING)
    return product, missing


def _checked(work: Work, time: Time) -> date:
    """Return the day of a time that makes sense."""
    today = wib_date(work.now)
    if time.until_on is None or time.until_on <= today:
        raise RuleBroken(TOO_EARLY, field="until_on")
    if time.until_on > today + LONGEST:
        raise RuleBroken(TOO_LATE, field="until_on")
    if not time.reason:
        raise RuleBroken(NO_REASON, field="reason")
    return time.until_on


def _keep(work: Work, product: Product, time: Time) -> str:
    """Store the time in place of what was seen; RuleBroken when another officer was faster."""
    known = work.session.get(ProductGrace, product.id, populate_existing=True)
    before = known.until_on.isoformat() if known else ""
    if before != time.seen:
        raise RuleBroken(changes.OVERTAKEN)
    values: dict[str, Any] = {
        "until_on": time.until_on,
        "reason": time.reason[:MAX_REASON],
        "given_by": work.actor.user_id,
        "given_at": work.now,
    }
    if known is None:
        try:
            with work.session.begin_nested():
                work.session.add(ProductGrace(product_id=product.id, **values))
        except IntegrityError as error:
            raise RuleBroken(changes.OVERTAKEN) from error
        return before
    hit = work.session.execute(
        update(ProductGrace)
        .where(ProductGrace.product_id == product.id, ProductGrace.until_on == known.until_on)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", hit).rowcount != 1:
        raise RuleBroken(changes.OVERTAKEN)
    work.session.expire(known)
    return before


def _tell(work: Work, product: Product, notice: Notice) -> None:
    notify(work, set(member_ids(work, product.vendor_id)) - {work.actor.user_id}, notice)


def _name(work: Work, product: Product) -> str:
    return str(stored(work, product).get("name") or product.code)


def _address(product: Product) -> str:
    return f"/usaha/{product.vendor_id}/produk/{product.id}/periksa"
