"""``flask demo …``: the sample catalogue."""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import exists, select

from catalog.accounts.models import Person
from catalog.accounts.queries import login_hash
from catalog.curation.services import load_rubrics
from catalog.db.engine import refresh_statistics
from catalog.db.session import db
from catalog.db.work import committed
from catalog.demo import services
from catalog.demo.services import reading
from catalog.demo.services.loading import load, prepare_pictures
from catalog.export.services import load_rules
from catalog.galleries.services import load_galleries
from catalog.kernel.vault import Vault
from catalog.legality.services import load_types
from catalog.settings import Settings
from catalog.taxonomy.services import load_reference
from catalog.vendors.models import Vendor
from catalog.web.work import operator_work

MOST = 1_000_000


@click.group("demo")
def group() -> None:
    """Sample data: makers, products and showcases of Cirebon."""


@group.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are vendors already.")
@click.option(
    "--products", type=click.IntRange(0, MOST), default=0, help="Also fill up to so many."
)
@with_appcontext
def load_demo(*, if_empty: bool, products: int) -> None:
    """Add the demo; what is there already stays as it is."""
    if if_empty and _has_vendors():
        return
    _load()
    if products:
        with (
            click.progressbar(length=products, label="» Large catalogue") as bar,
            operator_work() as work,
            committed(work),
        ):
            added = services.load_bulk(work, products, bar.update)
            refresh_statistics(work.session)
        click.echo(f"» {added} more products added")


def load_into_empty() -> None:
    """Load the demo into a catalogue without vendors."""
    if not _has_vendors():
        _load()


def _load() -> None:
    store = current_app.extensions["catalog_store"]
    with click.progressbar(length=len(reading.picture_names()), label="» Pictures") as bar:
        prepared = prepare_pictures(store, lambda: bar.update(1))
    with operator_work() as work, committed(work):
        load_reference(work.session)
        load_galleries(work.session)
        load_types(work.session)
        load_rubrics(work.session)
        load_rules(work.session)
        report = load(work, prepared, store=store)
        refresh_statistics(work.session)
    click.echo(
        f"» Demo: {report.vendors} vendors, {report.products} products, "
        f"{report.showcases} showcases, {report.people} sign-ins added"
    )


def sign_ins() -> Iterator[str]:
    """Give lines that name the sample people, where they are in the database."""
    settings: Settings = current_app.extensions["catalog_settings"]
    if settings.secure:
        return
    known = set(db.session.scalars(select(Person.login_hash).where(Person.is_sample)))
    db.session.remove()
    vault: Vault = current_app.extensions["catalog_vault"]
    shown = [entry for entry in reading.people() if login_hash(vault, entry["login"]) in known]
    if shown:
        yield "Sample sign-ins (/masuk):"
    for entry in shown:
        yield f"  {entry['login']:32} {entry['password']:28} {entry['role']}"


def _has_vendors() -> bool:
    found = bool(db.session.scalar(select(exists().where(Vendor.id.is_not(None)))))
    db.session.remove()
    return found
