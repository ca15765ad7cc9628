"""A new password for who forgot the old one; nobody learns whether there is an account."""

from flask import flash, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails, rules
from catalog.accounts.forms import ForgotForm, NewPasswordForm, ResetCodeForm
from catalog.accounts.services import resetting
from catalog.accounts.services.registering import prepared_hash
from catalog.accounts.views.blueprint import bp, go, page
from catalog.accounts.views.confirming import knock_with_new_password
from catalog.accounts.views.sign_in import TYPED
from catalog.db.work import committed
from catalog.jobs import services as jobs
from catalog.kernel.errors import RuleBroken
from catalog.web.access import public
from catalog.web.work import current_work, writing_work


@bp.route("/lupa", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    """Ask whose password was forgotten."""
    form = ForgotForm(login=session.get(TYPED, ""))
    if not form.validate_on_submit():
        return page("forgot.html", form)
    login = form.login.data or ""
    try:
        with committed(writing_work()) as work:
            resetting.knock_to_reset(work, login)
    except RuleBroken as error:
        form.mark(error)
        return page("forgot.html", form)
    with committed(writing_work()) as work:
        # The same for everyone, so that the clock tells nothing; the link is made afterwards.
        person_id = resetting.wishing(work, login)
        jobs.enqueue(work, "accounts.mail_reset", person_id=person_id)
    if rules.is_email(rules.normal_login(login)):
        return go("accounts.forgot_sent")
    session[TYPED] = rules.normal_login(login)
    return go("accounts.forgot_code")


@bp.get("/lupa/terkirim")
@public
def forgot_sent() -> ResponseReturnValue:
    """Say where to look, whether or not something was sent."""
    return page("forgot_sent.html")


@bp.route("/lupa/kode", methods=["GET", "POST"])
@public
def forgot_code() -> ResponseReturnValue:
    """Take an officer's code and a new password."""
    form = ResetCodeForm(login=session.get(TYPED, ""))
    if form.is_sound(knock_with_new_password):
        login, typed = form.login.data or "", form.code.data or ""
        new = prepared_hash(form.password.data or "")
        try:
            with committed(writing_work()) as work:
                person = resetting.reset_by_code(work, login, typed, new)
                mails.tell_changed(work, person.id, "password")
        except RuleBroken as error:
            form.mark(error)
        else:
            return _done()
    return page("forgot_code.html", form)


@bp.route("/lupa/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    """Take a new password from who got the mail."""
    form = NewPasswordForm()
    # Whether the link works comes first: a stranger shall not have us look at passwords.
    works = resetting.can_reset(current_work(), token[:100])
    if works and form.is_sound(knock_with_new_password):
        new = prepared_hash(form.password.data or "")
        try:
            with committed(writing_work()) as work:
                person = resetting.reset_by_link(work, token[:100], new)
                mails.tell_changed(work, person.id, "password")
        except RuleBroken as error:
            form.mark(error)
        else:
            return _done()
    response = page("new_password.html", form, works=works)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _done() -> ResponseReturnValue:
    session.clear()
    flash(gettext("The new password is set. Every device was signed out; sign in with it now."))
    return go("accounts.sign_in")
