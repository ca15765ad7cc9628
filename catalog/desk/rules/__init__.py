"""What the officers' home shows, how a change is read, how a trail is searched and exported."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from catalog.kernel.clock import WIB
from catalog.kernel.text import N_

HIDDEN = "•••"
# Nothing of the kind belongs in the trail; should a careless caller write it, no page shows it.
_PERSONAL = re.compile(
    r"[^\s\"'<>@]+@[^\s\"'<>@]+\.\w+"  # e-mail
    r"|(?<![\w-])(?:\+?62|0)8\d{7,11}(?![\w-])"  # phone
    r"|(?<![\w-])\d{15,16}(?![\w-])"  # NIK, NPWP
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Count:
    """A number that a card shows: ``text`` is a msgid with ``%(number)s``."""

    number: int
    text: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What the home says about a page of the officers' menu; ``key`` is that of its entry."""

    key: str
    text: str  # msgid
    count: Callable[..., Count | None] | None = None  # called with the unit of work


class Change(NamedTuple):
    """A field of an entry; what was not there before or after is None."""

    field: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """Return ``added``, ``removed``, ``changed`` or ``same``."""
        if self.before == self.after:
            return "same"
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the trail; empty values ask for nothing."""

    who: str = ""
    action: str = ""
    kind: str = ""
    about: str = ""  # an id: of the thing, the person, the vendor or the entry
    since: date | None = None
    until: date | None = None
    on_behalf: bool = False

    @property
    def since_moment(self) -> datetime | None:
        """Return the first moment, in WIB, of the first day."""
        return datetime.combine(self.since, time(), WIB) if self.since else None

    @property
    def until_moment(self) -> datetime | None:
        """Return the first moment after the last day."""
        return datetime.combine(self.until + timedelta(days=1), time(), WIB) if self.until else None

    @property
    def names(self) -> list[str]:
        """Return which filters are in use; their values may be names of people."""
        return [name for name in self.__slots__ if getattr(self, name)]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what an entry says of each field, in the order in which it was written."""
    fields = dict.fromkeys((*before, *after))
    return [
        Change(
            shown(field),
            shown(before[field]) if field in before else None,
            shown(after[field]) if field in after else None,
        )
        for field in fields
    ]


def shown(value: object) -> str:
    """Return a value as people read it, without personal data."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return hidden(text)


def hidden(text: str) -> str:
    """Return a text with everything that looks like personal data blotted out."""
    return _PERSONAL.sub(HIDDEN, text)


def csv_line(cells: Iterable[object]) -> str:
    """Return a line of a CSV file whose cells no spreadsheet takes for formulas."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


ROLE_NAMES = {
    "admin": N_("administrator"),
    "dinas": N_("office"),
    "curator": N_("curator"),
    "assistant": N_("assistant"),
    "counter": N_("counter"),
    "auditor": N_("auditor"),
    "vendor": N_("owner"),
    "vendor_staff": N_("staff of the business"),
    "vendor_helper": N_("helper of the business"),
    "buyer": N_("buyer"),
    "operator": N_("the site itself"),
}
