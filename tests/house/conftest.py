"""The world of the security tests: built once for a module, on the database of this run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.media.store import LocalStore
from tests.databases import Databases, close, opened, settings_for
from tests.house.access.doors import Doors
from tests.house.access.people import World
from tests.house.access.restoring import Copies
from tests.house.access.world import build


@pytest.fixture(scope="module")
def world_url(databases: Databases) -> Iterator[str]:
    """The database of a module's world."""
    url = databases.fresh(stocked=True)
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a module's world keeps its files."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def world(world_url: str, world_folder: Path) -> World:
    """Two businesses, and people of every role."""
    with opened(world_url) as engine, Session(engine) as session:
        return build(session, LocalStore(world_folder / "uploads"))


@pytest.fixture(scope="module")
def site(world_url: str, world_folder: Path, world: World) -> Iterator[Flask]:
    """The whole application on the module's world."""
    assert world.tokens  # built before the site opens
    app = create_app(settings_for(world_url, world_folder))
    app.test_cli_runner().invoke(args=["search", "rebuild"], catch_exceptions=False)
    yield app
    close(app)


@pytest.fixture(scope="module")
def doors(site: Flask, world: World) -> Doors:
    """Every door of the site."""
    return Doors(site, world)


@pytest.fixture(scope="module")
def copies(site: Flask, world_url: str) -> Iterator[Copies]:
    """The way back to the world as it was built."""
    kept = Copies(site, world_url)
    yield kept
    kept.drop()
