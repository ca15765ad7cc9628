"""A vendor's own data: what is kept, who looked at it, and taking it along ("data saya")."""

from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from catalog.accounts.forms import ROLE_NAMES
from catalog.accounts.views.confirming import confirm
from catalog.dashboard.forms import PasswordForm, PlainForm
from catalog.dashboard.models import ClosingKind, ExportState
from catalog.dashboard.queries.data import looks, newest_export, open_closings
from catalog.dashboard.services import exporting
from catalog.dashboard.views.blueprint import bp
from catalog.dashboard.views.kept import consent_lines, groups_of, reason_of, thing_of
from catalog.db.work import Work, committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.media.store import Store
from catalog.vendors import queries as vendors
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.web.access import manager
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work


def owned_vendor(work: Work, vendor_id: UUID) -> Vendor:
    """Return a vendor that the actor owns; nobody decides about its data on its behalf."""
    vendor = vendors.get_managed(work, vendor_id, Ability.OWN)
    if vendor.id not in work.actor.owned_ids:
        raise NotFound("vendor")
    return vendor


def to_data(vendor_id: UUID) -> Response:
    """Lead back to the page."""
    return redirect(url_for(".data", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)


@bp.get("/usaha/<uuid:vendor_id>/data")
@manager
def data(vendor_id: UUID) -> ResponseReturnValue:
    """Show what is kept, why, until when, and who opened it."""
    return _page(vendor_id, PasswordForm())


def _page(vendor_id: UUID, form: PasswordForm) -> ResponseReturnValue:
    work = current_work()
    vendor = owned_vendor(work, vendor_id)
    asked = request.args.get("hal", "1")
    found = looks(work, vendor.id, int(asked) if asked.isdecimal() and len(asked) < 6 else 1)  # noqa: PLR2004  # pages
    closings = open_closings(work, vendor.id)
    export = newest_export(work, vendor.id)
    page = render_template(
        "dashboard/data.html",
        vendor=vendor,
        room=vendor,
        form=form,
        groups=groups_of(work, vendor),
        consents=consent_lines(work, vendor.id),
        looks=[(look, thing_of(look), reason_of(look)) for look in found.lines],
        page=found.page,
        pages=found.pages,
        total=found.total,
        role_names=ROLE_NAMES,
        export=export,
        is_waiting=export is not None and export.state is ExportState.WAITING,
        erasure=closings.get(ClosingKind.ERASURE),
        withdrawn=closings.get(ClosingKind.CONSENT),
    )
    return page, _status(form)


def _status(form: PasswordForm) -> HTTPStatus:
    is_refused = form.errors or form.form_errors
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK


@bp.post("/usaha/<uuid:vendor_id>/data/ekspor")
@manager
def ask_export(vendor_id: UUID) -> ResponseReturnValue:
    """Have everything put together as one ZIP."""
    owned_vendor(current_work(), vendor_id)
    form = PlainForm()
    if form.validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                exporting.ask(work, owned_vendor(work, vendor_id))
        except RuleBroken as error:
            flash(gettext(error.message, **error.values), "warn")
        else:
            flash(gettext("Your data is being put together. You get a message when it is ready."))
    return to_data(vendor_id)


@bp.post("/usaha/<uuid:vendor_id>/data/unduh/<uuid:export_id>")
@manager
def download_export(vendor_id: UUID, export_id: UUID) -> ResponseReturnValue:
    """Send the ZIP to an owner who has just typed the password; noted before it is sent."""
    work = current_work()
    owned_vendor(work, vendor_id)
    exporting.get_ready(work, vendor_id, export_id)
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(vendor_id, form)
    try:
        confirm(form.present.data or "")
        work = writing_work()
        with committed(work):
            vendor = owned_vendor(work, vendor_id)
            export = exporting.get_ready(work, vendor_id, export_id)
            name = exporting.file_name(vendor, export)
            pieces = exporting.download(work, export, store=_store())
    except exporting.Unreadable as error:
        flash(gettext(error.message), "warn")
        return to_data(vendor_id)
    except RuleBroken as error:
        form.mark(error)
        return _page(vendor_id, form)
    return private_file(pieces, "application/zip", name, is_shown=False)


def _store() -> Store:
    found: Store = current_app.extensions["catalog_store"]
    return found
