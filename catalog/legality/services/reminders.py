"""Reminds vendors of papers that run out: 90, 30 and 7 days before, and once they have.

A run sends only the nearest reminder that is due, each once per paper and date; so a run that
comes late, or the first of a new site, says one thing per paper and not four.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from catalog.accounts.queries import member_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.text import N_
from catalog.legality.models import Document, DocumentReminder
from catalog.legality.rules import DocumentState, Stage
from catalog.legality.rules.wallet import stage_of
from catalog.legality.services.expiry import LOOK_BACK
from catalog.notices.services import Notice, notify

_AHEAD = timedelta(days=90)
_WAITING = (DocumentState.PENDING, DocumentState.VERIFIED)


def remind(work: Work) -> int:
    """Send the reminders that are due by now; return how many papers they speak of."""
    today = wib_date(work.now)
    sent = 0
    for document in _running_out(work, today):
        if document.valid_until is None:
            continue
        stage = stage_of(document.valid_until, today)
        if stage is None or _is_sent(work, document.id, document.valid_until, stage):
            continue
        work.session.add(
            DocumentReminder(
                document_id=document.id,
                valid_until=document.valid_until,
                stage=stage,
                sent_at=work.now,
            )
        )
        _tell(work, document, document.valid_until, stage)
        sent += 1
    return sent


def _running_out(work: Work, today: date) -> list[Document]:
    """Return verified papers near their end that nothing newer is about to replace."""
    newer = aliased(Document)
    is_renewed = exists().where(newer.replaces_id == Document.id, newer.state.in_(_WAITING))
    statement = (
        select(Document)
        .where(
            Document.state == DocumentState.VERIFIED,
            Document.valid_until.between(today - LOOK_BACK, today + _AHEAD),
            ~is_renewed,
        )
        .order_by(Document.valid_until, Document.id)
    )
    return list(work.session.scalars(statement))


def _is_sent(work: Work, document_id: UUID, valid_until: date, stage: Stage) -> bool:
    sent = select(DocumentReminder.id).where(
        DocumentReminder.document_id == document_id,
        DocumentReminder.valid_until == valid_until,
        DocumentReminder.stage == stage,
    )
    return work.session.scalar(sent) is not None


def _tell(work: Work, document: Document, valid_until: date, stage: Stage) -> None:
    is_over = stage is Stage.OVER
    notice = Notice(
        kind="legality.expired" if is_over else "legality.expiring",
        title=N_("%(paper)s has run out") if is_over else N_("%(paper)s runs out on %(day)s"),
        text=N_("It was valid until %(day)s and no longer counts. Whatever needs it may be hidden.")
        if is_over
        else N_("It is valid until %(day)s. Renewing takes time, so begin early."),
        values={"paper": document.type.label, "day": valid_until},
        url=f"/usaha/{document.vendor_id}/izin/{document.id}",
        next_step=N_("Renew the paper and send the new one."),
        deadline_on=valid_until,
        key=f"{document.id}:{valid_until}:{stage}",
    )
    people = member_ids(work, document.vendor_id, Role.VENDOR, Role.VENDOR_STAFF)
    notify(work, people, notice)
