"""Getting an account; whoever asks for one that exists reads the same pages."""

from uuid import UUID

from flask import flash, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails, queries, rules
from catalog.accounts.forms import BUYER, VENDOR, CodeForm, SignUpForm, options
from catalog.accounts.rules.paths import safe_next
from catalog.accounts.services import registering
from catalog.accounts.services.registering import SignedUp, SignUp
from catalog.accounts.services.signing import open_session
from catalog.accounts.views.blueprint import bp, go, onward, page
from catalog.accounts.views.confirming import knock_with_new_password
from catalog.accounts.views.known import current_sign_in, this_browser, welcome
from catalog.accounts.views.sign_in import TYPED
from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import public
from catalog.web.locale import current_language
from catalog.web.work import writing_work

KEPT = "sign_up"  # in the visitor's own cookie: the key, where the code went, where to go then
_AFTER = {VENDOR: "/usaha/daftar", BUYER: "/akun"}


@bp.route("/daftar", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    """Ask for what an account begins with."""
    known = current_sign_in()
    if known is not None and not known.awaits_code:
        return onward(request.args.get("next") or _AFTER[VENDOR])
    form = SignUpForm(
        kind=BUYER if request.args.get("sebagai") == "pembeli" else VENDOR,
        next=safe_next(request.args.get("next")),
    )
    form.kind.choices = options(
        [
            (VENDOR, gettext("I make or sell products and want to show them here")),
            (BUYER, gettext("I buy, for a shop, an office or abroad")),
        ]
    )
    if form.is_sound(knock_with_new_password):
        try:
            return _register(form)
        except RuleBroken as error:
            form.mark(error)
    return page("sign_up.html", form)


def _register(form: SignUpForm) -> ResponseReturnValue:
    login = rules.normal_login(form.login.data or "")
    with committed(writing_work()) as work:
        registering.knock_to_sign_up(work, login)
    wanted = SignUp(
        login=login,
        name=form.name.data or "",
        password_hash=registering.prepared_hash(form.password.data or ""),
        language=str(current_language()),
        is_buyer=form.kind.data == BUYER,
    )
    with committed(writing_work()) as work:
        done = registering.sign_up(work, wanted)
        _tell(work, done, login)
    after = safe_next(form.next.data) or _AFTER[form.kind.data]
    if rules.is_email(login):
        session[KEPT] = {
            "key": str(done.key),
            "to": rules.hint_of(login),
            "mark": registering.mark_of(work, login),
            "next": after,
        }
        return go("accounts.sign_up_code")
    session[TYPED] = login
    flash(gettext("Now sign in with this number and the password that you chose."))
    return go("accounts.sign_in", next=after)


def _tell(work: Work, done: SignedUp, login: str) -> None:
    if done.owner is not None:
        mails.tell_taken(work, done.owner)
    elif done.code:
        person = queries.get_person(work, done.key)
        mails.send_code(work, person, login, done.code)


@bp.route("/daftar/kode", methods=["GET", "POST"])
@public
def sign_up_code() -> ResponseReturnValue:
    """Ask for the code that was mailed; it opens the account in this browser only."""
    kept = session.get(KEPT)
    if not isinstance(kept, dict):
        flash(gettext("Type the code in the browser where you began, or begin again here."))
        return go("accounts.sign_up")
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with committed(writing_work()) as work:
                code = form.code.data or ""
                person = registering.verify(work, code, target_id=UUID(kept["key"]))
                token = open_session(work, person, this_browser(is_remembered=True))
        except RuleBroken as error:
            form.mark(error)
        else:
            welcome(token, is_remembered=True)
            flash(gettext("Your account is ready."))
            return onward(kept["next"])
    return page("sign_up_code.html", form, to=kept["to"])


@bp.post("/daftar/kode/kirim-lagi")
@public
def sign_up_again() -> ResponseReturnValue:
    """Mail another code, if there is whom to mail it to."""
    kept = session.get(KEPT)
    if not isinstance(kept, dict):
        return go("accounts.sign_in")
    form = CodeForm()
    try:
        with committed(writing_work()) as work:
            mark = kept.get("mark") or kept["key"]
            again = registering.send_again(work, UUID(kept["key"]), mark)
            if again is not None:
                mails.send_code(work, *again)
    except RuleBroken as error:
        form.mark(error)
        return page("sign_up_code.html", form, to=kept["to"])
    flash(gettext("A new code is on its way."))
    return go("accounts.sign_up_code")
