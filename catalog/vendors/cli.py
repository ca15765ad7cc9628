"""``flask vendors …``: taking in lists that are too long for the page."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from catalog.db.work import committed
from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.sheets import reading
from catalog.sheets.writing import csv_bytes
from catalog.vendors.rules.importing import FIELDS, check_columns, guessed
from catalog.vendors.services.importing import ALIKE, REFUSED, Importer
from catalog.vendors.services.lists import NO_ROWS
from catalog.vendors.services.trying import Trial
from catalog.web.work import operator_work

BATCH = 100  # rows that are written at once: nobody else can write meanwhile
_REFUSED = 3  # exit status when some rows did not go in


@click.group("vendors")
def group() -> None:
    """Work on the register of vendors."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The system that the list is from, as SIINas.")
@click.option("--dated", required=True, metavar="DAY", help="As of which day the list is.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help=", ".join(FIELDS))
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@with_appcontext
def import_file(  # click gives one parameter per option
    file: Path, source: str, dated: str, pairs: Sequence[str], *, dry_run: bool
) -> None:
    """Take in the vendors of FILE (CSV or XLSX), again and again without doubles.

    Columns are guessed from their headings where --map does not say. New vendors wait for the
    office's check. Rows that are like a known vendor without a number in common stay out; they
    and the refused ones stand with their reasons in FILE.refused.csv (exit status 3).
    """
    try:
        with force_locale("id"):
            counts = _run(file, source, dated, pairs, dry_run=dry_run)
    except RuleBroken as error:
        with force_locale("id"):
            raise click.ClickException(gettext(error.message, **error.values)) from error
    told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
    click.echo(f"{'checked' if dry_run else 'taken in'}: {told or 'no rows'}")
    if counts[REFUSED]:
        raise SystemExit(_REFUSED)


def _run(
    file: Path, source: str, dated: str, pairs: Sequence[str], *, dry_run: bool
) -> Counter[str]:
    rows = reading.read(file)
    first = next(rows, None)
    if first is None:
        raise RuleBroken(NO_ROWS)
    columns = _columns(list(first[1]), pairs)
    if dry_run:
        importer: Importer = Trial(source, parse_date(dated), columns)
        with operator_work() as work:
            work.session.rollback()  # a trial only reads: others may write meanwhile
            importer.go_through(work, chain([first], rows))
    else:
        importer = Importer(source, parse_date(dated), columns)
        batch = [first, *islice(rows, BATCH - 1)]
        while batch:
            with operator_work() as work, committed(work):
                importer.take(work, batch)
            batch = list(islice(rows, BATCH))
    _keep_refused(file.with_name(f"{file.stem}.refused.csv"), importer)
    return Counter(outcome.what for outcome in importer.outcomes)


def _columns(headings: Sequence[str], pairs: Sequence[str]) -> dict[str, str]:
    columns = guessed(list(headings))
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if field not in FIELDS or not equals:
            raise click.BadParameter(
                f"{pair!r} is not FIELD=COLUMN with a known field", param_hint="--map"
            )
        if column and column not in headings:
            raise click.UsageError(f"FILE has no column {column}; it has {', '.join(headings)}")
        columns[field] = column
    check_columns(columns)
    return columns


def _keep_refused(path: Path, importer: Importer) -> None:
    lines = [
        [str(outcome.number), outcome.name, field, gettext(message, **values)]
        for outcome in importer.outcomes
        for field, message, values in (
            outcome.problems or ([("name", outcome.known_as, {})] if outcome.known_as else [])
        )
        if outcome.what in {REFUSED, ALIKE}
    ]
    if lines:
        path.write_bytes(csv_bytes([["line", "name", "field", "reason"], *lines]))
        click.echo(f"rows that stayed out, and why: {path}")
