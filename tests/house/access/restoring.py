"""Brings a world back to how it was built, on either engine, in milliseconds."""

from contextlib import closing
from pathlib import Path

from flask import Flask
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.databases import close

_TABLES = """
  SELECT tablename AS name FROM pg_tables
  WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_KEEP = f"""
DO $$ DECLARE t record; BEGIN
  DROP SCHEMA IF EXISTS world CASCADE;
  CREATE SCHEMA world;
  FOR t IN {_TABLES} LOOP
    EXECUTE format('CREATE TABLE world.%I AS TABLE public.%I', t.name, t.name);
  END LOOP;
END $$
"""  # no input inside
# Only what differs is written: reference data is large, and nothing changes it.
_RESTORE = f"""
DO $$ DECLARE t record; same bool; BEGIN
  SET LOCAL session_replication_role = replica;  -- keys are not checked, trails may be emptied
  FOR t IN {_TABLES} LOOP
    EXECUTE format('SELECT NOT EXISTS ((TABLE public.%1$I EXCEPT TABLE world.%1$I) UNION ALL '
      || '(TABLE world.%1$I EXCEPT TABLE public.%1$I))', t.name) INTO same;
    IF NOT same THEN
      EXECUTE format('DELETE FROM public.%I', t.name);
      EXECUTE format('INSERT INTO public.%1$I SELECT * FROM world.%1$I', t.name);
    END IF;
  END LOOP;
END $$
"""  # noqa: S608  # no input inside


def _copy(source: Path, target: Path) -> None:
    """Copy a database that others may have open."""
    with closing(sqlite.connect(source)) as here, closing(sqlite.connect(target)) as there:
        here.backup(there)


class Copies:
    """A kept copy of a world's database."""

    def __init__(self, site: Flask, url: str) -> None:
        self._site, self._url = site, url
        self._file = Path(str(make_url(url).database))
        self._is_file = make_url(url).get_backend_name() == "sqlite"
        close(site)
        if self._is_file:
            _copy(self._file, self._kept)
        else:
            self._run(_KEEP)

    @property
    def _kept(self) -> Path:
        return self._file.with_suffix(".kept")

    def restore(self) -> None:
        """Put every row back; the site opens new connections."""
        close(self._site)
        if self._is_file:
            _copy(self._kept, self._file)
        else:
            self._run(_RESTORE)

    def drop(self) -> None:
        """Put every row back, and keep no copy any more."""
        self.restore()
        if self._is_file:
            self._kept.unlink()
        else:
            self._run("DROP SCHEMA world CASCADE")

    def _run(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
