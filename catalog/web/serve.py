"""``flask prepare`` and ``flask serve``: from a checkout to a site that answers.

Granian serves with worker processes that share the memory of one loaded application; beside them
a companion process keeps the search index in step. All of them end when the first one does.
"""

import errno
import gc
import multiprocessing
import socket
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import cast

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from catalog.db.session import db
from catalog.web.processes import METHOD, Companions, load_in_worker, start

TARGET = "wsgi:app"
# Threads of one worker. Python runs one at a time: more only help while a request waits.
THREADS = 4
BACKLOG = 1024

Prepare = Callable[[], None]
Greeting = Callable[[], Iterable[str]]
Command = Sequence[str]


def prepare_steps(app: Flask) -> list[Prepare]:
    """Return the list that wiring fills: what must be done before the site can answer."""
    return cast("list[Prepare]", app.extensions.setdefault("catalog_prepare", []))


def greetings(app: Flask) -> list[Greeting]:
    """Return the list that wiring fills: lines to print when the site is up."""
    return cast("list[Greeting]", app.extensions.setdefault("catalog_greetings", []))


def companions(app: Flask) -> list[Command]:
    """Return the list that wiring fills: ``flask …`` commands that run beside the workers."""
    return cast("list[Command]", app.extensions.setdefault("catalog_companions", []))


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database up to date, then what the features need."""
    Path(current_app.instance_path).mkdir(parents=True, exist_ok=True)
    if not _is_up_to_date():
        click.echo("» Bringing the database to its newest form")
        flask_migrate.upgrade()
    for step in prepare_steps(current_app):
        step()


def _is_up_to_date() -> bool:
    """Return whether the database is at the newest revision."""
    folder = current_app.extensions["migrate"].directory
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(ScriptDirectory(folder).get_heads())


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1))
@click.option("--prepare", "is_prepared", is_flag=True, help="Run `flask prepare` first.")
@with_appcontext
def serve(host: str, port: int, workers: int, is_prepared: bool) -> None:  # noqa: FBT001  # click's
    """Serve the site and keep its search index in step, until Ctrl-C."""
    _check_port(host, port)
    # In a process of its own, so that what loading needs is gone when the workers start.
    if is_prepared:
        step = start(TARGET, ("prepare",))
        step.join()
        if step.exitcode:
            raise click.ClickException("The site could not be prepared; the lines above say why.")
    _greet(host, port)
    _serve(host, port, workers)


def _check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be served, in a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    f"Port {port} is in use. Stop the program that has it, "
                    f"or choose another port: make run PORT={port + 1}"
                ) from None
            raise click.ClickException(f"Cannot serve {host}:{port}: {error.strerror}") from None


def _greet(host: str, port: int) -> None:
    site = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    name = current_app.extensions["catalog_settings"].site_name
    click.echo(f"\n  {click.style(name, bold=True)}")
    click.echo(f"  {site}/      Bahasa Indonesia\n  {site}/en/   English")
    for greeting in greetings(current_app):
        for line in greeting():
            click.echo(f"  {line}")
    click.echo("  Ctrl-C stops it.\n")


def _serve(host: str, port: int, workers: int) -> None:
    """Run the server until it is told to end."""
    beside = Companions(TARGET, companions(current_app))
    multiprocessing.set_start_method(METHOD, force=True)
    server = Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )

    @server.on_startup
    def _before_workers() -> None:
        db.session.remove()
        db.engine.dispose()  # a connection must not be shared between processes
        beside.start()
        gc.collect()
        gc.freeze()  # the collector of a worker leaves shared pages alone

    server.on_shutdown(beside.stop)
    server.serve(target_loader=load_in_worker)
