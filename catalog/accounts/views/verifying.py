"""Proving that a login is one's own, and changing it."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails, queries, rules
from catalog.accounts.forms import ChangeLoginForm, CodeForm
from catalog.accounts.services import registering
from catalog.accounts.views.blueprint import bp, go, own_page
from catalog.accounts.views.confirming import confirm
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import signed_in
from catalog.web.work import current_work, writing_work


@bp.route("/akun/verifikasi", methods=["GET", "POST"])
@signed_in
def verify() -> ResponseReturnValue:
    """Take the code that was mailed, or that an officer handed over."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with committed(writing_work()) as work:
                person = queries.me(work)
                if person.new_login_sealed is not None:  # the old address hears of it
                    mails.tell_changed(work, person.id, "login")
                registering.verify(work, form.code.data or "", target_id=person.id)
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("Thank you. This login is yours now."))
            return go("accounts.settings")
    return _page(form)


def _page(form: CodeForm) -> ResponseReturnValue:
    work = current_work()
    person = queries.me(work)
    login = registering.pending_login(work, person)
    return own_page(
        "verify.html",
        form,
        person=person,
        login=login,
        by_mail=rules.is_email(login),
    )


@bp.post("/akun/verifikasi/kirim-lagi")
@signed_in
def verify_again() -> ResponseReturnValue:
    """Mail another code."""
    form = CodeForm()
    try:
        with committed(writing_work()) as work:
            person = queries.me(work)
            mark = registering.mark_of(work, registering.pending_login(work, person))
            again = registering.send_again(work, person.id, mark)
            if again is not None:
                mails.send_code(work, *again)
    except RuleBroken as error:
        form.mark(error)
        return _page(form)
    flash(gettext("A new code is on its way."))
    return go("accounts.verify")


@bp.post("/akun/verifikasi/batal")
@signed_in
def keep_login() -> ResponseReturnValue:
    """Keep the login as it is."""
    with committed(writing_work()) as work:
        registering.drop_wanted_login(work, queries.me(work))
    return go("accounts.settings")


@bp.route("/akun/ganti-login", methods=["GET", "POST"])
@signed_in
def change_login() -> ResponseReturnValue:
    """Take another e-mail address or phone number; it counts once it is proven."""
    form = ChangeLoginForm()
    if form.validate_on_submit():
        try:
            _want(form)
        except RuleBroken as error:
            form.mark(error)
        else:
            return go("accounts.verify")
    return own_page("change_login.html", form, person=queries.me(current_work()))


def _want(form: ChangeLoginForm) -> None:
    confirm(form.present.data or "")
    login = form.login.data or ""
    with committed(writing_work()) as work:
        registering.knock_to_mail(work, login)
    with committed(writing_work()) as work:
        person = queries.me(work)
        code, owner = registering.want_login(work, person, login)
        if owner is not None:
            mails.tell_taken(work, owner)
        elif code:
            mails.send_code(work, person, rules.normal_login(login), code)
