"""Claiming a record that an office or a list has brought in."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.vendors.forms.registering import ClaimForm, CodeForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.queries.claiming import find_shown, list_shown
from catalog.vendors.queries.registering import find_own_known, place_path
from catalog.vendors.services import claiming
from catalog.web.access import signed_in
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work


@bp.route("/usaha/klaim", methods=["GET", "POST"])
@signed_in
def claim() -> ResponseReturnValue:
    """Ask for the code."""
    form = CodeForm()
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                vendor_id = claiming.show_claim(work, form.code.data or "")
            return redirect(
                url_for("vendors_manage.claim_shown", vendor_id=vendor_id), HTTPStatus.SEE_OTHER
            )
        except RuleBroken as error:
            form.mark(error)
    page = render_template(
        "vendors/manage/claim/code.html", form=form, shown=list_shown(current_work())
    )
    return page, _status(form)


@bp.route("/usaha/klaim/<uuid:vendor_id>", methods=["GET", "POST"])
@signed_in
def claim_shown(vendor_id: UUID) -> ResponseReturnValue:
    """Show what is public of the record; take it over when it is theirs."""
    vendor = find_shown(current_work(), vendor_id)
    if vendor is None:
        raise NotFound("vendor")
    form = ClaimForm()
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                claiming.accept_claim(work, vendor_id, agrees=bool(form.agrees.data))
            flash(gettext("The business is yours now. Welcome."))
            return redirect(
                url_for("vendors_manage.registered", vendor_id=vendor_id), HTTPStatus.SEE_OTHER
            )
        except RuleBroken as error:
            form.mark(error)
            vendor = find_shown(current_work(), vendor_id)
            if vendor is None:
                raise NotFound("vendor") from error
    page = render_template(
        "vendors/manage/claim/shown.html",
        form=form,
        vendor=vendor,
        places=place_path(current_work(), vendor.region_code),
    )
    return page, _status(form)


@bp.post("/usaha/klaim/<uuid:vendor_id>/bukan")
@signed_in
def claim_decline(vendor_id: UUID) -> ResponseReturnValue:
    """Say that the record is somebody else's."""
    if CatalogForm().validate_on_submit():
        work = writing_work()
        with committed(work):
            claiming.decline_claim(work, vendor_id)
        flash(gettext("Thank you. The office checks to whom this business belongs."))
    return redirect(url_for("vendors_manage.claim"), HTTPStatus.SEE_OTHER)


@bp.post("/usaha/klaim/minta")
@signed_in
def claim_ask() -> ResponseReturnValue:
    """Ask the office for a code to the record that a registration ran into."""
    if CatalogForm().validate_on_submit() and find_own_known(current_work()):
        work = writing_work()
        with committed(work):
            claiming.ask_for_claim(work)
        flash(
            gettext("The office was asked. It will call you or hand over the code at its counter.")
        )
    return redirect(url_for("vendors_manage.claim"), HTTPStatus.SEE_OTHER)


def _status(form: CatalogForm) -> HTTPStatus:
    is_wrong = bool(form.errors or form.form_errors)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
