"""The page before a showcase shows: what is missing, when it shows, who may look before."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText, clean_line
from catalog.products.forms import EmptyForm
from catalog.showcases import policy
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms import LinkForm, PlanForm
from catalog.showcases.forms.showing import saved_search
from catalog.showcases.models import ShowcaseRun
from catalog.showcases.queries.absences import of_draft
from catalog.showcases.queries.drafts import Draft, get_editable, get_readable
from catalog.showcases.queries.preview import links
from catalog.showcases.queries.slots import bookings
from catalog.showcases.rules import Phase, ShowcaseStatus, phase
from catalog.showcases.rules.schedule import MOST_REASON, Window, checks
from catalog.showcases.rules.slots import PLACE_NAMES
from catalog.showcases.services import previewing, scheduling
from catalog.web.access import staff
from catalog.web.templating import public_url
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>"


@bp.get(f"{_ONE}/tayang")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def publish(showcase_id: UUID) -> ResponseReturnValue:
    """Show what is there and what is missing, the times, and the links for outsiders."""
    draft = get_readable(current_work(), showcase_id)
    return _page(draft, _filled(draft))


@bp.post(f"{_ONE}/tayang")
@staff(Role.CURATOR)
def publish_now(showcase_id: UUID) -> ResponseReturnValue:
    """Publish the working copy in the window that was typed."""
    draft = get_editable(current_work(), showcase_id)
    form = PlanForm()
    if form.validate_on_submit():
        try:
            plan = scheduling.Plan(
                window=form.window(),
                revision=form.seen(),
                cover_alt=form.alt(),
                closing=form.closing(),
                without_english=form.without_english.data,
            )
            work = writing_work()
            with committed(work):
                found = scheduling.publish(work, showcase_id, plan, search=saved_search())
                stands = phase(found.facts(), work.now)
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(_told(stands))
            return redirect(_here(showcase_id), HTTPStatus.SEE_OTHER)
    draft = get_editable(current_work(), draft.showcase.id)
    return _page(draft, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post(f"{_ONE}/turunkan")
@staff(Role.CURATOR)
def take_down(showcase_id: UUID) -> ResponseReturnValue:
    """Take it off the site, with a reason."""
    draft = get_editable(current_work(), showcase_id)
    reason = clean_line(request.form.get("reason", ""))[:MOST_REASON]
    work = writing_work()
    try:
        with committed(work):
            scheduling.take_down(work, showcase_id, reason=reason)
    except RuleBroken as error:
        form = _filled(get_editable(current_work(), draft.showcase.id))
        form.mark(error)
        return _page(draft, form, reason=reason), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Taken off the site. The working copy is as it was."))
    return redirect(_here(showcase_id), HTTPStatus.SEE_OTHER)


@bp.post(f"{_ONE}/akhiri")
@staff(Role.CURATOR)
def end_now(showcase_id: UUID) -> ResponseReturnValue:
    """End it today; it stays as an archive."""
    get_editable(current_work(), showcase_id)
    work = writing_work()
    try:
        with committed(work):
            scheduling.end_now(work, showcase_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("Ended. It stays readable as an archive."))
    return redirect(_here(showcase_id), HTTPStatus.SEE_OTHER)


@bp.post(f"{_ONE}/tautan")
@staff(Role.CURATOR)
def make_link(showcase_id: UUID) -> ResponseReturnValue:
    """Make a link under which somebody without an account reads the working copy."""
    draft = get_editable(current_work(), showcase_id)
    form = LinkForm()
    if form.validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                name, days = form.name.data or "", form.days.data or 0
                previewing.make_link(work, showcase_id, name=name, days=days)
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The link is ready: copy it from the list and send it on."))
            return redirect(_here(showcase_id, "tautan"), HTTPStatus.SEE_OTHER)
    draft = get_editable(current_work(), draft.showcase.id)
    return _page(draft, _filled(draft), link=form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post(f"{_ONE}/tautan/<uuid:link_id>/cabut")
@staff(Role.CURATOR)
def revoke_link(showcase_id: UUID, link_id: UUID) -> ResponseReturnValue:
    """Take a link back; it opens nothing any more."""
    get_editable(current_work(), showcase_id)
    work = writing_work()
    try:
        with committed(work):
            previewing.take_back(work, showcase_id, link_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("The link is taken back."))
    return redirect(_here(showcase_id, "tautan"), HTTPStatus.SEE_OTHER)


def _told(stands: Phase) -> str:
    if stands is Phase.SCHEDULED:
        return str(gettext("Scheduled. Until then nobody but you and whoever has a link sees it."))
    return str(gettext("Published. Visitors read it now."))


def _here(showcase_id: UUID, anchor: str | None = None) -> str:
    return url_for("showcases_admin.publish", showcase_id=showcase_id, _anchor=anchor)


def _filled(draft: Draft) -> PlanForm:
    """Return the form with what stands now."""
    run = current_work().session.get(ShowcaseRun, draft.showcase.id)
    alt, closing = (run.cover_alt, run.closing) if run else (LocalText(), LocalText())
    form = PlanForm(
        formdata=None,
        cover_alt_id=alt.get("id", ""),
        cover_alt_en=alt.get("en", ""),
        closing_id=closing.get("id", ""),
        closing_en=closing.get("en", ""),
    )
    form.show_window(Window(draft.showcase.starts_at, draft.showcase.ends_at))
    return form


def _page(draft: Draft, form: PlanForm, *, link: LinkForm | None = None, reason: str = "") -> str:
    work, showcase = current_work(), draft.showcase
    form.revision.data = str(draft.revision)
    run = work.session.get(ShowcaseRun, showcase.id)
    facts = scheduling.readiness(work, draft, cover_alt=form.alt(), search=saved_search())
    return render_template(
        "showcases/admin/publish.html",
        draft=draft,
        showcase=showcase,
        room=None,
        form=form,
        link_form=link or LinkForm(formdata=None),
        plain=EmptyForm(),
        reason=reason,
        checks=checks(facts),
        phase=phase(showcase.facts(), work.now),
        is_out=showcase.status is ShowcaseStatus.PUBLISHED,
        run=run,
        away=of_draft(work, draft),
        links=[(each, _address(each.token)) for each in links(work, showcase.id)],
        may_edit=policy.can_edit(work.actor, gallery_id=showcase.gallery_id),
        booked=[each for each in bookings(work.session) if each.showcase_id == showcase.id],
        places=PLACE_NAMES,
    )


def _address(token: str) -> str:
    return public_url("showcases.outside", token=token) if token else ""
