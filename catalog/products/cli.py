"""``flask listings …``: taking in sellers' lists."""

import csv
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from catalog.db.engine import refresh_statistics
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.products.rules.importing import FIELDS, REQUIRED
from catalog.products.rules.status import Status
from catalog.products.services.importing import BATCH, Importer, Plan, Refusal, Report
from catalog.sheets import reading as sheets
from catalog.sheets.writing import inert
from catalog.web.work import operator_work

_REFUSED = 3  # exit status when some rows did not go in


class _DryRunError(Exception):
    """Rolls a batch back."""


@click.group("listings")
def group() -> None:
    """Take in sellers' lists."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--vendor-from", required=True, metavar="COLUMN", help="Column with the vendor.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help=", ".join(FIELDS))
@click.option("--source", default=None, help="Name of the list; the file's name by default.")
@click.option("--status", type=click.Choice([s.value for s in Status]), default="draft")
@click.option("--category", default="", help="Category slug for rows whose words tell nothing.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="CSV of refusals.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", help="Of the reasons.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@with_appcontext
def import_file(  # noqa: PLR0913, PLR0917  # click gives one parameter per option
    file: Path,
    vendor_from: str,
    pairs: Sequence[str],
    source: str | None,
    status: str,
    category: str,
    errors: Path | None,
    language: str,
    *,
    dry_run: bool,
) -> None:
    """Take in the listings of FILE (CSV or XLSX), again and again without doubles.

    A second import of a source writes what differs in the fields that have a column, and the
    vendor; the category stays. It never takes a listing off the public pages: --status holds for
    new listings, and --status published also publishes those of the source that are drafts.

    Exit status 3 says that some rows were refused; they stand with their reasons in the file
    that --errors names, FILE.refused.csv by default.
    """
    columns = _columns(pairs) | {"vendor": vendor_from}
    plan = Plan(
        source=source or file.stem,
        status=Status(status),
        category=category,
    )
    importer = Importer(plan)
    started = time.monotonic()
    try:
        _run(file, columns, importer, dry_run=dry_run)
    except RuleBroken as error:
        with force_locale(language):
            raise click.ClickException(gettext(error.message, **error.values)) from error
    finally:  # a run that was stopped has refused rows too
        _keep_refusals(
            errors or file.with_name(f"{file.stem}.refused.csv"), importer.report, language
        )
    seconds = time.monotonic() - started
    report = importer.report
    _say(report, seconds, dry_run=dry_run)
    if report.refusals:
        raise SystemExit(_REFUSED)


def _keep_refusals(path: Path, report: Report, language: str) -> None:
    if report.refusals:
        with force_locale(language):
            write_refusals(path, report.refusals)
        click.echo(f"refused rows and reasons: {path}")


def _columns(pairs: Sequence[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if field not in FIELDS or not equals or not column:
            raise click.BadParameter(
                f"{pair!r} is not FIELD=COLUMN with a known field", param_hint="--map"
            )
        columns[field] = column
    missing = [field for field in REQUIRED if field not in columns]
    if missing:
        raise click.UsageError(f"--map is missing for: {', '.join(missing)}")
    return columns


def _run(file: Path, columns: Mapping[str, str], importer: Importer, *, dry_run: bool) -> None:
    rows = _chosen(sheets.read(file), columns)
    with click.progressbar(length=max(sheets.count(file) - 1, 1), label=file.name) as bar:
        while batch := list(islice(rows, BATCH)):
            with operator_work() as work:
                try:
                    with committed(work):
                        importer.take(work, batch)
                        if dry_run:
                            raise _DryRunError  # noqa: TRY301  # rolls back what was tried
                except _DryRunError:
                    pass
            bar.update(len(batch))
        bar.update(bar.length or 0)
    if not dry_run:
        with operator_work() as work, committed(work):
            refresh_statistics(work.session)


def _chosen(rows: Iterator[sheets.Row], columns: Mapping[str, str]) -> Iterator[sheets.Row]:
    first = True
    for number, cells in rows:
        if first:
            lacking = [column for column in columns.values() if column not in cells]
            if lacking:
                raise click.UsageError(
                    f"FILE has no column {', '.join(lacking)}; it has {', '.join(cells)}"
                )
            first = False
        yield number, {field: cells.get(column, "") for field, column in columns.items()}


def _say(report: Report, seconds: float, *, dry_run: bool) -> None:
    click.echo(
        f"{'checked' if dry_run else 'taken in'}: {report.read} rows read, {report.added} added, "
        f"{report.changed} changed, {report.unchanged} unchanged, {report.repeated} repeated, "
        f"{len(report.refusals)} refused; "
        f"{report.vendors_added} vendors added, {report.without_category} without a category, "
        f"{report.noted} with a shortened name; {seconds:.1f} s, "
        f"{report.read / max(seconds, 0.001):.0f} rows/s"
    )


def write_refusals(path: Path, refusals: Sequence[Refusal]) -> None:
    """Write the refused rows as CSV with line, field and reason; no cell becomes a formula."""
    fields = [*dict.fromkeys(key for refusal in refusals for key in refusal.row)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "field", "reason", *fields])
        for refusal in refusals:
            cells = [refusal.row.get(name, "") for name in fields]
            writer.writerow(
                [refusal.number, refusal.field, gettext(refusal.reason), *map(inert, cells)]
            )
