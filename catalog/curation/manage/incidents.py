"""What was reported about a vendor's goods, and what the vendor answers."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation.forms.incidents import ActionForm
from catalog.curation.forms.photos import prepared, stored
from catalog.curation.manage.blueprint import bp
from catalog.curation.queries import incidents as queries
from catalog.curation.rules.incidents import is_overdue
from catalog.curation.rules.words import (
    INCIDENT_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    IncidentState,
    Side,
)
from catalog.curation.services import incidents as services
from catalog.db.work import Work, committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.media.rules import picture_of
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_INCIDENT = "/usaha/<uuid:vendor_id>/insiden/<uuid:incident_id>"


@bp.get(_INCIDENT)
@manager
def incident(vendor_id: UUID, incident_id: UUID) -> ResponseReturnValue:
    """Show what was reported and what is asked."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SEE)
    return _page(work, vendor, incident_id, ActionForm(formdata=None))


@bp.post(_INCIDENT)
@manager
def answer(vendor_id: UUID, incident_id: UUID) -> ResponseReturnValue:
    """Keep what the vendor says was done."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SUBMIT)
    queries.get_of_vendor(work, vendor_id, incident_id)
    form = ActionForm()
    if not form.validate_on_submit():
        return _page(work, vendor, incident_id, form)
    try:
        picture = prepared(form.photo.data)
        work = writing_work()
        with committed(work):
            get_managed(work, vendor_id, Ability.SUBMIT)
            found = queries.get_of_vendor(work, vendor_id, incident_id, lock=True)
            image = stored(work, picture)
            services.document(
                work, found, Side.VENDOR, form.text.data or "", image.id if image else None
            )
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        return _page(work, get_managed(work, vendor_id, Ability.SUBMIT), incident_id, form)
    flash(gettext("Thank you. The officers have been told, and will answer here."))
    address = url_for("curation_manage.incident", vendor_id=vendor_id, incident_id=incident_id)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(work: Work, vendor: Vendor, incident_id: UUID, form: ActionForm) -> ResponseReturnValue:
    found = queries.get_of_vendor(work, vendor.id, incident_id)
    body = render_template(
        "curation/reported.html",
        room=vendor,
        incident=found,
        goods=queries.goods_of(work, found, current_language()),
        pictures={a.id: picture_of(a.image) for a in found.actions if a.image},
        is_open=found.state is not IncidentState.CLOSED,
        is_overdue=is_overdue(found.state, found.due_on, wib_date(work.now)),
        kinds=INCIDENT_NAMES,
        severities=SEVERITY_NAMES,
        incident_states=STATE_NAMES,
        form=form,
    )
    is_wrong = bool(form.errors or form.form_errors)
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
