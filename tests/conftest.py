"""Fixtures that every test may use.

``--database=postgresql`` runs the suite on a real PostgreSQL. A test marked ``stocked`` finds the
reference data (regions, categories, units, terms) in its database.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.db.work import Work
from catalog.kernel.vault import Vault
from catalog.settings import Settings
from tests.compiled import Templates, keep_addresses
from tests.databases import (
    Databases,
    PostgresqlDatabases,
    SqliteDatabases,
    close,
    opened,
    settings_for,
)
from tools.messages import compile_all

TEMPLATES = Templates()
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # a Sunday, 10:00 in Cirebon


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the database."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once; workers find them ready."""
    keep_addresses()
    if not hasattr(config, "workerinput"):
        compile_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ask on PostgreSQL only what a database can answer differently; the rest is asked once."""
    if config.getoption("--database") == "sqlite":
        return
    apart = [
        item
        for item in items
        if "databases" in getattr(item, "fixturenames", ())
        and item.get_closest_marker("once") is None
    ]
    asked = set(apart)
    config.hook.pytest_deselected(items=[item for item in items if item not in asked])
    items[:] = apart


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database this run uses."""
    return f"database: {config.getoption('--database')}"


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """The maker of databases, on the engine of this run."""
    kinds = {"sqlite": SqliteDatabases, "postgresql": PostgresqlDatabases}
    made = kinds[request.config.getoption("--database")](tmp_path_factory.mktemp("databases"))
    yield made
    made.stop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The address of a migrated database of this test's own."""
    stocked = request.node.get_closest_marker("stocked") is not None
    url = databases.fresh(stocked=stocked)
    yield url
    databases.drop(url)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on this test's database; no Flask."""
    with opened(database_url) as engine, Session(engine) as session:
        yield session


@pytest.fixture
def work(session: Session) -> Work:
    """A unit of work at a fixed moment."""
    return Work(session=session, now=NOW, vault=Vault([b"t" * 32]))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of a site on this test's database and in its folder."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application. It shares its database with ``session``: commit what it shall see."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = TEMPLATES
    yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser."""
    return app.test_client()
