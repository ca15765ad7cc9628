"""Changes come from our own pages only: the browser's Origin must be ours."""

from flask import Flask, abort, request

from catalog.settings import Settings

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse a state change that another site's page sends; the token is asked for as well."""

    @app.before_request
    def _refuse_foreign() -> None:
        if request.method in _READING:
            return
        origin = request.headers.get("Origin")
        own = {settings.site_url, request.host_url.rstrip("/")}
        if origin is not None and origin not in own:
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            abort(403)
