"""Who is asking: Flask-Login carries the token, our table decides whether it lives.

Someone whose second step is still to come counts as nobody; staff without one keep their other
roles until they have set it up.
"""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user
from flask_login import current_user as signed_in  # noqa: TID251  # the one place that asks it
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from catalog.accounts import queries
from catalog.accounts.rules import SESSION_LENGTH, needs_second_step
from catalog.accounts.rules.agents import agent_name
from catalog.accounts.services.signing import Browser
from catalog.accounts.views.blueprint import go
from catalog.db.session import db
from catalog.kernel.clock import utc_now
from catalog.kernel.vault import Vault
from catalog.settings import Settings
from catalog.web.access import Access, access_of

# Not a part of the session cookie's name: the page cache looks for that in the whole header.
DEVICE_COOKIE = "known-device"
_DEVICE_AGE = 400 * 24 * 3600
_DEVICES = 5  # accounts that share one phone
_MARK = 16  # digits of a fingerprint that tell accounts apart
_OPEN_WHEN_FORCED = {"accounts.password", "accounts.sign_out", "static"}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The sign-in of this browser."""

    token: str
    person_id: UUID
    awaits_code: bool
    must_change_password: bool


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """A signed-in browser: its id is the session token, never the person's id."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the signed cookie."""
        return self.token


def current_sign_in() -> SignedIn | None:
    """Return this browser's sign-in, finished or not."""
    return cast("SignedIn | None", g.get("sign_in"))


def own_token() -> str:
    """Return the token of this browser's sign-in."""
    found = current_sign_in()
    return found.token if found else ""


def welcome(token: str, *, is_remembered: bool) -> None:
    """Put a new session into this browser; nothing of the old one stays."""
    session.clear()
    session.permanent = is_remembered
    login_user(Visitor(token))
    recognise(token)


def this_browser(*, is_remembered: bool = False, has_second_step: bool = False) -> Browser:
    """Return what the list of sign-ins will say of this browser."""
    agent = agent_name(request.headers.get("User-Agent", "")[:400])
    return Browser(agent, is_remembered=is_remembered, has_second_step=has_second_step)


def recognise(token: str) -> bool:
    """Tell the request who it is from; False while there is nobody, or only half a sign-in."""
    found = queries.find_session(db.session(), token, utc_now())
    if found is None:
        return False
    person = found.person
    settings: Settings = current_app.extensions["catalog_settings"]
    if person.is_sample and settings.secure:
        return False  # their passwords are public
    awaits_code = person.totp_sealed is not None and found.second_step_at is None
    g.sign_in = SignedIn(token, person.id, awaits_code, person.must_change_password)
    if awaits_code:
        return False
    is_proven = found.second_step_at is not None or person.is_sample
    roles = frozenset(grant.role for grant in person.grants)
    g.lacks_second_step = needs_second_step(roles) and not is_proven
    g.actor = queries.actor_of(person, with_staff=is_proven)
    g.person_name = person.name
    return True


def known_device(login: str) -> str:
    """Return the mark by which this account knows this browser, or ""."""
    return _devices().get(_account(login), "")


def remember_device(response: Response, login: str, nonce: str) -> None:
    """Let the account know this browser from now on."""
    settings: Settings = current_app.extensions["catalog_settings"]
    known = {**_devices(), _account(login): nonce}
    kept = dict(list(known.items())[-_DEVICES:])
    response.set_cookie(
        DEVICE_COOKIE,
        _signer().dumps(kept),
        max_age=_DEVICE_AGE,
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )


def _devices() -> dict[str, str]:
    try:
        found = _signer().loads(request.cookies.get(DEVICE_COOKIE, ""))
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=DEVICE_COOKIE)


def _account(login: str) -> str:
    vault: Vault = current_app.extensions["catalog_vault"]
    return queries.login_hash(vault, login)[:_MARK]


def init_app(app: Flask) -> None:
    """Let every request know its actor; a browser without our cookie costs no statement."""
    manager = LoginManager()
    manager.session_protection = None  # the token itself is what a thief would need
    # Not ``init_app``: it would touch the session after every request, for a remember cookie that
    # we do not use, and every answer would vary by cookie (Flask-Login 0.6.3).
    app.login_manager = manager  # type: ignore[attr-defined]  # Flask-Login's own attribute
    app.permanent_session_lifetime = SESSION_LENGTH
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # reading sets no cookie

    @manager.user_loader  # type: ignore[untyped-decorator]  # as above
    def _load(token: str) -> Visitor | None:
        return Visitor(token) if recognise(token) else None

    @app.before_request
    def _know_actor() -> ResponseReturnValue | None:
        if app.config["SESSION_COOKIE_NAME"] in request.cookies and request.endpoint not in {
            "static",
            "media.show",
        }:
            bool(signed_in.is_authenticated)  # runs the loader, which sets g.actor
        return _forced_elsewhere(app)

    @app.context_processor
    def _reader() -> dict[str, object]:
        return {"person_name": g.get("person_name", "")}


def _forced_elsewhere(app: Flask) -> ResponseReturnValue | None:
    """Lead who was given a password to the page for one of their own."""
    found = current_sign_in()
    if found is None or not found.must_change_password or found.awaits_code:
        return None
    if request.endpoint is None or request.endpoint in _OPEN_WHEN_FORCED:
        return None
    audience = access_of(app, request.endpoint)
    if audience is None or audience.access is Access.PUBLIC:
        return None
    return go("accounts.password")
