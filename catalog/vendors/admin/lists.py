"""Taking in lists of vendors from other systems: send, choose columns, try out, take in."""

from collections import Counter
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.vendors.admin.blueprint import bp
from catalog.vendors.forms.lists import ColumnsForm, SendForm
from catalog.vendors.models import VendorList
from catalog.vendors.rules.importing import FIELDS, MAX_FILE, MAX_ROWS
from catalog.vendors.services import lists as services
from catalog.vendors.services.importing import ALIKE, NEW, REFUSED, SAME
from catalog.web.access import staff
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work

SHOWN = 200  # rows of a kind that the page names; the file has all that were refused


@bp.route("/pengurus/usaha/impor", methods=["GET", "POST"])
@staff(Role.DINAS)
def lists() -> ResponseReturnValue:
    """Ask for a list."""
    form = SendForm()
    if form.validate_on_submit():
        upload = form.file.data
        content = upload.read(MAX_FILE + 1)
        upload.close()
        work = writing_work()
        try:
            with committed(work):
                row = services.send_up(
                    work,
                    name=upload.filename or "",
                    source=form.source.data,
                    dated_on=form.day,
                    content=content,
                )
            return redirect(
                url_for("vendors_admin.list_columns", list_id=row.id), HTTPStatus.SEE_OTHER
            )
        except RuleBroken as error:
            form.mark(error)
    page = render_template(
        "vendors/admin/list_send.html",
        form=form,
        earlier=services.own_lists(current_work()),
        most=MAX_ROWS,
    )
    return page, _status(form)


@bp.route("/pengurus/usaha/impor/<uuid:list_id>/kolom", methods=["GET", "POST"])
@staff(Role.DINAS)
def list_columns(list_id: UUID) -> ResponseReturnValue:
    """Ask which column holds what, next to a sample of the rows; then try the list out."""
    work = current_work()
    row = services.get_list(work, list_id)
    if row.done_at is not None:
        return _shown(list_id) if row.report else _gone()
    headings, rows = services.sample(work, row)
    form = ColumnsForm(data=row.columns)
    form.offer(headings, nothing=gettext("Not in this list"))
    if form.validate_on_submit():
        try:
            report = services.try_out(work, row, form.columns())
            work = writing_work()
            with committed(work):
                services.keep_trial(services.get_list(work, list_id), form.columns(), report)
            return _shown(list_id)
        except RuleBroken as error:
            form.mark(error)
            row = services.get_list(current_work(), list_id)
    page = render_template(
        "vendors/admin/list_columns.html", form=form, row=row, rows=rows, fields=FIELDS
    )
    return page, _status(form)


@bp.get("/pengurus/usaha/impor/<uuid:list_id>")
@staff(Role.DINAS)
def list_report(list_id: UUID) -> ResponseReturnValue:
    """Show what would become of the rows, or what has."""
    row = services.get_list(current_work(), list_id)
    if not row.report and row.done_at is not None:
        return _gone()
    if not row.report:
        return redirect(
            url_for("vendors_admin.list_columns", list_id=list_id), HTTPStatus.SEE_OTHER
        )
    return _report(row)


@bp.post("/pengurus/usaha/impor/<uuid:list_id>")
@staff(Role.DINAS)
def list_take(list_id: UUID) -> ResponseReturnValue:
    """Take the list in."""
    row = services.get_list(current_work(), list_id)
    if CatalogForm().validate_on_submit():
        offered = {line["number"] for line in row.report.get("rows", ()) if line["what"] == ALIKE}
        decisions = {
            str(number): wish
            for number in offered
            if (wish := request.form.get(f"row-{number}", "")) in {SAME, NEW}
        }
        work = writing_work()
        try:
            with committed(work):
                services.take_in(work, services.get_list(work, list_id), decisions, _say)
            flash(gettext("The list is taken in."))
        except RuleBroken as error:
            flash(gettext(error.message, **error.values))
    return _shown(list_id)


@bp.post("/pengurus/usaha/impor/<uuid:list_id>/ditolak")
@staff(Role.DINAS)
def list_refused(list_id: UUID) -> ResponseReturnValue:
    """Give back the rows that did not go in, with their reasons; each look is recorded."""
    row = services.get_list(current_work(), list_id)
    if not CatalogForm().validate_on_submit() or not services.has_refused(row):
        return _shown(list_id)
    work = writing_work()
    with committed(work):
        content = services.refused_file(work, services.get_list(work, list_id))
    return send_file(
        BytesIO(content),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name="baris-ditolak.xlsx",
    )


@bp.post("/pengurus/usaha/impor/<uuid:list_id>/hapus")
@staff(Role.DINAS)
def list_drop(list_id: UUID) -> ResponseReturnValue:
    """Empty a list."""
    if CatalogForm().validate_on_submit():
        work = writing_work()
        with committed(work):
            services.drop(work, services.get_list(work, list_id))
        flash(gettext("The file is deleted; what it has brought in stays."))
    return redirect(url_for("vendors_admin.lists"), HTTPStatus.SEE_OTHER)


def _gone() -> ResponseReturnValue:
    flash(gettext("This list was deleted before it was taken in."))
    return redirect(url_for("vendors_admin.lists"), HTTPStatus.SEE_OTHER)


def _report(row: VendorList) -> ResponseReturnValue:
    lines: list[dict[str, Any]] = row.report.get("rows", [])
    grouped = {
        kind: [line for line in lines if line["what"] == kind]
        for kind in (NEW, SAME, ALIKE, REFUSED)
    }
    return render_template(
        "vendors/admin/list_report.html",
        row=row,
        counts=Counter(line["what"] for line in lines),
        groups={kind: found[:SHOWN] for kind, found in grouped.items()},
        columns=row.columns,
        fields=FIELDS,
        form=CatalogForm(),
        say=_say,
    )


def _say(message: str, values: dict[str, Any]) -> str:
    return str(gettext(message, **values))


def _shown(list_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("vendors_admin.list_report", list_id=list_id), HTTPStatus.SEE_OTHER)


def _status(form: CatalogForm) -> HTTPStatus:
    is_wrong = bool(form.errors or form.form_errors)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
