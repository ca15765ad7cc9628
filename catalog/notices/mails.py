"""The words of notices, on pages and in mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, get_locale, gettext

from catalog.accounts import queries as accounts
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.kernel.mailbox import is_address
from catalog.kernel.text import LocalText
from catalog.notices.models import NoticeRow
from catalog.notices.rules import Group, Value, group_of, sign_stop, unpacked
from catalog.settings import Settings
from catalog.web import mails
from catalog.web.locale import path_in
from catalog.web.templating import day

_MOST = 12  # notices that one digest tells; the page has all of them


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the words of a language."""

    id: UUID
    title: str
    text: str
    url: str
    next_step: str
    deadline_on: date | None
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone whom mails reach."""

    id: UUID
    name: str
    address: str
    language: str


def told(row: NoticeRow) -> Told:
    """Return a notice in the present language."""
    values = {name: _said(value) for name, value in unpacked(row.values).items()}

    def words(msgid: str) -> str:
        return str(gettext(msgid, **values)) if msgid else ""

    return Told(
        id=row.id,
        title=words(row.title),
        text=words(row.text),
        url=row.url,
        next_step=words(row.next_step),
        deadline_on=row.deadline_on,
        created_at=row.created_at,
        is_read=row.read_at is not None,
    )


def _said(value: Value) -> object:
    if isinstance(value, LocalText):
        return value.best(str(get_locale()))
    return day(value) if isinstance(value, date) else value


def find_reader(work: Work, person_id: UUID) -> Reader | None:
    """Return how to write to a person; None for who has no e-mail address or has left."""
    try:
        person = accounts.get_person(work, person_id)
    except NotFound:
        return None
    address = accounts.email_of(work, person_id)
    if not is_address(address):
        return None
    settings: Settings = current_app.extensions["catalog_settings"]
    if person.is_sample and settings.mail_server is not None:
        return None  # nobody has these addresses
    return Reader(person_id, person.name, address, person.language)


def send_notice(work: Work, reader: Reader, row: NoticeRow) -> None:
    """Write a mail about one notice."""
    with force_locale(reader.language):
        said = told(row)
    group = group_of(row.kind, row.deadline_on)
    _send(work, "notice", reader, group, told=said)


def send_digest(work: Work, reader: Reader, rows: Sequence[NoticeRow]) -> None:
    """Write one mail about many notices; those with the nearest deadlines come first."""
    first = sorted(rows, key=lambda row: (row.deadline_on or date.max, row.created_at, row.id))
    with force_locale(reader.language):
        said = [told(row) for row in first[:_MOST]]
    _send(work, "digest", reader, None, told=said, count=len(rows))


def _send(work: Work, name: str, reader: Reader, group: Group | None, **values: object) -> None:
    settings: Settings = current_app.extensions["catalog_settings"]
    token = sign_stop(settings.secret_key, reader.id, group)
    mails.send(
        work,
        name,
        to=reader.address,
        language=reader.language,
        unsubscribe=settings.site_url + path_in(reader.language, f"/kabar/berhenti/{token}"),
        reader=reader.name,
        **values,
    )
