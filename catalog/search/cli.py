"""Commands of the search index: ``flask search …``."""

from contextlib import AbstractContextManager, closing

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from catalog.db.session import db
from catalog.search.indexer import Indexer

_SHOWN = 20  # differences that are printed


@click.group("search")
def group() -> None:
    """Keep the search index in step with the database."""


def _indexer() -> Indexer:
    indexer: Indexer = current_app.extensions["catalog_indexer"]
    return indexer


def open_session() -> AbstractContextManager[Session]:
    """Return a database session of its own, closed by ``with``."""
    return closing(db.session.session_factory())


@group.command()
@click.option("--watch", is_flag=True, help="Stay, and apply changes as they come.")
@with_appcontext
def drain(*, watch: bool) -> None:
    """Apply what changed since the last time."""
    indexer = _indexer()
    if watch:
        indexer.watch(open_session)
        return
    total = 0
    while done := indexer.step(open_session):
        total += done
    click.echo(f"{total} changes applied, generation {indexer.engine.generation()}")


@group.command()
@with_appcontext
def rebuild() -> None:
    """Build a fresh index from the database and swap it in."""
    indexer = _indexer()
    count = indexer.rebuild_step(open_session)
    click.echo(f"{count} products indexed, generation {indexer.engine.generation()}")


@group.command()
@click.pass_context
@with_appcontext
def check(context: click.Context) -> None:
    """Compare index and database; exit with 1 when they differ."""
    with open_session() as session:
        difference = _indexer().check(session)
    for name, ids in (("missing", difference.missing), ("surplus", difference.surplus)):
        click.echo(f"{len(ids)} {name}")
        for each in ids[:_SHOWN]:
            click.echo(f"  {each}")
    context.exit(1 if difference else 0)
