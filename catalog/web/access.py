"""Who may call an endpoint; one that does not say is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from catalog.kernel.actor import ANONYMOUS, MEMBERS, Actor, Role

View = TypeVar("View", bound=Callable[..., object])


class Access(StrEnum):
    """The audiences of an endpoint."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    MANAGER = "manager"  # works for vendors; the view asks whether for this one
    STAFF = "staff"  # holds one of the audience's roles


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an endpoint serves; what lies behind its ids is decided by policies."""

    access: Access
    roles: frozenset[Role] = frozenset()

    def admits(self, actor: Actor) -> bool:
        """Return whether this actor may call it at all."""
        if self.access is Access.PUBLIC:
            return True
        if actor.is_anonymous:
            return False
        return self.access is Access.SIGNED_IN or actor.has(*self.roles)


def declare(audience: Audience) -> Callable[[View], View]:
    """Mark a view with its audience."""

    def mark(view: View) -> View:
        view.catalog_access = audience  # type: ignore[attr-defined]  # a mark on a function
        return view

    return mark


public = declare(Audience(Access.PUBLIC))
signed_in = declare(Audience(Access.SIGNED_IN))
manager = declare(
    Audience(Access.MANAGER, MEMBERS | {Role.ADMIN, Role.DINAS, Role.ASSISTANT, Role.AUDITOR})
)


def staff(*roles: Role) -> Callable[[View], View]:
    """Mark a view that serves these roles and administrators."""
    return declare(Audience(Access.STAFF, frozenset({Role.ADMIN, *roles})))


def access_of(app: Flask, endpoint: str) -> Audience | None:
    """Return the declared audience of an endpoint."""
    if endpoint == "static":
        return Audience(Access.PUBLIC)
    return getattr(app.view_functions[endpoint], "catalog_access", None)


def init_app(app: Flask) -> None:
    """Refuse every request whose audience is not declared or does not hold the actor."""

    @app.before_request
    def _refuse() -> ResponseReturnValue | None:
        if not request.endpoint:
            return None
        audience = access_of(app, request.endpoint)
        if audience is None:
            abort(HTTPStatus.FORBIDDEN)
        actor: Actor = g.get("actor", ANONYMOUS)
        return None if audience.admits(actor) else _turned_away(actor)

    @app.after_request
    def _keep_private(response: Response) -> Response:
        audience = access_of(app, request.endpoint) if request.endpoint else None
        if audience is not None and audience.access is not Access.PUBLIC:
            response.headers["Cache-Control"] = "no-store"
        return response


def _turned_away(actor: Actor) -> ResponseReturnValue:
    """Lead to the sign-in, to the second step, or say that there is no such page."""
    if actor.is_anonymous:
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=here), HTTPStatus.SEE_OTHER)
    if g.get("lacks_second_step"):  # the roles come back once the second step is done
        return redirect(url_for("accounts.second_step"), HTTPStatus.SEE_OTHER)
    return abort(HTTPStatus.NOT_FOUND)
