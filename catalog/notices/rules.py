"""What a notice is, in which groups notices come, and when they are mailed."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalog.kernel.clock import WIB, wib_date
from catalog.kernel.text import N_, LocalText

SAID_ONCE_IN = timedelta(hours=20)  # a daily run says it again tomorrow, two runs today do not
DIGEST_LOOKS_BACK = timedelta(days=15)  # what nobody mailed for longer is old news
KEPT_READ = timedelta(days=180)
KEPT = timedelta(days=400)
MOST_TOLD = 99  # the bell counts so far
PAGE = 20
MAX_URL = 300

Value = str | int | date | LocalText


class Group(StrEnum):
    """Kinds of notices that a person decides about together."""

    DEADLINES = "deadlines"
    DECISIONS = "decisions"
    OTHER = "other"


class Wish(StrEnum):
    """When a person wants an e-mail; every notice also stands on the page of notices."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


GROUP_NAMES = {
    Group.DEADLINES: N_("Deadlines, such as a paper that runs out"),
    Group.DECISIONS: N_("Decisions on papers and products"),
    Group.OTHER: N_("Everything else about the business and the account"),
}
WISH_NAMES = {
    Wish.AT_ONCE: N_("An e-mail at once"),
    Wish.DAILY: N_("One e-mail a day"),
    Wish.WEEKLY: N_("One e-mail a week"),
    Wish.NEVER: N_("No e-mail"),
}
DEFAULTS = {Group.DEADLINES: Wish.AT_ONCE, Group.DECISIONS: Wish.DAILY, Group.OTHER: Wish.DAILY}
_DECIDED = ("export.", "legality.", "products.")
_TIMED = (".expiring", ".expired", ".due", ".overdue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell a person: what happened, why, what to do next, and until when.

    ``title``, ``text`` and ``next_step`` are msgids that ``values`` fill; these hold no personal
    data. ``url`` is a path of this site. What has the same ``key`` (made from the notice itself
    where none is given) is said to a person once within ``once_in``, and at most once a day: what
    can happen twice a day needs a key of its own, such as the id of the change.
    """

    kind: str
    title: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    url: str = ""
    next_step: str = ""
    deadline_on: date | None = None
    key: str = ""
    once_in: timedelta = SAID_ONCE_IN


def check(notice: Notice) -> None:
    """Raise ValueError or KeyError when it could not be shown."""
    for text in (notice.title, notice.text, notice.next_step):
        if notice.values:
            text % notice.values
    is_path = notice.url.startswith("/") and not notice.url.startswith(("//", "/\\"))
    if notice.url and (not is_path or len(notice.url) > MAX_URL or not notice.url.isprintable()):
        raise ValueError("a notice leads to a path of this site")
    if notice.next_step and not notice.url:
        raise ValueError("a next step leads somewhere")


def group_of(kind: str, deadline_on: date | None) -> Group:
    """Return the group under which a person decides about this."""
    if deadline_on is not None or kind.endswith(_TIMED):
        return Group.DEADLINES
    return Group.DECISIONS if kind.startswith(_DECIDED) else Group.OTHER


def wish_for(group: Group, wishes: Mapping[str, str]) -> Wish:
    """Return what a person wants of this group, given what they have said so far."""
    try:
        return Wish(wishes[group])
    except (KeyError, ValueError):
        return DEFAULTS[group]


def key_of(notice: Notice) -> str:
    """Return 64 hex digits that are equal for what says the same."""
    told = [notice.kind, notice.key] if notice.key else _all_of(notice)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _all_of(notice: Notice) -> list[object]:
    until = notice.deadline_on.isoformat() if notice.deadline_on else ""
    return [notice.kind, notice.title, notice.text, notice.url, until, packed(notice.values)]


def packed(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the values as JSON that keeps dates and texts in several languages apart."""
    return {key: _packed(value) for key, value in values.items()}


def _packed(value: Value) -> object:
    if isinstance(value, LocalText):
        return {"text": dict(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def unpacked(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values as they were given."""
    return {key: _unpacked(value) for key, value in values.items()}


def _unpacked(value: Any) -> Value:  # noqa: ANN401  # JSON
    if not isinstance(value, dict):
        return value if isinstance(value, int) else str(value)
    if "date" in value:
        return date.fromisoformat(value["date"])
    return LocalText.of(value.get("text"))


def week_began(now: datetime) -> datetime:
    """Return the start of this week's Monday in WIB."""
    today = wib_date(now)
    return datetime.combine(today - timedelta(days=today.weekday()), time(), tzinfo=WIB)


def sign_stop(key: str, person_id: UUID, group: Group | None) -> str:
    """Return the token that ends the e-mails of a group, or of all; it cannot be guessed."""
    told = person_id.bytes + (group or "all").encode()
    return _written(_mac(key, told) + told)


def read_stop(key: str, token: str) -> tuple[UUID, Group | None] | None:
    """Return whose e-mails of which group a token ends (None for all), or None for a bad one."""
    try:
        signed = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), b"-_", validate=True)
        told = signed[_MAC:]
        is_right = hmac.compare_digest(signed[:_MAC], _mac(key, told))
        if not is_right or _written(signed) != token:  # one spelling only
            return None
        group = told[16:].decode()
        return UUID(bytes=told[:16]), None if group == "all" else Group(group)
    except (ValueError, binascii.Error):
        return None


_MAC = 16


def _written(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _mac(key: str, told: bytes) -> bytes:
    return hmac.new(key.encode(), b"notices.stop\0" + told, hashlib.sha256).digest()[:_MAC]
