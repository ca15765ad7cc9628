"""Holiday and pause: the window stays, marked; it opens again by itself."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.vendors import queries
from catalog.vendors.forms.rooms import PauseForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.policy import Ability
from catalog.vendors.rules import is_paused
from catalog.vendors.services import rooms
from catalog.web.access import manager
from catalog.web.work import current_work, writing_work


@bp.route("/usaha/<uuid:vendor_id>/libur", methods=["GET", "POST"])
@manager
def pause(vendor_id: UUID) -> ResponseReturnValue:
    """Show and enter a pause."""
    work = current_work()
    vendor = queries.get_managed(work, vendor_id, Ability.SUBMIT)
    form = PauseForm()
    if form.validate_on_submit() and form.from_on.day:
        try:
            work = writing_work()
            with committed(work):
                vendor = queries.get_managed(work, vendor_id, Ability.SUBMIT)
                rooms.pause(
                    work,
                    vendor,
                    from_on=form.from_on.day,
                    until_on=form.until_on.day,
                    note=form.texts(),
                )
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The pause is entered. Buyers read it on every product."))
            return redirect(url_for(".pause", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
    if not form.is_submitted() and vendor.paused_from_on:
        form.from_on.data = vendor.paused_from_on.isoformat()
        form.until_on.data = vendor.paused_until_on.isoformat() if vendor.paused_until_on else ""
        form.note.data = vendor.pause_note.get("id", "")
        form.note_en.data = vendor.pause_note.get("en", "")
    today = wib_date(current_work().now)
    page = render_template(
        "vendors/manage/rooms/pause.html",
        vendor=vendor,
        room=vendor,
        form=form,
        is_paused=is_paused(vendor.paused_from_on, vendor.paused_until_on, today),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@bp.post("/usaha/<uuid:vendor_id>/libur/selesai")
@manager
def resume(vendor_id: UUID) -> ResponseReturnValue:
    """End the pause now."""
    queries.get_managed(current_work(), vendor_id, Ability.SUBMIT)
    work = writing_work()
    with committed(work):
        rooms.resume(work, queries.get_managed(work, vendor_id, Ability.SUBMIT))
    flash(gettext("The window is open again."))
    return redirect(url_for(".pause", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
