"""The Flask-SQLAlchemy extension; only entry points import it."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from catalog.db.base import Base
from catalog.db.engine import harden, options

db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Open the configured database the safe way."""
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS", options(app.config["SQLALCHEMY_DATABASE_URI"])
    )
    db.init_app(app)
    with app.app_context():
        harden(db.engine)
