"""Private databases for tests: each is a cheap copy of one that was migrated once."""

import itertools
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.db.engine import harden, options
from catalog.db.session import db
from catalog.export.services import load_rules
from catalog.galleries.services import load_galleries
from catalog.legality.services import load_types
from catalog.products.services.guidance import load_templates
from catalog.settings import Settings
from catalog.taxonomy.services import load_reference
from tests.postgres import Cluster


def settings_for(url: str, folder: Path) -> Settings:
    """Return the settings of a test's site: all of its files lie in ``folder``."""
    return Settings(
        secret_key="test",
        data_keys=(b"t" * 32,),
        database_url=url,
        state_dir=folder / "state",
        uploads_dir=folder / "uploads",
        testing=True,
    )


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Give an engine with the site's own settings, and close it."""
    engine = create_engine(url, **options(url))
    harden(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def close(app: Flask) -> None:
    """Close every connection of an application."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def migrate(url: str, folder: Path) -> None:
    """Bring an empty database to the newest revision."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        flask_migrate.upgrade()
    close(app)


def stock(url: str) -> None:
    """Load the reference data: regions, categories, units, terms, galleries, permits."""
    with opened(url) as engine, Session(engine) as session:
        load_reference(session)
        load_galleries(session)
        load_types(session)
        load_rules(session)
        load_templates(session)
        session.commit()


class Databases(ABC):
    """Makes databases for tests, with or without reference data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready: dict[bool, str] = {}
        self._numbers = itertools.count(1)

    def fresh(self, *, stocked: bool) -> str:
        """Return the address of a migrated database that nobody else uses."""
        name = self.copy(self._template(stocked=stocked), f"test_{next(self._numbers)}")
        return self.url(name)

    def empty(self) -> str:
        """Return the address of a database without a single table."""
        return self.url(self.make(f"test_{next(self._numbers)}"))

    def _template(self, *, stocked: bool) -> str:
        if stocked not in self._ready:
            name = self.make("stocked" if stocked else "migrated")
            migrate(self.url(name), self.folder)
            if stocked:
                stock(self.url(name))
            self.seal(name)
            self._ready[stocked] = name
        return self._ready[stocked]

    @abstractmethod
    def make(self, name: str) -> str:
        """Make an empty database; return its name."""

    @abstractmethod
    def copy(self, source: str, name: str) -> str:
        """Copy a closed database; return the copy's name."""

    @abstractmethod
    def url(self, name: str) -> str:
        """Return a database's address."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Remove a database, whoever still holds it."""

    def seal(self, name: str) -> None:  # noqa: B027  # a file needs none
        """Prepare a filled template for being copied."""

    def stop(self) -> None:  # noqa: B027  # files need none
        """End whatever serves the databases."""


class SqliteDatabases(Databases):
    """Files in the session's temporary folder."""

    def make(self, name: str) -> str:
        """Choose the file; the first connection makes it."""
        return name

    def copy(self, source: str, name: str) -> str:
        """Copy the file; its last connection has emptied the write-ahead log."""
        shutil.copyfile(self._path(source), self._path(name))
        return name

    def url(self, name: str) -> str:
        """Return the file's address."""
        return f"sqlite:///{self._path(name)}"

    def drop(self, url: str) -> None:
        """Remove the file and its companions."""
        for path in self.folder.glob(f"{Path(url).stem}.db*"):
            path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.db"


class PostgresqlDatabases(Databases):
    """Databases of a server that runs as long as the tests do.

    Copying one takes 200 ms here and emptying its tables 5 ms, so returned ones are used again:
    a schema beside the tables keeps the rows that they began with.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._cluster = Cluster()
        self._kind: dict[str, bool] = {}
        self._free: dict[bool, list[str]] = {True: [], False: []}

    def fresh(self, *, stocked: bool) -> str:
        """Return a returned database, or a new one."""
        if self._free[stocked]:
            return self._free[stocked].pop()
        url = super().fresh(stocked=stocked)
        self._kind[url] = stocked
        return url

    def make(self, name: str) -> str:
        """Create the database."""
        return self.copy("template0", name)

    def copy(self, source: str, name: str) -> str:
        """Create the database as a copy of a closed one."""
        self._cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return name

    def url(self, name: str) -> str:
        """Return the database's address on the local socket."""
        return self._cluster.url(name)

    def drop(self, url: str) -> None:
        """Empty a migrated database for the next test; drop any other."""
        name = str(make_url(url).database)
        if url not in self._kind:
            self._cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        self._cluster.execute(_RESTORE, name)
        self._free[self._kind[url]].append(url)

    def stop(self) -> None:
        """Stop the server."""
        self._cluster.stop()

    def seal(self, name: str) -> None:
        """Keep a copy of the rows that this template holds."""
        self._cluster.execute(_KEEP, name)


_TABLES = """
  SELECT tablename AS name FROM pg_tables
  WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_KEEP = f"""
DO $$ DECLARE t record; filled bool; BEGIN
  CREATE SCHEMA kept;
  FOR t IN {_TABLES} LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', t.name) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', t.name, t.name);
    END IF;
  END LOOP;
END $$
"""  # noqa: S608  # no input inside
_RESTORE = f"""
DO $$ DECLARE t record; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;  -- keys are not checked row by row
  FOR t IN {_TABLES} LOOP
    EXECUTE format('DELETE FROM public.%I', t.name);
  END LOOP;
  FOR t IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'kept' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', t.name, t.name);
  END LOOP;
END $$
"""  # noqa: S608  # no input inside
