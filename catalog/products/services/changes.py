"""Changes of live products: collected while the vendor types, sent, decided, applied."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import update

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.products.models import ChangeRequest, Product, ReviewRound
from catalog.products.queries.editing import Desk, open_change
from catalog.products.rules.changing import moved, proposed, traces
from catalog.products.rules.review import ChangeState, Outcome
from catalog.products.services import recipe, writing

NOTHING = N_("There is no change to send.")
OVERTAKEN = N_("Somebody has decided on this meanwhile. Look at it again.")
STALE = N_("The vendor has changed this meanwhile. Look at it again before you decide.")
_SENDERS = (Role.VENDOR, Role.VENDOR_STAFF)
_PRINT = 16  # characters; it only tells versions of one product apart


def propose(
    work: Work,
    desk: Desk,
    waiting: Mapping[str, Any],
    live: Mapping[str, Any],
    *,
    settled: Sequence[str] = (),
    may_send: bool = True,
) -> ChangeRequest | None:
    """Add to the one pending change of a live product; it goes when nothing is left of it.

    ``live`` are the shown values, ``settled`` the fields that have passed just now. Someone who
    may not send anything takes back by it what lies before the officers.
    """
    change = desk.change
    earlier = {k: v for k, v in (change.after if change else {}).items() if k not in settled}
    after = proposed(earlier, waiting, live)
    if change is None:
        if not after:
            return None
        change = ChangeRequest(
            product_id=desk.product.id,
            state=ChangeState.OPEN,
            version=0,
            created_by=work.actor.user_id,
            created_at=work.now,
        )
        work.session.add(change)
    change.after = after
    change.before = {
        name: change.before.get(name, live.get(name)) if change.before else live.get(name)
        for name in after
    }
    change.version += 1
    change.updated_at = work.now
    if change.state is ChangeState.WAITING:
        _take_on(work, change, desk.product)
    if not after:
        _end(work, change)
    elif change.state is ChangeState.WAITING and not may_send:
        _take_back(work, desk, change)
    work.session.flush()
    return change


def _take_on(work: Work, change: ChangeRequest, product: Product) -> None:
    """Let whoever changes for a vendor what waits count as its sender, who must not agree."""
    if product.vendor_id in work.actor.owned_ids | work.actor.staffed_ids:
        return
    work.session.execute(
        update(ReviewRound)
        .where(ReviewRound.change_id == change.id, ReviewRound.outcome == Outcome.WAITING)
        .values(sent_by=work.actor.user_id)
        .execution_options(synchronize_session="fetch")
    )


def _end(work: Work, change: ChangeRequest) -> None:
    """Close a change of which nothing is left; officers need not look at it any more."""
    if change.state is ChangeState.WAITING:
        _leave_queue(work, change)
    change.state = ChangeState.DROPPED


def _take_back(work: Work, desk: Desk, change: ChangeRequest) -> None:
    """Collect again what waited, and tell those who may send it."""
    product = desk.product
    _leave_queue(work, change)
    change.state = ChangeState.OPEN
    record(work, "product.withdraw", target=("product", product.id), vendor_id=product.vendor_id)
    people: set[UUID] = set(member_ids(work, product.vendor_id, *_SENDERS))
    notify(work, people - {work.actor.user_id}, Notice(
        kind="products.send_again", title=N_("A change has to be sent again"),
        text=N_("“%(name)s”: a helper has changed what lay before the officers, so they no longer"
                " see it. Look at it, then send it again."),
        values={"name": str(desk.live.get("name") or product.code)},
        url=f"/usaha/{product.vendor_id}/produk/{product.id}/periksa",
        next_step=N_("Look at the change"),
    ))  # fmt: skip


def _leave_queue(work: Work, change: ChangeRequest) -> None:
    work.session.execute(
        update(ReviewRound)
        .where(ReviewRound.change_id == change.id, ReviewRound.outcome == Outcome.WAITING)
        .values(outcome=Outcome.WITHDRAWN, answered_at=work.now)
        .execution_options(synchronize_session="fetch")
    )


def get_open(work: Work, product: Product) -> ChangeRequest:
    """Return the pending change of a product, or raise RuleBroken."""
    change = open_change(work, product.id)
    if change is None or not change.after:
        raise RuleBroken(NOTHING)
    return change


def move(work: Work, change: ChangeRequest, wanted: ChangeState) -> None:
    """Bring a change to another state; RuleBroken when somebody else was faster."""
    hit = work.session.execute(
        update(ChangeRequest)
        .where(ChangeRequest.id == change.id, ChangeRequest.state == change.state)
        .values(state=wanted, updated_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(OVERTAKEN)
    work.session.refresh(change)


def apply(work: Work, product: Product, change: ChangeRequest, live: Mapping[str, Any]) -> None:
    """Show a change to the public; its values go into the product's rows."""
    move(work, change, ChangeState.APPLIED)
    after = dict(change.after)
    writing.write(work, product, after, {**live, **after})
    recipe.weigh(work, product, live, after)
    old, new = traces(live, after)
    record(
        work,
        "product.apply",
        target=("product", product.id),
        before=old,
        after=new,
        vendor_id=product.vendor_id,
    )


def drop(work: Work, product: Product, change: ChangeRequest) -> None:
    """Give a change up; the live product stays as it is."""
    move(work, change, ChangeState.DROPPED)
    record(work, "product.drop", target=("product", product.id), vendor_id=product.vendor_id)


def print_of(change: ChangeRequest, live: Mapping[str, Any]) -> str:
    """Return a print of the live values that a change would replace, for the officers' form."""
    replaced = {name: live.get(name) for name in change.after}
    text = json.dumps(replaced, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_PRINT]


def check_shown(change: ChangeRequest, live: Mapping[str, Any], shown: str) -> None:
    """Raise RuleBroken when what a change would replace is not what the officer has looked at.

    ``shown`` is the print on the officer's page; without one, what the vendor saw counts.
    """
    is_stale = shown != print_of(change, live) if shown else bool(overtaken(change, live))
    if is_stale:
        raise RuleBroken(STALE)


def overtaken(change: ChangeRequest, live: Mapping[str, Any]) -> list[str]:
    """Return the fields that were changed on the live product since the change was made."""
    return moved(change.before, live, change.after)
