"""Public pages of products and of those who make them."""

from flask import Flask

from catalog.products.views.makers import bp as vendors_bp
from catalog.products.views.product import bp

__all__ = ["bp", "init_app", "vendors_bp"]


def init_app(app: Flask) -> None:
    """Attach the makers' pages, which this feature holds for the one below it."""
    app.register_blueprint(vendors_bp)
