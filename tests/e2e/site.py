"""The real site on a port of its own: Granian, its workers, the indexer and the demo."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from catalog.settings import ROOT

_FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")
_PATIENCE = 60.0


class SiteError(RuntimeError):
    """The site does not start; the message holds what it printed."""


def prepare(state: Path, *, database_url: str | None = None) -> None:
    """Make a state folder with the demo in its database and its index; pictures lie inside."""
    done = subprocess.run(
        [*_FLASK, "prepare"],
        cwd=ROOT, env=_environ(state, database_url), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SiteError(done.stdout + done.stderr)


def demo(folder: Path) -> Path:
    """Return a state folder with the demo, made once for all test processes of a run."""
    with _alone(folder / "demo.lock"):
        state = folder / "demo"
        if not (folder / "demo.ready").exists():
            shutil.rmtree(state, ignore_errors=True)
            state.mkdir()
            prepare(state)
            (folder / "demo.ready").touch()
    return state


class Site:
    """A running site; use it as a context, which ends it."""

    def __init__(
        self, state: Path, *, database_url: str | None = None, is_demo: bool = True
    ) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = state / "site.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*_FLASK, "serve", "--prepare", "--port", str(self.port)],
                start_new_session=True,  # as a terminal would, apart from the tests
                cwd=ROOT, stdout=log, stderr=log,
                env={
                    **_environ(state, database_url),
                    "PORT": str(self.port),
                    "CATALOG_DEMO": str(int(is_demo)),
                },
            )  # fmt: skip

    def __enter__(self) -> Self:
        """Wait until the site answers."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            if self._answers():
                return self
            time.sleep(0.1)
        self.stop()
        raise SiteError(self.log()[-4000:])

    def __exit__(self, *_: object) -> None:
        """End the site."""
        self.stop()

    @property
    def pid(self) -> int:
        """Return the first process."""
        return self._process.pid

    def log(self) -> str:
        """Return what the site printed so far."""
        return self._log.read_text(errors="replace")

    def address(self, path: str, language: str = "id") -> str:
        """Return a page's full address in a language."""
        return f"{self.url}{'' if language == 'id' else f'/{language}'}{path}"

    def stop(self) -> int:
        """Tell the site to end; return its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):  # noqa: S310  # our own address
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def _environ(state: Path, database_url: str | None) -> dict[str, str]:
    given = {
        "CATALOG_STATE_DIR": str(state),
        "CATALOG_UPLOADS_DIR": str(state / "uploads"),
        "CATALOG_SECRET_KEY": "test",
    }
    if database_url:
        given["CATALOG_DATABASE_URL"] = database_url
    # Only what a shell would have: no setting of the developer's reaches the tests.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CATALOG_")}
    return {**kept, **given}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock among the test processes of a run."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
