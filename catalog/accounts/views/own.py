"""One's own account: name, language, password, sign-ins."""

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails, queries
from catalog.accounts.forms import ROLE_NAMES, ChangePasswordForm, SettingsForm
from catalog.accounts.models import Person
from catalog.accounts.queries import scopes
from catalog.accounts.services import own, registering, resetting
from catalog.accounts.views.blueprint import bp, go, own_page
from catalog.accounts.views.confirming import confirm, knock_with_new_password
from catalog.accounts.views.known import own_token
from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import signed_in
from catalog.web.work import current_work, writing_work

_DATA_PAGE = "/akun/data"  # of a higher layer


@bp.route("/akun", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    """Show the account; take a new name or language."""
    work = current_work()
    person = queries.me(work)
    form = SettingsForm(obj=person)
    if form.validate_on_submit():
        with committed(writing_work()) as work:
            name, language = form.name.data or "", form.language.data
            own.rewrite(work, queries.me(work), name=name, language=language)
        flash(gettext("Saved."))
        return go("accounts.settings")
    return own_page("settings.html", form, **_facts(work, person))


def _facts(work: Work, person: Person) -> dict[str, object]:
    here = queries.digest(own_token())
    return {
        "person": person,
        "login": queries.login_of(work.vault, person),
        "pending": registering.pending_login(work, person),
        "roles": scopes.held(work, person.grants),
        "role_names": ROLE_NAMES,
        "sessions": queries.list_sessions(work, person),
        "here": here,
        "data_page": request.script_root + _DATA_PAGE if _has(_DATA_PAGE) else "",
    }


def _has(path: str) -> bool:
    return current_app.url_map.bind("").test(path, "GET")


@bp.route("/akun/kata-sandi", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Take a new password from who knows the present one."""
    work = current_work()
    person = queries.me(work)
    form = ChangePasswordForm()
    form.known = (person.name, queries.login_of(work.vault, person))
    if form.is_sound(knock_with_new_password):
        try:
            _change(form)
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The new password is set. Every other device was signed out."))
            return go("accounts.settings")
    return own_page("password.html", form, person=queries.me(current_work()))


def _change(form: ChangePasswordForm) -> None:
    confirm(form.present.data or "")
    if form.present.data == form.password.data:
        raise RuleBroken(own.SAME_PASSWORD, field="password")
    new = registering.prepared_hash(form.password.data or "")
    with committed(writing_work()) as work:
        person_id = queries.me(work).id
        resetting.change_password(work, person_id, new, keep=own_token())
        mails.tell_changed(work, person_id, "password")


@bp.post("/akun/sesi/<key>/akhiri")
@signed_in
def end_session(key: str) -> ResponseReturnValue:
    """Sign one browser out."""
    with committed(writing_work()) as work:
        resetting.end_session(work, queries.me(work), key[:64])
    flash(gettext("That device is signed out."))
    return go("accounts.settings")


@bp.post("/akun/sesi/akhiri-semua")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign every other browser out."""
    with committed(writing_work()) as work:
        resetting.end_every_session(work, queries.me(work), keep=own_token())
    flash(gettext("Every other device is signed out."))
    return go("accounts.settings")
