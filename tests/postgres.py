"""A PostgreSQL server of the tests' own: a temporary folder, a local socket, no durability."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tools.machine import find_postgresql

# Nothing here outlives the test run, so nothing has to reach the disk.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "jit": "off",
    "listen_addresses": "",
    "lock_timeout": "20s",  # a test that waits for a lock of its own says so
    "log_min_messages": "warning",
}


class NoServerError(RuntimeError):
    """PostgreSQL is not there, or does not start; the message says which."""


class Cluster:
    """A running server; ``stop`` ends it and removes its folder."""

    def __init__(self) -> None:
        programs = find_postgresql()
        if programs is None:
            raise NoServerError("no PostgreSQL 15 or newer on this machine; see CONTRIBUTING.md")
        # A short path: a socket's address may have 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="sarumban-pg-", dir="/tmp"))
        self._user = _server_user()
        if self._user:
            shutil.chown(self.folder, self._user)
        self._programs = self._reachable(programs)
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        )
        options = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", "data", "-k", self.folder, *options],
                cwd=self.folder,
                user=self._user,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """End the server at once."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reachable(self, programs: Path) -> Path:
        """Return a folder of these programs that the server's user may enter."""
        try:
            subprocess.run(
                [programs / "postgres", "--version"],
                user=self._user,
                cwd=self.folder,
                capture_output=True,
                check=True,
            )
        except (OSError, subprocess.CalledProcessError):
            shutil.copytree(programs.parent, self.folder / "server", symlinks=True)
            return self.folder / "server" / programs.name
        return programs

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            cwd=self.folder,
            user=self._user,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoServerError(f"{program} failed: {done.stderr or done.stdout}")

    def _wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        log = (self.folder / "log").read_text(errors="replace")
        self.stop()
        raise NoServerError(f"PostgreSQL did not start: {log[-2000:]}")


def _server_user() -> str | None:
    """Return whom the server runs as: PostgreSQL refuses root."""
    return "nobody" if os.geteuid() == 0 else None
