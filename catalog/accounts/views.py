"""Signing in and out; Flask-Login carries the token, our table decides whether it lives."""

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as signed_in  # noqa: TID251  # the one place that asks it

from catalog.accounts import queries, services
from catalog.accounts.forms import SignInForm
from catalog.accounts.rules import needs_second_step
from catalog.accounts.services.signing import WRONG
from catalog.db.session import db
from catalog.db.work import committed
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.settings import Settings
from catalog.web.access import public
from catalog.web.access import signed_in as signed_in_only
from catalog.web.work import current_work, writing_work

bp = Blueprint("accounts", __name__)


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A signed-in browser: its id is the session token, never the person's id."""

    def __init__(self, token: str, name: str) -> None:
        self.token = token
        self.name = name

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the signed cookie."""
        return self.token


@bp.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    form = SignInForm()
    if form.validate_on_submit():
        login, password = form.login.data or "", form.password.data or ""
        try:
            with committed(writing_work()) as work:
                services.knock(work, login)
            person_id = services.examine(current_work(), login, password)
            token = None
            if person_id is not None:
                with committed(writing_work()) as work:
                    token = services.sign_in(work, person_id, login)
            if token is not None:
                login_user(Visitor(token, ""))
                return redirect(url_for("site.home"))
            form.mark(RuleBroken(WRONG))
        except RuleBroken as error:
            form.mark(error)
    response = current_app.make_response(render_template("accounts/sign_in.html", form=form))
    response.headers["Cache-Control"] = "no-store"
    if form.errors or form.form_errors:
        response.status_code = 422
    return response


@bp.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    if signed_in.is_authenticated:
        work = writing_work()
        with committed(work):
            services.sign_out(work, signed_in.token)
        logout_user()
    return redirect(url_for("site.home"))


def init_app(app: Flask) -> None:
    """Let every request know its actor; a browser without our cookie costs no statement."""
    settings: Settings = app.extensions["catalog_settings"]
    manager = LoginManager()
    manager.session_protection = None  # the token itself is what a thief would need
    # Not ``init_app``: it would touch the session after every request, for a remember cookie that
    # we do not use, and every answer would vary by cookie (Flask-Login 0.6.3).
    app.login_manager = manager  # type: ignore[attr-defined]  # Flask-Login's own attribute

    @manager.user_loader  # type: ignore[untyped-decorator]  # as above
    def _load(token: str) -> Visitor | None:
        found = queries.find_session(db.session(), token, utc_now())
        if found is None:
            return None
        person = found.person
        if person.is_sample and settings.secure:
            return None  # their passwords are public
        roles = frozenset(grant.role for grant in person.grants)
        is_proven = found.second_step_at is not None or person.is_sample
        g.lacks_second_step = needs_second_step(roles) and not is_proven
        g.actor = queries.actor_of(person, with_staff=is_proven)
        g.person_name = person.name
        return Visitor(token, person.name)

    @app.before_request
    def _know_actor() -> None:
        if app.config["SESSION_COOKIE_NAME"] in request.cookies and request.endpoint not in {
            "static",
            "media.show",
        }:
            bool(signed_in.is_authenticated)  # runs the loader, which sets g.actor

    @app.context_processor
    def _reader() -> dict[str, object]:
        return {"person_name": g.get("person_name", "")}


@bp.get("/masuk/kode")
@public
def second_step() -> ResponseReturnValue:
    """Answer once it is built."""
    return redirect(url_for("accounts.sign_in"))


@bp.get("/akun")
@signed_in_only
def settings() -> ResponseReturnValue:
    """Answer once it is built."""
    return redirect(url_for("site.home"))
