"""Writing mails into the transaction that needs them, and keeping account of their way."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, CursorResult, Update, and_, delete, or_, select, update

from catalog.db.work import Work
from catalog.jobs.services import enqueue
from catalog.kernel.errors import RuleBroken
from catalog.kernel.mailbox import is_address, read_sender
from catalog.kernel.text import N_, clean_line
from catalog.mail.message import Letter, build
from catalog.mail.models import MailState, OutgoingMail

JOB = "mail.send"
KEPT = timedelta(days=30)  # so long the content of a mail is kept, sent or not
TRIED_FOR = timedelta(days=5)  # after that, a mail that nobody takes has failed
LEASE = timedelta(minutes=5)  # far longer than a server may be silent
MOST_IN_DOUBT = (
    2  # sent again after a crash so many times: better twice than never, but not for ever
)
_MAX_PROBLEM = 100


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this worker alone may send now."""

    id: UUID
    message: EmailMessage


def post(  # noqa: PLR0913  # the parts of a mail
    work: Work,
    *,
    to: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    unsubscribe: str = "",
) -> UUID:
    """Have a mail sent once this transaction stands; returns its id.

    Subject, text and HTML are rendered in the reader's language (``catalog.web.mails`` does that).
    """
    if not is_address(to):
        raise RuleBroken(N_("Type one e-mail address, such as sekar@example.com."), field="email")
    if any(character <= " " or character in '<>"' for character in unsubscribe):
        raise ValueError("the address to unsubscribe is no address")
    mail = OutgoingMail(id=uuid4(), language=language, created_at=work.now)
    content = {
        "subject": clean_line(subject),
        "text": text,
        "html": html,
        "unsubscribe": unsubscribe,
    }
    mail.sealed_to = work.vault.seal(to, bound_to=_bound("sealed_to", mail.id))
    mail.sealed_content = work.vault.seal(
        json.dumps(content), bound_to=_bound("sealed_content", mail.id)
    )
    work.session.add(mail)
    work.session.flush()
    enqueue(work, JOB, mail_id=mail.id)
    return mail.id


def claim(work: Work, mail_id: UUID, *, sender: str) -> Claimed | None:
    """Return the mail for sending, or None when nothing is left to do about it.

    Raises ``Busy`` while another worker sends it. A claim whose worker died is given again after
    a while, but not for ever: the server may have taken the mail.
    """
    mail = work.session.get(OutgoingMail, mail_id, populate_existing=True)
    if mail is None or mail.state in {MailState.SENT, MailState.FAILED} or not mail.sealed_to:
        return None
    died = mail.state is MailState.SENDING
    if died and mail.tried_at is not None and mail.tried_at > work.now - LEASE:
        raise Busy
    if died and mail.in_doubt >= MOST_IN_DOUBT:
        _settle(work, mail_id, MailState.FAILED, problem="the worker died while sending, again")
        return None
    domain = read_sender(sender)[1].rpartition("@")[2]
    taken = (
        update(OutgoingMail)
        .where(
            OutgoingMail.id == mail_id,
            OutgoingMail.state == mail.state,
            OutgoingMail.tries == mail.tries,
        )
        .values(
            state=MailState.SENDING,
            tries=mail.tries + 1,
            in_doubt=mail.in_doubt + died,
            tried_at=work.now,
            message_id=mail.message_id or f"<{mail_id.hex}@{domain}>",
        )
    )
    if _changed(work, taken) == 0:
        raise Busy
    work.session.refresh(mail)
    written = build(
        opened(work, mail), sender=sender, message_id=mail.message_id, written_at=mail.created_at
    )
    return Claimed(mail_id, written)


class Busy(Exception):
    """Another worker sends this mail at this moment."""


def opened(work: Work, mail: OutgoingMail) -> Letter:
    """Return what a mail says, for sending it or for showing it to whom it concerns."""
    to = work.vault.open_text(mail.sealed_to, bound_to=_bound("sealed_to", mail.id))
    content = work.vault.open_text(mail.sealed_content, bound_to=_bound("sealed_content", mail.id))
    return Letter(to=to, language=mail.language, **json.loads(content or "{}"))


def mark_sent(work: Work, mail_id: UUID) -> None:
    """Note that the server has taken it."""
    _settle(work, mail_id, MailState.SENT, sent_at=work.now, problem="")


def mark_refused(work: Work, mail_id: UUID, problem: str) -> None:
    """Note that the server will never take it."""
    _settle(work, mail_id, MailState.FAILED, problem=problem[:_MAX_PROBLEM])


def mark_delayed(work: Work, mail_id: UUID, problem: str) -> None:
    """Note that it must be tried again."""
    _settle(work, mail_id, MailState.WAITING, problem=problem[:_MAX_PROBLEM])


def tidy(work: Work) -> None:
    """Drop what old mails say; ask again for those whose job was given up, then give up too."""
    late = and_(
        OutgoingMail.state.in_((MailState.WAITING, MailState.SENDING)),
        OutgoingMail.created_at < work.now - TRIED_FOR,
    )
    work.session.execute(update(OutgoingMail).where(late).values(state=MailState.FAILED))
    old = and_(OutgoingMail.created_at < work.now - KEPT, OutgoingMail.sealed_to.is_not(None))
    work.session.execute(
        update(OutgoingMail).where(old).values(sealed_to=None, sealed_content=None)
    )
    for mail_id in work.session.scalars(select(OutgoingMail.id).where(_left(work.now))).all():
        enqueue(work, JOB, mail_id=mail_id)


def drop_unsent(work: Work, is_about: Callable[[Letter], bool]) -> int:
    """Delete the mails that waited before now and are about something; return how many."""
    waiting = select(OutgoingMail).where(
        OutgoingMail.state == MailState.WAITING,
        OutgoingMail.created_at < work.now,
        OutgoingMail.sealed_to.is_not(None),
    )
    found = [mail.id for mail in work.session.scalars(waiting) if is_about(opened(work, mail))]
    for mail_id in found:
        work.session.execute(
            delete(OutgoingMail)
            .where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.WAITING)
            .execution_options(synchronize_session=False)
        )
    work.session.expire_all()
    return len(found)


def _left(now: datetime) -> ColumnElement[bool]:
    """Return what matches mails that no job may be thinking of any more."""
    last = now - timedelta(hours=12)
    return and_(
        OutgoingMail.state.in_((MailState.WAITING, MailState.SENDING)),
        or_(OutgoingMail.tried_at < last, OutgoingMail.tried_at.is_(None)),
        OutgoingMail.created_at < last,
    )


def _settle(work: Work, mail_id: UUID, state: MailState, **values: object) -> None:
    change = update(OutgoingMail).where(
        OutgoingMail.id == mail_id, OutgoingMail.state == MailState.SENDING
    )
    work.session.execute(change.values(state=state, **values))


def _changed(work: Work, statement: Update) -> int:
    return cast("CursorResult[Any]", work.session.execute(statement)).rowcount


def _bound(column: str, mail_id: UUID) -> str:
    return f"outgoing_mail.{column}:{mail_id}"
