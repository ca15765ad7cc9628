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


def _run() -> None:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Batch mode rebuilds tables; foreign keys would refuse the moment in between.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=_plain,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


with current_app.app_context():
    _run()
