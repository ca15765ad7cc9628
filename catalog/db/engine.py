"""How a database is opened: durable, with enforced keys, safe against races.

SQLite before 3.44.6, 3.50.7 and 3.51.3 can corrupt a WAL database (WAL-reset bug), and systems
ship older ones, so the bundled library of ``pysqlite3`` is used and checked. Transactions begin
explicitly: IMMEDIATE for writers, so that read-then-write never meets "database is locked".
"""

import json
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

WRITES = "catalog_writes"  # execution option of a connection that will write
NO_WAIT = "catalog_no_wait"  # … and gives up at once when another writer is at work
_PATIENCE = 8000  # milliseconds that a writer waits for another

_SOUND_LINES = {(3, 44): 6, (3, 50): 7}  # patched branches: first sound patch level
_SOUND_FROM = (3, 51, 3)


class UnsafeDatabaseError(RuntimeError):
    """This SQLite library can lose data; the application refuses to start on it."""


def check_sqlite(version: tuple[int, ...] = pysqlite3.sqlite_version_info) -> None:
    """Raise unless this SQLite is free of the WAL-reset corruption bug."""
    patched = _SOUND_LINES.get((version[0], version[1]))
    if version < _SOUND_FROM and (patched is None or version[2] < patched):
        raise UnsafeDatabaseError(f"SQLite {'.'.join(map(str, version))} has the WAL-reset bug")


def options(url: str) -> dict[str, Any]:
    """Return the ``create_engine`` arguments for this database."""
    # Non-ASCII JSON stays readable, and LIKE on it works, on both databases. An error names the
    # statement without its values: these are people's, and errors end in logs.
    dumps: dict[str, Any] = {
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
        "hide_parameters": True,
    }
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return {
            **dumps,
            "pool_pre_ping": True,
            "pool_size": 8,
            "connect_args": {"connect_timeout": 4},
        }
    check_sqlite()
    made = {**dumps, "module": pysqlite3.dbapi2}
    if parsed.database in (None, "", ":memory:"):
        made |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return made


def harden(engine: Engine) -> None:
    """Give every SQLite connection of this engine its safe settings."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_PATIENCE}",
            "trusted_schema=OFF",
            "secure_delete=ON",  # what people had deleted is overwritten, not only forgotten
            "mmap_size=268435456",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        asked = connection.get_execution_options()
        if not asked.get(NO_WAIT, False):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if asked.get(WRITES) else "BEGIN")
            return
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")


def refresh_statistics(session: Session) -> None:
    """Let the database look at its tables anew; without it SQLite guesses plans badly.

    A tenth of a second at 100,000 products; call it after loading many rows, before the commit.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA analysis_limit=1000"))
    session.execute(text("ANALYZE"))
