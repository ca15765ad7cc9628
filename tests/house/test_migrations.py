"""Migrations make exactly the models' tables, and can be undone with data in them."""

from pathlib import Path

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from catalog import create_app
from catalog.db.base import Base
from catalog.settings import ROOT
from tests.databases import Databases, close, migrate, opened, settings_for, stock


def test_every_revision_goes_up_and_down_with_data_in_it(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        flask_migrate.upgrade()
    stock(url)
    with app.app_context():
        flask_migrate.downgrade(revision="base")
    with opened(url) as engine:
        assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    with app.app_context():
        flask_migrate.upgrade()
    close(app)
    databases.drop(url)


def test_the_newest_revision_equals_the_models(databases: Databases, tmp_path: Path) -> None:
    url = databases.empty()
    migrate(url, tmp_path)
    with opened(url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    databases.drop(url)


def test_revisions_stand_in_one_line() -> None:
    assert len(ScriptDirectory(str(ROOT / "catalog" / "migrations")).get_heads()) == 1
