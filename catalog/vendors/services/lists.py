"""Lists of vendors that offices send up: kept sealed, tried first, taken in, then emptied."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import defer

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.sheets.reading import Row, read
from catalog.sheets.writing import xlsx_bytes
from catalog.vendors.models import VendorList
from catalog.vendors.rules.importing import MAX_FILE, MAX_ROWS, check_columns, guessed
from catalog.vendors.services.importing import REFUSED, Importer, Outcome
from catalog.vendors.services.trying import Trial

Say = Callable[[str, dict[str, Any]], str]
HEADINGS = (N_("Row"), N_("Column"), N_("Reason"))
_SHOWN = 10
KEPT = timedelta(days=30)  # then a list that nobody has taken in is emptied
SUFFIXES = (".csv", ".xlsx", ".xlsm", ".txt")
WRONG_KIND = N_("Choose a file from a spreadsheet: XLSX or CSV.")
TOO_LARGE = N_("The file is larger than 5 MB. Split it, or ask the operator to take it in.")
TOO_LONG = N_(
    "The list has more than %(most)s rows. Split it, or ask the operator to take it in with "
    "the command: flask vendors import."
)
NO_ROWS = N_("The list holds no rows below its headings.")
DONE = N_("This list was taken in already.")


def send_up(work: Work, *, name: str, source: str, dated_on: date, content: bytes) -> VendorList:
    """Keep a list, sealed, with guessed columns; raises RuleBroken when it cannot be read."""
    if not name.lower().endswith(SUFFIXES):
        raise RuleBroken(WRONG_KIND, field="file")
    if len(content) > MAX_FILE:
        raise RuleBroken(TOO_LARGE, field="file")
    tidy(work)
    suffix = Path(name).suffix.lower()
    with _rows(content, suffix) as rows:
        first = next(rows, None)
        if first is None:
            raise RuleBroken(NO_ROWS, field="file")
        if sum(1 for _ in islice(rows, MAX_ROWS)) >= MAX_ROWS:
            raise RuleBroken(TOO_LONG, field="file", most=MAX_ROWS)
    list_id = uuid4()
    row = VendorList(
        id=list_id,
        person_id=work.actor.user_id,
        name=clean_line(name)[:200],
        source=source,
        dated_on=dated_on,
        columns=guessed(list(first[1])),
        decisions={},
        report={},
        content=work.vault.seal(content, bound_to=bound(list_id)),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record(work, "vendors.list_sent", target=("vendor_list", list_id), after={"source": source})
    return row


def sample(work: Work, row: VendorList) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings of a list and its first rows, for choosing the columns."""
    with _opened(work, row) as rows:
        first = [cells for _, cells in islice(rows, 3)]
    return (list(first[0]) if first else []), first


def try_out(work: Work, row: VendorList, columns: Mapping[str, str]) -> dict[str, Any]:
    """Go through the whole list and return what would become of each row; it only reads."""
    _check_open(row)
    check_columns(dict(columns))
    trial = Trial(row.source, row.dated_on, columns)
    with _opened(work, row) as rows:
        trial.go_through(work, rows)
    return _report(trial.outcomes)


def keep_trial(row: VendorList, columns: Mapping[str, str], report: dict[str, Any]) -> None:
    """Keep what a trial has found, for the page of it."""
    _check_open(row)
    row.columns = dict(columns)
    row.report = report


def take_in(work: Work, row: VendorList, decisions: Mapping[str, str], say: Say) -> None:
    """Take the list in; two at once: one does. Refused rows stay, sealed, for the file of them.

    ``say`` puts a message with its values into the reader's language.
    """
    _check_open(row)
    claimed = cast(
        "CursorResult[Any]",
        work.session.execute(
            update(VendorList)
            .where(VendorList.id == row.id, VendorList.done_at.is_(None))
            .values(done_at=work.now)
            .execution_options(synchronize_session=False)
        ),
    )
    if not claimed.rowcount:
        raise RuleBroken(DONE)
    importer = Importer(row.source, row.dated_on, row.columns, decisions)
    with _opened(work, row) as rows:
        kept = list(rows)
    importer.take(work, iter(kept))
    row.decisions = dict(decisions)
    row.report = _report(importer.outcomes)
    row.content = work.vault.seal(_refused(importer, kept, say), bound_to=bound(row.id))
    row.done_at = work.now


def has_refused(row: VendorList) -> bool:
    """Return whether the file of refused rows can be had: after taking in, until it is emptied."""
    return row.done_at is not None and row.content is not None


def refused_file(work: Work, row: VendorList) -> bytes:
    """Return the rows that did not go in, with their reasons, as a spreadsheet."""
    if row.content is None or not has_refused(row):
        raise NotFound("file")
    record(work, "vendors.list_refused_file", target=("vendor_list", row.id))
    return work.vault.open(row.content, bound_to=bound(row.id))


def drop(work: Work, row: VendorList) -> None:
    """Empty a list; what it has brought in stays."""
    row.content = None
    row.done_at = row.done_at or work.now
    record(work, "vendors.list_dropped", target=("vendor_list", row.id))


def tidy(work: Work) -> None:
    """Empty the lists that have waited too long: they hold personal data."""
    work.session.execute(
        update(VendorList)
        .where(VendorList.created_at < work.now - KEPT, VendorList.content.is_not(None))
        .values(content=None)
        .execution_options(synchronize_session=False)
    )


def empty_lists_of(work: Work, vendor_id: UUID) -> None:
    """Empty the lists that hold a vendor which is deleted: their rows say what it gave."""
    kept = select(VendorList.id, VendorList.report).where(VendorList.content.is_not(None))
    held = [
        row.id
        for row in work.session.execute(kept)
        if any(each.get("vendor_id") == str(vendor_id) for each in row.report.get("rows", ()))
    ]
    work.session.execute(
        update(VendorList)
        .where(VendorList.id.in_(held))
        .values(content=None, done_at=func.coalesce(VendorList.done_at, work.now))
        .execution_options(synchronize_session=False)
    )


def get_list(work: Work, list_id: UUID) -> VendorList:
    """Return a list of the actor's own; administrators see every one."""
    row = work.session.get(VendorList, list_id)
    if row is None or not (row.person_id == work.actor.user_id or work.actor.has(Role.ADMIN)):
        raise NotFound("list")
    return row


def own_lists(work: Work) -> list[VendorList]:
    """Return the actor's latest lists, the newest first."""
    statement = (
        select(VendorList)
        .options(defer(VendorList.content), defer(VendorList.report))
        .where(VendorList.person_id == work.actor.user_id)
        .order_by(VendorList.created_at.desc(), VendorList.id)
        .limit(_SHOWN)
    )
    return list(work.session.scalars(statement))


def bound(list_id: UUID) -> str:
    """Return what the content of a list is bound to."""
    return f"vendor_list.content:{list_id}"


def _check_open(row: VendorList) -> None:
    if row.done_at is not None or row.content is None:
        raise RuleBroken(DONE)


def _report(outcomes: list[Outcome]) -> dict[str, Any]:
    return {"rows": [outcome.plain() for outcome in outcomes]}


def _refused(importer: Importer, rows: list[Row], say: Say) -> bytes:
    """Return the refused rows as they came, with line, field and reason in front."""
    cells = dict(rows)
    headings = list(rows[0][1]) if rows else []
    columns = {name: column for name, column in importer.columns.items() if column}
    table = [[say(heading, {}) for heading in HEADINGS] + headings]
    for outcome in importer.outcomes:
        if outcome.what != REFUSED:
            continue
        for field, message, values in outcome.problems:
            row = cells.get(outcome.number, {})
            table.append(
                [
                    str(outcome.number),
                    columns.get(field, field),
                    say(message, values),
                    *(row.get(heading, "") for heading in headings),
                ]
            )
    return xlsx_bytes(table, title="refused")


@contextmanager
def _opened(work: Work, row: VendorList) -> Iterator[Iterator[Row]]:
    if row.content is None:
        raise NotFound("file")
    content = work.vault.open(row.content, bound_to=bound(row.id))
    with _rows(content, Path(row.name).suffix.lower()) as rows:
        yield rows


@contextmanager
def _rows(content: bytes, suffix: str) -> Iterator[Iterator[Row]]:
    """Give the rows of a file; it stands on the disk, unsealed, only while it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        path.touch(mode=0o600)
        path.write_bytes(content)
        try:
            yield read(path)
        except RuleBroken as error:
            raise RuleBroken(error.message, field=error.field or "file", **error.values) from error
