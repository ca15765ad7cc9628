"""Withdrawing a consent, and having everything deleted: explained first, done by its owner."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts.views.confirming import confirm
from catalog.dashboard.forms import ErasureForm, PlainForm
from catalog.dashboard.models import ClosingKind
from catalog.dashboard.queries.data import open_closings
from catalog.dashboard.rules.retention import REGRET, SCHEDULE
from catalog.dashboard.services import closing
from catalog.dashboard.views.blueprint import bp
from catalog.dashboard.views.data import owned_vendor, to_data
from catalog.dashboard.views.kept import consent_lines
from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.vendors.rules.registering import PRIVACY
from catalog.web.access import manager
from catalog.web.work import current_work, writing_work


@bp.route("/usaha/<uuid:vendor_id>/data/persetujuan/<key>", methods=["GET", "POST"])
@manager
def consent(vendor_id: UUID, key: str) -> ResponseReturnValue:
    """Say what follows from withdrawing a consent, or from giving it again; do it."""
    work = current_work()
    vendor = owned_vendor(work, vendor_id)
    line = next((line for line in consent_lines(work, vendor.id) if line.key == key), None)
    if line is None:
        raise NotFound("consent")
    form = PlainForm()
    if form.validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                do = closing.give_again if line.is_withdrawn else closing.withdraw
                do(work, owned_vendor(work, vendor_id), key)
        except RuleBroken as error:
            flash(gettext(error.message, **error.values), "warn")
        else:
            flash(
                gettext("Thank you. Your consent is noted.")
                if line.is_withdrawn
                else gettext("Your consent is withdrawn.")
            )
        return to_data(vendor_id)
    return render_template(
        "dashboard/data_consent.html",
        vendor=vendor,
        room=vendor,
        form=form,
        line=line,
        is_privacy=key == PRIVACY,
    )


@bp.route("/usaha/<uuid:vendor_id>/data/hapus", methods=["GET", "POST"])
@manager
def ask_erasure(vendor_id: UUID) -> ResponseReturnValue:
    """Say what is deleted and what stays; take the wish from who knows name and password."""
    work = current_work()
    vendor = owned_vendor(work, vendor_id)
    if ClosingKind.ERASURE in open_closings(work, vendor.id):
        return to_data(vendor_id)
    form = ErasureForm()
    if form.validate_on_submit():
        try:
            closing.check_name(vendor, form.name.data or "")
            confirm(form.present.data or "")
            work = writing_work()
            with committed(work):
                closing.ask_erasure(work, owned_vendor(work, vendor_id), form.name.data or "")
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The window is closed. Until the deletion you can change your mind."))
            return to_data(vendor_id)
    vendor = owned_vendor(current_work(), vendor_id)
    page = render_template(
        "dashboard/data_erase.html",
        vendor=vendor,
        room=vendor,
        form=form,
        schedule=SCHEDULE.values(),
        days=REGRET.days,
    )
    is_refused = form.errors or form.form_errors
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK


@bp.post("/usaha/<uuid:vendor_id>/data/hapus/batal")
@manager
def keep(vendor_id: UUID) -> ResponseReturnValue:
    """Have nothing deleted after all."""
    owned_vendor(current_work(), vendor_id)
    if PlainForm().validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                closing.take_back(work, owned_vendor(work, vendor_id))
        except RuleBroken as error:
            flash(gettext(error.message, **error.values), "warn")
        else:
            flash(gettext("Nothing is deleted. The business stays as it was."))
    return to_data(vendor_id)
