"""The one queue: what waits, whom it belongs to, and what stands beside a thing."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.desk.admin.blueprint import bp
from catalog.desk.queries import officers
from catalog.desk.queries import queue as queries
from catalog.desk.queries.items import Item
from catalog.desk.queries.queue import Beside, Sum
from catalog.desk.rules.queue import NAMES, PLURALS, Age, Kind, Pace, Wanted, Who, wanted
from catalog.galleries.queries import galleries
from catalog.kernel.actor import ANONYMOUS, Role
from catalog.taxonomy.queries import category_tree
from catalog.web.access import access_of, staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

_AT_HAND = 5  # lines of the home
_READERS = (Role.DINAS, Role.CURATOR, Role.AUDITOR)
_PAGES: Mapping[Kind, tuple[str, str, str]] = {  # the endpoint, its argument, and whose id it is
    Kind.REGISTRATION: ("vendors_admin.show", "vendor_id", "vendor_id"),
    Kind.CLAIM: ("vendors_admin.show", "vendor_id", "vendor_id"),
    Kind.APPLICATION: ("products_admin.both_galleries", "", ""),
    Kind.PAPER: ("legality_admin.paper", "document_id", "id"),
    Kind.REOPENED: ("legality_admin.reopened", "reopening_id", "id"),
    Kind.PRODUCT: ("products_admin.decide", "round_id", "id"),
    Kind.CHANGE: ("products_admin.decide", "round_id", "id"),
    Kind.CROSSING: ("products_admin.both_galleries", "", ""),
}


class Around(NamedTuple):
    """What a page shows beside the thing that it is about."""

    beside: Beside
    asked: Wanted
    colleagues: dict[UUID, str]
    back: str
    may_hold: bool
    me: UUID | None


class Home(NamedTuple):
    """What the officers' home says of the queue; ``first`` is the next thing to take up."""

    sums: list[Sum]
    total: int
    late: int
    mine: list[Item]
    held: list[Item]
    first: Item | None


@bp.get("/pengurus/antrean")
@staff(*_READERS)
def queue() -> ResponseReturnValue:
    """List everything that waits for this officer, oldest first."""
    work, language = current_work(), current_language()
    asked = wanted(request.args)
    after = request.args.get("sesudah", "")
    found = queries.page(work, asked, language, after=after)
    return render_template(
        "desk/queue.html",
        found=found,
        asked=asked,
        is_later_page=bool(after),
        may_decide=current_work().actor.has(Role.ADMIN, Role.DINAS, Role.CURATOR),
        sums=queries.sums(work, asked),
        gallery_choices=[(each.slug, each.name) for each in galleries(work.session)],
        categories=[
            (node.slug, node.name.best(language)) for node in category_tree(work.session).top
        ],
        given_choices=_given_choices(asked),
        total=sum(each.number for each in queries.sums(work)) if asked.is_narrowed else None,
    )


def _given_choices(asked: Wanted) -> list[tuple[str, str]]:
    """Return the officer that was asked for: an address that is shared names somebody."""
    if not isinstance(asked.given_to, UUID):
        return []
    found = names(current_work(), [asked.given_to])
    return [(str(key), name) for key, name in found.items()]


def queue_beside(held_kind: str, target_id: UUID) -> Around:
    """Return what stands around a thing in the queue, as the officer came to it."""
    work, language = current_work(), current_language()
    asked = wanted(request.args)
    beside = queries.around(work, asked, held_kind, target_id, language)
    may_hold = work.actor.has(Role.ADMIN, Role.DINAS, Role.CURATOR)
    return Around(
        beside,
        asked,
        officers.colleagues(work, beside.item) if beside.item and may_hold else {},
        url_for("desk.queue", **asked.query()),
        may_hold,
        work.actor.user_id,
    )


def queue_home(work: Work) -> Home | None:
    """Return what the home says of the queue; None for those who do not see it."""
    if not work.actor.has(*_READERS, Role.ADMIN):
        return None
    found = queries.sums(work)
    language = current_language()
    mine = queries.page(work, Wanted(given_to=Who.MINE), language)
    held = queries.page(work, Wanted(held_by=Who.MINE), language)
    free = queries.page(work, Wanted(held_by=Who.NOBODY), language)
    taken = [item for item in free.items if item.assignment is None or _is_mine(work, item)]
    return Home(
        found,
        sum(each.number for each in found),
        sum(each.late for each in found),
        mine.items[:_AT_HAND],
        held.items[:_AT_HAND],
        next(iter(taken), None),
    )


def _is_mine(work: Work, item: Item) -> bool:
    return item.assignment is not None and item.assignment.person_id == work.actor.user_id


def queue_url(item: Item, asked: Wanted | None = None) -> str:
    """Return where a thing is decided on; empty for those who only read the queue."""
    endpoint, argument, source = _PAGES[item.kind]
    audience = access_of(current_app, endpoint)
    if audience is None or not audience.admits(current_work().actor):
        return ""
    values: dict[str, Any] = dict(asked.query()) if asked else {}
    if argument:
        values[argument] = getattr(item, source)
    elif item.kind is Kind.APPLICATION:
        values["_anchor"] = f"usaha-{item.vendor_id}"
    return url_for(endpoint, **values)


def queue_count() -> int:
    """Return how much waits for whoever reads this page; asked once for each page."""
    if "queue_count" not in g:
        audience = access_of(current_app, "desk.queue")
        may_see = audience is not None and audience.admits(g.get("actor", ANONYMOUS))
        g.queue_count = queries.count(current_work()) if may_see else 0
    number: int = g.queue_count
    return number


def told_age(age: Age) -> str:
    """Return in words how long a thing has waited, and how it stands to its limit."""
    if age.days:
        waited = ngettext("%(num)s day", "%(num)s days", age.days)
    else:
        waited = ngettext("%(num)s hour", "%(num)s hours", max(1, age.hours))
    if age.pace is Pace.LATE:
        late = ngettext("late by %(num)s day", "late by %(num)s days", max(1, -age.days_left))
        return f"{waited} · {late}"
    if age.pace is Pace.SOON:
        left = ngettext("due within %(num)s day", "due within %(num)s days", age.days_left)
        return f"{waited} · {left}"
    return str(gettext("waiting for %(time)s", time=waited))


def init_app(app: Flask) -> None:
    """Give the pages of other features what stands beside a thing in the queue."""
    app.jinja_env.globals.update(
        queue_beside=queue_beside,
        queue_url=queue_url,
        queue_count=queue_count,
        told_age=told_age,
        queue_names=NAMES,
        queue_plurals=PLURALS,
        Who=Who,
        Pace=Pace,
    )
