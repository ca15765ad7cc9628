"""Giving things of the queue to officers who may decide on them."""

from uuid import UUID

from catalog.db.work import Work
from catalog.desk.queries.items import Item
from catalog.desk.queries.officers import colleagues
from catalog.holds import services as holds
from catalog.holds.rules import Hold
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify

NOT_THEIRS = N_("This person cannot decide here. Choose somebody from the list.")
GIVERS = (Role.ADMIN, Role.DINAS, Role.CURATOR)


def give(work: Work, item: Item, person_id: UUID | None) -> None:
    """Give a thing to an officer who may decide on it, or back to all (None)."""
    _check(work)
    if person_id is None:
        holds.unassign(work, item.held_kind, item.target_id)
        return
    if person_id not in colleagues(work, item):
        raise RuleBroken(NOT_THEIRS, field="person")
    if item.assignment is not None and item.assignment.person_id == person_id:
        return
    holds.assign(work, item.held_kind, item.target_id, person_id)
    if person_id == work.actor.user_id:
        return
    notify(work, {person_id}, Notice(
        kind="desk.given", title=N_("Something was given to you"),
        text=N_("“%(title)s” of %(vendor)s waits for you."),
        values={"title": item.title, "vendor": item.vendor},
        url="/pengurus/antrean?tugas=saya", next_step=N_("Open what was given to you"),
        key=str(item.id),
    ))  # fmt: skip


def take(work: Work, item: Item) -> Hold:
    """Hold a thing while one looks at it; return the hold that stands, one's own or another's."""
    _check(work)
    return holds.take(work, item.held_kind, item.target_id)


def lay_down(work: Work, item: Item) -> None:
    """Lay one's own hold down."""
    _check(work)
    holds.release(work, item.held_kind, item.target_id)


def _check(work: Work) -> None:
    if not work.actor.has(*GIVERS):  # an auditor reads the queue, and leaves no trace in it
        raise NotFound("queue item")
