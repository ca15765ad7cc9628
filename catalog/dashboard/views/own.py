"""A vendor's home: one thing to do, the seven layers, the figures, the goods."""

from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.accounts.queries import me
from catalog.dashboard.queries.data import open_closings
from catalog.dashboard.queries.figures import figures
from catalog.dashboard.queries.standing import home
from catalog.dashboard.rules import (
    HEIGHT,
    WIDTH,
    bar_width,
    bars,
    change,
    ladder,
    next_step,
)
from catalog.dashboard.views.blueprint import bp
from catalog.dashboard.views.words import (
    greeting,
    leaving_words,
    rung_words,
    state_badges,
    words_of,
)
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib
from catalog.vendors import queries as vendors
from catalog.vendors.policy import Ability, is_on_behalf
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work

SHOWN = 5  # goods on the home


@bp.get("/usaha")
@manager
def index() -> ResponseReturnValue:
    """Lead to the only vendor, list several, or begin a registration."""
    work = current_work()
    actor = work.actor
    own = vendors.list_named(work, actor.vendor_ids | actor.assisted_ids)
    if len(own) == 1:
        return redirect(url_for("dashboard.show", vendor_id=own[0].id), HTTPStatus.SEE_OTHER)
    if not own and actor.has(Role.ADMIN, Role.DINAS, Role.ASSISTANT, Role.AUDITOR):
        return redirect(url_for("vendors_admin.index"), HTTPStatus.SEE_OTHER)
    return render_template("dashboard/index.html", vendors=own)


@bp.get("/usaha/<uuid:vendor_id>")
@manager
def show(vendor_id: UUID) -> ResponseReturnValue:
    """Show a vendor's home."""
    work = current_work()
    vendor = vendors.get_managed(work, vendor_id, Ability.SEE)
    found = home(work, vendor, current_language())
    counted = figures(work, vendor.id)
    wish = next_step(found.standing)
    is_owner = vendor.id in work.actor.owned_ids
    has_left = bool(open_closings(work, vendor.id))
    rungs = ladder(found.standing)
    return render_template(
        "dashboard/show.html",
        vendor=vendor,
        room=vendor,
        greeting=greeting(wib(work.now).hour, me(work).name),
        on_behalf=is_on_behalf(work.actor, vendor_id=vendor.id),
        now=work.now,
        words=leaving_words(vendor.id, is_owner=is_owner)
        if has_left
        else words_of(wish, vendor.id),
        rungs=[(rung, rung_words(rung, found, vendor.id)) for rung in rungs],
        filled=sum(rung.is_done for rung in rungs),
        figures=counted,
        trends={
            "views": change(counted.views_total, counted.views_before),
            "leads": change(counted.leads_total, counted.leads_before),
        },
        views_bars=bars(counted.views),
        leads_bars=bars(counted.leads),
        bar_width=bar_width(len(counted.views)),
        size=(WIDTH, HEIGHT),
        goods=found.goods[:SHOWN],
        total=found.total,
        live=found.standing.live,
        state_badges=state_badges(),
        is_owner=is_owner,
    )
