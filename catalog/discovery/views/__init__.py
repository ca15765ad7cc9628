"""The pages of browsing and searching."""

from flask import Flask

from catalog.discovery.views import suggestions
from catalog.discovery.views.browse import bp
from catalog.discovery.views.saved import SAVED
from catalog.showcases.queries.searching import SAVED_SEARCH
from catalog.web import fragments

bp.get("/saran")(suggestions.suggest)


def init_app(app: Flask) -> None:
    """Give templates the cards that every listing shows, and showcases their saved searches."""
    fragments.init_app(app)
    app.extensions[SAVED_SEARCH] = SAVED


__all__ = ["bp", "init_app"]
