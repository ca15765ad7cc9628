"""What is hidden in showcases, why, and the exceptions that curators made."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.dates import parse_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.forms import EmptyForm
from catalog.showcases import policy
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms import OverrideForm
from catalog.showcases.models import ShowcaseOverride
from catalog.showcases.queries import absences
from catalog.showcases.queries.drafts import Draft, get_editable, get_readable
from catalog.showcases.queries.eligibility import refusals
from catalog.showcases.services import guarding
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>/kelayakan"


@bp.get("/pengurus/etalase/tersembunyi")
@staff(Role.CURATOR, Role.AUDITOR)
def hidden() -> ResponseReturnValue:
    """List what is hidden in all showcases of this person's galleries."""
    return render_template(
        "showcases/admin/hidden.html", away=absences.everywhere(current_work()), room=None
    )


@bp.get("/pengurus/etalase/pengecualian")
@staff(Role.CURATOR, Role.AUDITOR)
def exceptions() -> ResponseReturnValue:
    """List every exception: who made it, when, why, until which day."""
    return render_template(
        "showcases/admin/exceptions.html",
        found=absences.exceptions(current_work()),
        plain=EmptyForm(),
        room=None,
    )


@bp.get(_ONE)
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def eligibility(showcase_id: UUID) -> ResponseReturnValue:
    """Show what something refuses in a working copy, and its exceptions."""
    work = current_work()
    return _page(get_readable(work, showcase_id), _asked(), OverrideForm(formdata=None))


@bp.post(f"{_ONE}/<uuid:product_id>")
@staff(Role.CURATOR)
def exempt(showcase_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show a product all the same, with a reason and a last day."""
    draft = get_editable(current_work(), showcase_id)
    form = OverrideForm()
    if form.validate_on_submit():
        try:
            until_on = _day(form)
            work = writing_work()
            with committed(work):
                guarding.exempt(
                    work,
                    showcase_id,
                    guarding.Exemption(
                        product_id=product_id, reason=form.reason.data or "", until_on=until_on
                    ),
                )
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The exception holds. Auditors can read it."))
            return redirect(_here(showcase_id), HTTPStatus.SEE_OTHER)
    draft = get_editable(current_work(), draft.showcase.id)
    return _page(draft, product_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/pengurus/etalase/pengecualian/<uuid:override_id>/akhiri")
@staff(Role.CURATOR)
def end_exception(override_id: UUID) -> ResponseReturnValue:
    """End an exception before its day."""
    showcase_id = _showcase_of(current_work(), override_id)
    work = writing_work()
    try:
        with committed(work):
            guarding.end_override(work, override_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("The exception has ended."))
    return redirect(_here(showcase_id), HTTPStatus.SEE_OTHER)


def _showcase_of(work: Work, override_id: UUID) -> UUID:
    row = work.session.get(ShowcaseOverride, override_id)
    if row is None:
        raise NotFound(f"exception {override_id}")
    return get_editable(work, row.showcase_id).showcase.id


def _day(form: OverrideForm) -> date | None:
    typed = (form.until_on.data or "").strip()
    try:
        return parse_date(typed) if typed else None
    except RuleBroken as error:
        raise RuleBroken(error.message, field="until_on", **error.values) from error


def _asked() -> UUID | None:
    """Return the product that the address asks an exception for."""
    try:
        return UUID(request.args.get("karya", ""))
    except ValueError:
        return None


def _here(showcase_id: UUID) -> str:
    return url_for("showcases_admin.eligibility", showcase_id=showcase_id)


def _page(draft: Draft, product_id: UUID | None, form: OverrideForm) -> str:
    work, showcase = current_work(), draft.showcase
    asked = None
    if product_id is not None:
        absences.check_known(work, draft, product_id)
        found = refusals(work, showcase.kind, showcase.market_code, [product_id])[product_id]
        asked = (product_id, absences.name_of(work, product_id), found)
    return render_template(
        "showcases/admin/eligibility.html",
        draft=draft,
        showcase=showcase,
        room=None,
        away=absences.of_draft(work, draft),
        asked=asked,
        form=form,
        plain=EmptyForm(),
        exceptions=absences.exceptions(work, showcase_id=showcase.id),
        may_edit=policy.can_edit(work.actor, gallery_id=showcase.gallery_id),
    )
