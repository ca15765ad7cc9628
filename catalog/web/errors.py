"""Turns the errors of the rules, of HTTP and of the database into pages."""

from typing import NamedTuple

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from catalog.kernel.errors import CatalogError, Forbidden, Moved, NotFound, RuleBroken
from catalog.kernel.text import N_


class Words(NamedTuple):
    """What an error page says: what happened, and the way on (msgids)."""

    title: str
    text: str


STATUS_OF: dict[type[CatalogError], int] = {NotFound: 404, Forbidden: 404, RuleBroken: 422}
_AGAIN = N_("Nothing is lost. Try again in a minute.")
WORDS: dict[int, Words] = {
    400: Words(
        N_("This request cannot be read"), N_("Go back, check what you typed and try again.")
    ),
    403: Words(
        N_("This page is not for this account"),
        N_("Sign in with the right account, or go back to the catalogue."),
    ),
    404: Words(
        N_("This page is not here"),
        N_("The address may be mistyped. Search for it, or browse the catalogue."),
    ),
    405: Words(
        N_("This address cannot be used that way"), N_("Open it from the catalogue instead.")
    ),
    410: Words(
        N_("This is no longer offered"),
        N_("It is not on offer at the moment. Similar pieces are in the catalogue."),
    ),
    413: Words(N_("The file is too large"), N_("Send a smaller file.")),
    422: Words(N_("This does not fit the rules"), N_("Go back and change what is marked.")),
    429: Words(N_("Too many requests"), N_("Wait a minute, then try again.")),
    500: Words(N_("Something went wrong on our side"), _AGAIN),
    503: Words(N_("The catalogue is resting for a moment"), _AGAIN),
}


def problem(status: int) -> tuple[str, int]:
    """Return the page for this status; a status without words speaks as 400 or 500."""
    words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]  # noqa: PLR2004  # HTTP classes
    return render_template("errors/problem.html", status=status, words=words), status


def init_app(app: Flask) -> None:
    """Answer each known error with its status and page."""

    @app.errorhandler(CatalogError)
    def _rule(error: CatalogError) -> ResponseReturnValue:
        return problem(STATUS_OF.get(type(error), 400))

    @app.errorhandler(Moved)
    def _moved(error: Moved) -> ResponseReturnValue:
        endpoint = request.endpoint or "site.home"
        return redirect(url_for(endpoint, slug=error.slug), 301)

    @app.errorhandler(SecurityError)
    def _host(_error: SecurityError) -> ResponseReturnValue:
        # An unknown Host: Flask has no addresses to build for it, so no page can be drawn.
        return gettext(WORDS[400].title), 400, {"Content-Type": "text/plain; charset=utf-8"}

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if error.response is not None or code < 400:  # noqa: PLR2004  # redirects pass
            return error
        body, status = problem(code)
        # Keep what HTTP wants beside the page: Allow, Retry-After.
        extra = {k: v for k, v in error.get_headers() if k.lower() in {"allow", "retry-after"}}
        return body, status, extra

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    def _database(error: Exception) -> ResponseReturnValue:
        current_app.logger.error("database unavailable: %s", type(error).__name__)
        body, status = problem(503)
        return body, status, {"Retry-After": "30"}
