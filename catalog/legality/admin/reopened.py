"""A product whose recipe changed after its paper was verified: look again, then decide."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.legality.admin.blueprint import bp
from catalog.legality.forms import ReopenedForm
from catalog.legality.policy import VERIFIERS
from catalog.legality.queries.reopenings import get_reopened
from catalog.legality.rules.reopening import PART_NAMES, REASON_NAMES
from catalog.legality.services import reopening
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work


@bp.get("/pengurus/izin/isi/<uuid:reopening_id>")
@staff(*VERIFIERS)
def reopened(reopening_id: UUID) -> ResponseReturnValue:
    """Show what changed about a product, before and after."""
    return _page(reopening_id, ReopenedForm(formdata=None))


@bp.post("/pengurus/izin/isi/<uuid:reopening_id>")
@staff(*VERIFIERS)
def decide_reopened(reopening_id: UUID) -> ResponseReturnValue:
    """Let the paper speak for the product again, or ask for an update of it."""
    get_reopened(current_work(), reopening_id)
    form = ReopenedForm()
    if not form.validate_on_submit():
        return _page(reopening_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    is_asking = request.form.get("action") != "accept"
    work = writing_work()
    try:
        with committed(work):
            if is_asking:
                message = form.message.data or ""
                reopening.ask_update(work, reopening_id, form.seen, message=message)
            else:
                reopening.accept(work, reopening_id, form.seen)
    except RuleBroken as error:
        form.mark(error)
        return _page(reopening_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(
        gettext("The vendor has been asked for an update.")
        if is_asking
        else gettext("The paper speaks for the product again.")
    )
    return redirect(url_for("legality_admin.papers"), HTTPStatus.SEE_OTHER)


def _page(reopening_id: UUID, form: ReopenedForm) -> str:
    """Show it as it is by now, with what the officer wrote and what was wrong."""
    found = get_reopened(current_work(), reopening_id)
    form.version.data = str(found.version)
    return render_template(
        "legality/admin/reopened.html",
        found=found,
        form=form,
        reasons=REASON_NAMES,
        part_names=PART_NAMES,
    )
