"""What is kept of a person: see it, take it along, have the account deleted."""

import json

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import queries
from catalog.accounts.forms import ROLE_NAMES, ConfirmForm
from catalog.accounts.queries import own_data, scopes
from catalog.accounts.services import leaving
from catalog.accounts.views.blueprint import bp, own_page
from catalog.accounts.views.confirming import confirm
from catalog.audit.services import record_view
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import signed_in
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work


@bp.get("/akun/data")
@signed_in
def data() -> ResponseReturnValue:
    """Show what is kept, why and until when."""
    return _page(ConfirmForm(prefix="bawa"), ConfirmForm(prefix="hapus"))


def _page(take: ConfirmForm, leave: ConfirmForm) -> ResponseReturnValue:
    work = current_work()
    person = queries.me(work)
    return own_page(
        "data.html",
        take,
        leave,
        take=take,
        leave=leave,
        form=leave if leave.errors or leave.form_errors else take,
        person=person,
        roles=scopes.held(work, person.grants),
        role_names=ROLE_NAMES,
        sessions=len(queries.list_sessions(work, person)),
        notices=own_data.count_of(work, "notice", person.id),
        has_draft=own_data.count_of(work, "registration", person.id) > 0,
        ties=own_data.ties(work, person),
    )


@bp.post("/akun/data/bawa")
@signed_in
def take_data() -> ResponseReturnValue:
    """Send everything as JSON to who has just typed the password; it is noted."""
    take, leave = ConfirmForm(prefix="bawa"), ConfirmForm(formdata=None, prefix="hapus")
    if not take.validate_on_submit():
        return _page(take, leave)
    try:
        confirm(take.present.data or "")
    except RuleBroken as error:
        take.mark(error)
        return _page(take, leave)
    work = writing_work()
    with committed(work):
        person = queries.me(work)
        found = own_data.facts(work, person)
        record_view(work, "accounts.data_taken", target=("person", person.id))
    content = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return private_file(content, "application/json", "data-akun.json", is_shown=False)


@bp.post("/akun/data/hapus")
@signed_in
def delete_account() -> ResponseReturnValue:
    """Delete the account of who has just typed the password; every device is signed out."""
    take, leave = ConfirmForm(formdata=None, prefix="bawa"), ConfirmForm(prefix="hapus")
    if not leave.validate_on_submit():
        return _page(take, leave)
    try:
        confirm(leave.present.data or "")
        work = writing_work()
        with committed(work):
            leaving.delete_own(work)
    except RuleBroken as error:
        leave.mark(error)
        return _page(take, leave)
    session.clear()
    flash(gettext("Your account is deleted."))
    return redirect(url_for("accounts.sign_in"))
