"""A small load generator, and the server that it meets: the same for ours and the ceiling."""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate

from catalog import create_app
from catalog.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 8
_PATIENCE = 60.0  # seconds for a server to answer first


@dataclass(frozen=True, slots=True)
class Figures:
    """What a load found: answers a second, and latency in milliseconds."""

    rate: float
    p50: float
    p95: float
    size: int  # bytes of the body as sent


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(target: str, environ: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run Granian with two workers on ``target`` and give its port."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    command += ["--blocking-threads", "4", "--port", str(port), "--log-level", "critical", target]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environ or {})}, stderr=subprocess.DEVNULL
    )
    try:
        started = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() - started > _PATIENCE:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def load(port: int, paths: Sequence[str], *, seconds: float, headers: str = "") -> Figures:
    """Ask for ``paths`` in turn over ``CONNECTIONS`` kept connections for ``seconds``."""
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode() for path in paths
    ]
    _ask(port, requests, time.monotonic() + min(seconds, 1.0), [])  # warm
    taken: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    sizes: list[int] = []
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=lambda times=times: sizes.append(_ask(port, requests, end, times)))
        for times in taken
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(value for part in taken for value in part)
    return Figures(
        rate=len(times) / seconds,
        p50=statistics.median(times) * 1000,
        p95=times[int(len(times) * 0.95)] * 1000,
        size=max(sizes),
    )


def _ask(port: int, requests: Sequence[bytes], end: float, times: list[float]) -> int:
    size = 0
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        turn = 0
        while time.monotonic() < end:
            started = time.perf_counter()
            line.sendall(requests[turn % len(requests)])
            size = max(size, _answer(line))
            times.append(time.perf_counter() - started)
            turn += 1
    return size


def _answer(line: socket.socket) -> int:
    head = b""
    while b"\r\n\r\n" not in head:
        part = line.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        head += part
    top, _, body = head.partition(b"\r\n\r\n")
    fields = dict(row.lower().split(b":", 1) for row in top.split(b"\r\n")[1:] if b":" in row)
    if not top.split(b" ", 2)[1].startswith((b"2", b"304")):
        raise ConnectionError(top.split(b"\r\n", 1)[0].decode())
    length = int(fields.get(b"content-length", b"0"))
    left = length - len(body)
    while left > 0:
        left -= len(line.recv(min(left, 1 << 20)))
    return length


def settings_in(folder: Path) -> Settings:
    """Return the settings of a site of its own in ``folder``."""
    return Settings(
        secret_key="benchmark",  # a throw-away site
        data_keys=(b"b" * 32,),
        database_url=f"sqlite:///{folder}/catalog.db",
        state_dir=folder,
        uploads_dir=folder / "uploads",
    )


def environ_of(settings: Settings) -> dict[str, str]:
    """Return the environment that gives another process the same settings."""
    return {
        "CATALOG_STATE_DIR": str(settings.state_dir),
        "CATALOG_UPLOADS_DIR": str(settings.uploads_dir),
        "CATALOG_SECRET_KEY": settings.secret_key,
    }


def stocked_site(folder: Path, products: int) -> Settings:
    """Make a migrated site with the demo and ``products`` products, indexed."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_in(folder)
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
    runner = app.test_cli_runner()
    for arguments in (["demo", "load", "--products", str(products)], ["search", "rebuild"]):
        result = runner.invoke(args=arguments, catch_exceptions=False)
        if result.exit_code:
            raise RuntimeError(result.output)
    return settings
