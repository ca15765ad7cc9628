"""Incidents: the list, a new one, its page."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation import policy
from catalog.curation.admin.blueprint import bp
from catalog.curation.forms.incidents import ActionForm, CloseForm, IncidentForm
from catalog.curation.forms.photos import prepared, stored
from catalog.curation.models import Incident
from catalog.curation.policy import HANDLERS, RATERS
from catalog.curation.queries import incidents as queries
from catalog.curation.queries.scores import get_product
from catalog.curation.rules.incidents import is_overdue
from catalog.curation.rules.words import (
    INCIDENT_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    IncidentState,
    Severity,
    Side,
)
from catalog.curation.services import incidents as services
from catalog.db.work import Work, committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import clean_line
from catalog.media.rules import picture_of
from catalog.vendors.models import Vendor
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_INCIDENT = "/pengurus/insiden/<uuid:incident_id>"
_MOST_PAGES = 10_000


@bp.get("/pengurus/insiden")
@staff(*HANDLERS)
def incidents() -> ResponseReturnValue:
    """List incidents: open ones by what presses most."""
    work = current_work()
    closed = request.args.get("keadaan", "") == "selesai"
    page = max(1, min(request.args.get("hal", 1, type=int) or 1, _MOST_PAGES))
    found, total = queries.list_incidents(work, closed=closed, page=page)
    return render_template(
        "curation/incidents.html",
        **words(),
        found=found,
        total=total,
        closed=closed,
        page=page,
        pages=max(1, -(-total // queries.PER_PAGE)),
        may_open=work.actor.has(*RATERS) or policy.may_edit_rubrics(work.actor),
    )


@bp.get("/pengurus/insiden/baru")
@staff(*RATERS)
def new_incident() -> ResponseReturnValue:
    """Ask which business it is about; the link of a product has chosen already."""
    work = current_work()
    asked = clean_line(request.args.get("usaha", ""))[:60]
    return render_template(
        "curation/incident_vendor.html",
        asked=asked,
        vendors=queries.find_vendors(work, asked),
    )


@bp.get("/pengurus/insiden/baru/<uuid:vendor_id>")
@staff(*RATERS)
def write_incident(vendor_id: UUID) -> ResponseReturnValue:
    """Ask what happened."""
    work = current_work()
    vendor = queries.get_vendor(work, vendor_id)
    form = IncidentForm(formdata=None)
    form.severity.data = Severity.MEDIUM.value
    form.products.data = _chosen(work, vendor)
    return _new(work, vendor, form)


@bp.post("/pengurus/insiden/baru/<uuid:vendor_id>")
@staff(*RATERS)
def open_incident(vendor_id: UUID) -> ResponseReturnValue:
    """Record it; the goods leave web and shelves at once where that was ticked."""
    work = current_work()
    vendor = queries.get_vendor(work, vendor_id)
    form = IncidentForm().offer(queries.choices(work, vendor, current_language()))
    if not form.validate_on_submit():
        return _new(work, vendor, form)
    try:
        draft, picture = form.draft(), prepared(form.photo.data)
        work = writing_work()
        with committed(work):
            vendor = queries.get_vendor(work, vendor_id)
            image = stored(work, picture)
            draft = replace(draft, image_id=image.id if image else None)
            incident = services.open_incident(work, vendor, draft)
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        return _new(work, queries.get_vendor(work, vendor_id), form)
    flash(
        gettext("Recorded. The goods are down, and the vendor and the galleries have been told.")
        if draft.withdraws
        else gettext("Recorded. The vendor has been told.")
    )
    return back(incident.id)


@bp.get(_INCIDENT)
@staff(*HANDLERS)
def incident(incident_id: UUID) -> ResponseReturnValue:
    """Show an incident with its shelves, what was done, and what can be done now."""
    work = current_work()
    return page(work, queries.get_incident(work, incident_id))


@bp.post(f"{_INCIDENT}/tindakan")
@staff(*RATERS)
def document(incident_id: UUID) -> ResponseReturnValue:
    """Write down what was done."""
    work = current_work()
    in_charge_of(work, incident_id)
    form = ActionForm()
    if not form.validate_on_submit():
        return page(work, queries.get_incident(work, incident_id), action=form)
    try:
        picture = prepared(form.photo.data)
        work = writing_work()
        with committed(work):
            found = in_charge_of(work, incident_id, lock=True)
            image = stored(work, picture)
            services.document(
                work, found, Side.OFFICER, form.text.data or "", image.id if image else None
            )
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        return page(work, queries.get_incident(work, incident_id), action=form)
    flash(gettext("Written down."))
    return back(incident_id)


@bp.post(f"{_INCIDENT}/turunkan")
@staff(*RATERS)
def withdraw(incident_id: UUID) -> ResponseReturnValue:
    """Take the goods down now."""
    return done(
        incident_id,
        services.withdraw,
        gettext("The goods are down; the vendor and the galleries have been told."),
    )


@bp.post(f"{_INCIDENT}/selesai")
@staff(*RATERS)
def close(incident_id: UUID) -> ResponseReturnValue:
    """End the incident with a reason; its goods come back."""
    work = current_work()
    in_charge_of(work, incident_id)
    form = CloseForm()
    if not form.validate_on_submit():
        return page(work, queries.get_incident(work, incident_id), closing=form)
    work = writing_work()
    try:
        with committed(work):
            found = in_charge_of(work, incident_id, lock=True)
            services.close(work, found, form.reason.data or "")
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        return page(work, queries.get_incident(work, incident_id), closing=form)
    flash(
        gettext("Closed. The vendor has been told, and the goods are shown again.")
        if found.is_withdrawn
        else gettext("Closed. The vendor has been told.")
    )
    return back(incident_id)


def in_charge_of(work: Work, incident_id: UUID, *, lock: bool = False) -> Incident:
    """Return an incident that the actor decides about, or raise NotFound."""
    found = queries.get_incident(work, incident_id, lock=lock)
    if not queries.is_in_charge(work, found):
        raise NotFound("incident")
    return found


def done(
    incident_id: UUID, deed: Callable[[Work, Incident], object], said: str
) -> ResponseReturnValue:
    """Do something that one button asks for, and say so."""
    in_charge_of(current_work(), incident_id)
    work = writing_work()
    try:
        with committed(work):
            deed(work, in_charge_of(work, incident_id, lock=True))
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(said)
    return back(incident_id)


def back(incident_id: UUID) -> ResponseReturnValue:
    """Lead to the page of an incident."""
    address = url_for("curation_admin.incident", incident_id=incident_id)
    return redirect(address, HTTPStatus.SEE_OTHER)


def words() -> dict[str, object]:
    """Return what pages of incidents call things."""
    return {
        "kinds": INCIDENT_NAMES,
        "severities": SEVERITY_NAMES,
        "incident_states": STATE_NAMES,
    }


def page(
    work: Work,
    found: Incident,
    *,
    action: ActionForm | None = None,
    closing: CloseForm | None = None,
) -> ResponseReturnValue:
    """Return the page of an incident; a form that was refused stands in it."""
    is_wrong = any(form is not None and (form.errors or form.form_errors)
                   for form in (action, closing))  # fmt: skip
    goods = queries.goods_of(work, found, current_language())
    body = render_template(
        "curation/incident.html",
        **words(),
        incident=found,
        vendor=found.vendor,
        goods=goods,
        names={key: name for key, name, _ in goods},
        people=queries.who_acted(work, found),
        picture=picture_of(found.image) if found.image else None,
        pictures={a.id: picture_of(a.image) for a in found.actions if a.image},
        is_open=found.state is not IncidentState.CLOSED,
        is_overdue=is_overdue(found.state, found.due_on, wib_date(work.now)),
        in_charge=queries.is_in_charge(work, found),
        may_pull=lambda task: policy.may_pull(work.actor, task.gallery_id),
        action=action or ActionForm(formdata=None),
        closing=closing or CloseForm(formdata=None),
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


def _new(work: Work, vendor: Vendor, form: IncidentForm) -> ResponseReturnValue:
    body = render_template(
        "curation/incident_new.html",
        vendor=vendor,
        form=form.offer(queries.choices(work, vendor, current_language())),
    )
    is_wrong = bool(form.errors or form.form_errors)
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


def _chosen(work: Work, vendor: Vendor) -> list[str]:
    """Return the product that a link has chosen, if it is one of this vendor."""
    try:
        product = get_product(work, UUID(request.args.get("produk", "")))
    except (ValueError, NotFound):
        return []
    return [str(product.id)] if product.vendor_id == vendor.id else []
