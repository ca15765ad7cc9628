"""Who may call an endpoint; one that does not say is refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, request

View = TypeVar("View", bound=Callable[..., object])


class Access(StrEnum):
    """The audiences of an endpoint; one that is added here must be enforced below."""

    PUBLIC = "public"


def declare(access: Access) -> Callable[[View], View]:
    """Mark a view with its audience."""

    def mark(view: View) -> View:
        view.catalog_access = access  # type: ignore[attr-defined]  # a mark on a function
        return view

    return mark


public = declare(Access.PUBLIC)


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return the declared audience of an endpoint."""
    if endpoint == "static":
        return Access.PUBLIC
    return getattr(app.view_functions[endpoint], "catalog_access", None)


def init_app(app: Flask) -> None:
    """Refuse every request to an endpoint with no declared audience."""

    @app.before_request
    def _refuse_undeclared() -> None:
        if request.endpoint and access_of(app, request.endpoint) is None:
            abort(403)
