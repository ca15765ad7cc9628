"""The pages of browsing and searching."""

from flask import Flask

from catalog.discovery.views import suggestions
from catalog.discovery.views.browse import bp
from catalog.web import fragments

bp.get("/saran")(suggestions.suggest)


def init_app(app: Flask) -> None:
    """Give templates the cards that every listing shows."""
    fragments.init_app(app)


__all__ = ["bp", "init_app"]
