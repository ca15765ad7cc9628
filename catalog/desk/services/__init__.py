"""Taking the trail out of the site."""

import json
from collections.abc import Iterator

from sqlalchemy.orm import Session

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.desk.queries import count_lines, every_line
from catalog.desk.rules import Asked, csv_line, hidden
from catalog.kernel.clock import wib

COLUMNS = (
    "time",
    "person",
    "person_id",
    "role",
    "on_behalf",
    "action",
    "kind",
    "target_id",
    "vendor",
    "vendor_id",
    "before",
    "after",
    "entry_id",
)


def note_export(work: Work, asked: Asked) -> None:
    """Write into the trail that it is taken out, and by which filters."""
    after = {"filters": asked.names, "entries": count_lines(work.session, asked)}
    record(work, "audit.export", target=("audit", "csv"), after=after)


def export(session: Session, asked: Asked) -> Iterator[str]:
    """Yield the trail as a CSV file, line by line; addresses stay in the site."""
    yield "\ufeff" + csv_line(COLUMNS)  # by this mark spreadsheets know UTF-8
    for line in every_line(session, asked):
        entry = line.entry
        yield csv_line(
            (
                wib(entry.happened_at).isoformat(timespec="seconds"),
                line.person,
                entry.user_id,
                entry.role,
                "yes" if entry.is_on_behalf else "",
                entry.action,
                entry.kind,
                line.thing,
                line.vendor,
                entry.vendor_id,
                _plain(entry.before),
                _plain(entry.after),
                entry.id,
            )
        )


def _plain(values: dict[str, object]) -> str:
    return hidden(json.dumps(values, ensure_ascii=False)) if values else ""
