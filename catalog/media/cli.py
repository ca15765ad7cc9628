"""``flask media …``: take files in from a shell, and keep the store in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from catalog.db.engine import WRITES
from catalog.db.session import db
from catalog.db.work import Work, committed
from catalog.kernel.actor import OPERATOR
from catalog.kernel.clock import utc_now
from catalog.media import services
from catalog.media.models import Image
from catalog.media.queries import all_digests
from catalog.media.rules import ImageRefused
from catalog.media.store import Store
from catalog.media.tidy import Keeper, incomplete, mend, tidy

cli = AppGroup("media", help="Pictures: take in, tidy, rebuild.")

_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@cli.command("add")
@click.argument("files", nargs=-1, required=True, type=_FILES)
def add_files(files: tuple[Path, ...]) -> None:
    """Take FILES in; a bad one is reported and the others go on."""
    store = _store()
    known = all_digests(db.session())
    db.session.remove()
    refused = 0
    for path, found in services.prepare_all(files, store=store, known=known):
        if isinstance(found, ImageRefused):
            refused += 1
            click.echo(f"{path}: {found}", err=True)
            continue
        with _writing() as work:
            image = services.take_in(work, found, store=store)
            click.echo(f"{path}: {image.id} {image.width}x{image.height}")
    if refused:
        raise click.exceptions.Exit(1)


@cli.command("tidy")
def tidy_store() -> None:
    """Remove unused pictures and orphaned files; make missing renditions again."""
    store = _store()
    waiting = incomplete(db.session(), store=store)
    db.session.remove()
    rebuilt = 0
    for image_id in waiting:  # one by one: a picture takes a second, and others want to write
        with _writing() as work:
            rebuilt += mend(work, image_id, store=store)
    with _writing() as work:
        done = tidy(work, store=store, keepers=keepers(current_app))
    click.echo(
        f"{done.unused_rows} unused pictures and {done.orphan_files} orphaned files removed, "
        f"{rebuilt + done.rebuilt} pictures rebuilt, {len(done.lost)} without original"
    )
    for image_id in done.lost:
        click.echo(f"original missing: {image_id}", err=True)


@cli.command("rebuild")
def rebuild_all() -> None:
    """Make every rendition and crop again; run ``media tidy`` an hour later."""
    store = _store()
    waiting = list(db.session().scalars(select(Image.id).order_by(Image.id)))
    db.session.remove()
    rebuilt = 0
    for image_id in waiting:
        with _writing() as work:
            rebuilt += mend(work, image_id, store=store)
    click.echo(f"{rebuilt} of {len(waiting)} pictures rebuilt")


def keepers(app: Flask) -> list[Keeper]:
    """Return the list that wiring fills: what other features keep in the store."""
    return cast("list[Keeper]", app.extensions.setdefault("catalog_keepers", []))


def _store() -> Store:
    store: Store = current_app.extensions["catalog_store"]
    return store


@contextmanager
def _writing() -> Iterator[Work]:
    """Give a unit of work that holds the writer's lock, commit it, and let go."""
    session = db.session()
    session.connection(execution_options={WRITES: True})
    try:
        with committed(Work(session=session, now=utc_now(), actor=OPERATOR)) as work:
            yield work
    finally:
        db.session.remove()
