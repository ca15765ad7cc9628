"""The list of showcases, and the beginning of a new one."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.export.queries import market_codes
from catalog.galleries.queries import galleries
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases import policy
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms import NewForm
from catalog.showcases.queries.listing import WHOSE, list_showcases, markets
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.services import drafting
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


@bp.get("/pengurus/etalase")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def index() -> ResponseReturnValue:
    """List the showcases: mine, my gallery's, all."""
    work = current_work()
    usual = "gallery" if work.actor.curated_ids else "all"
    whose = request.args.get("punya", usual)
    whose = whose if whose in WHOSE else usual
    return render_template(
        "showcases/admin/index.html",
        found=list_showcases(work, whose),
        whose=whose,
        has_gallery=bool(work.actor.curated_ids),
        may_start=bool(_own(work)),
    )


@bp.route("/pengurus/etalase/baru", methods=["GET", "POST"])
@staff(Role.CURATOR)
def new() -> ResponseReturnValue:
    """Start a showcase."""
    work = current_work()
    form = _form(work)
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                showcase = drafting.create(work, _new(form))
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("Your showcase is started. Nobody but curators sees it yet."))
            address = url_for("showcases_admin.build", showcase_id=showcase.id)
            return redirect(address, HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return render_template("showcases/admin/new.html", form=form), status


def _form(work: Work) -> NewForm:
    language = str(current_language())
    form = NewForm()
    form.kind.choices = [
        (ShowcaseKind.STORY.value, gettext("A story: a theme, a season, a craft, a maker")),
        (ShowcaseKind.EXPORT.value, gettext("Export ready for one market: only goods that are")),
    ]
    ruled = set(market_codes(work))  # elsewhere nothing could be said to be ready
    form.market.choices = [
        ("", gettext("No market")),
        *((code, name.best(language)) for code, name in markets(work) if code in ruled),
    ]
    form.gallery.choices = [(str(key), name) for key, name in _own(work)]
    if not form.is_submitted() and len(form.gallery.choices) == 1:
        form.gallery.data = form.gallery.choices[0][0]
    return form


def _own(work: Work) -> list[tuple[UUID, str]]:
    """Return the galleries that this person builds for."""
    return [
        (gallery.id, gallery.name)
        for gallery in galleries(work.session)
        if policy.can_edit(work.actor, gallery_id=gallery.id)
    ]


def _new(form: NewForm) -> drafting.New:
    return drafting.New(
        gallery_id=UUID(form.gallery.data),
        kind=ShowcaseKind(form.kind.data),
        market_code=form.market.data or None,
        title=LocalText.of(id=form.title_id.data or "", en=form.title_en.data or ""),
        slug=form.slug.data or "",
    )
