"""Signing in and out."""

import secrets

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from catalog.accounts import services
from catalog.accounts.forms import SignInForm
from catalog.accounts.rules.paths import safe_next
from catalog.accounts.services.signing import WRONG
from catalog.accounts.views.blueprint import bp, go, onward, page
from catalog.accounts.views.known import (
    current_sign_in,
    known_device,
    own_token,
    remember_device,
    this_browser,
    welcome,
)
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import public
from catalog.web.work import current_work, writing_work

TYPED = "login_typed"  # in the visitor's own cookie, from the sign-up to the sign-in


@bp.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    form = SignInForm(next=safe_next(request.args.get("next")), login=session.get(TYPED, ""))
    if form.validate_on_submit():
        try:
            return _enter(form)
        except RuleBroken as error:
            form.mark(error)
    elif request.method == "GET" and (known := current_sign_in()) is not None:
        if known.awaits_code:
            return go("accounts.second_step", next=form.next.data or "")
        return onward(form.next.data)
    return page("sign_in.html", form)


def _enter(form: SignInForm) -> ResponseReturnValue:
    """Let someone in, or raise RuleBroken; each step has a transaction of its own."""
    login, password = form.login.data or "", form.password.data or ""
    device = known_device(login)
    with committed(writing_work()) as work:
        services.knock(work, login, device)
    known = services.examine(current_work(), login, password)
    if known is None:
        raise RuleBroken(WRONG)
    browser = this_browser(is_remembered=form.remember.data)
    with committed(writing_work()) as work:
        token = services.sign_in(work, known, login, device=device, browser=browser)
    if token is None:
        raise RuleBroken(WRONG)
    welcome(token, is_remembered=form.remember.data)
    response = _next_step(form.next.data)
    remember_device(response, login, device or secrets.token_urlsafe(12))
    return response


def _next_step(wanted: str | None) -> Response:
    known = current_sign_in()
    is_waiting = known is not None and (known.awaits_code or g.get("lacks_second_step"))
    return go("accounts.second_step", next=safe_next(wanted)) if is_waiting else onward(wanted)


@bp.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    token = own_token()
    if token:
        with committed(writing_work()) as work:
            services.sign_out(work, token)
    session.clear()
    return redirect(url_for("site.home"))
