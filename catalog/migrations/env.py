"""Runs migrations on the application's own database."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from catalog.db.base import Base, LocalTextType, UtcDateTime
from catalog.db.session import db

# ``alembic.ini`` is not needed: Flask-Migrate gives the folder, the application the database.


def _plain(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what the database stores, so that old revisions stand alone."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, (LocalTextType, sa.JSON)):
        return "JSON"
    return False


def _foreign_keys(connection: sa.Connection, state: str) -> None:
    """Turn them on or off past SQLAlchemy: inside a transaction the pragma does nothing."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={state}")


def _run() -> None:
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # Batch mode rebuilds tables; foreign keys would refuse the moment in between.
            _foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            render_item=_plain,
            transaction_per_migration=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if is_sqlite:
                _foreign_keys(connection, "ON")


with current_app.app_context():
    _run()
