"""The yearly question: is what a halal paper speaks for still made the same way.

Silence costs nothing by itself: after a month the officers see it in their queue.
"""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.text import N_
from catalog.legality.models import Document, DocumentConfirmation
from catalog.legality.queries.reopenings import due_papers
from catalog.legality.rules.reopening import ANSWER_WITHIN, is_due
from catalog.notices.services import Notice, notify


def ask(work: Work) -> int:
    """Ask the owners of papers that were last spoken of a year ago; return about how many."""
    asked = 0
    for document, last in due_papers(work):
        if is_due(last, work.now) and _begin(work, document):
            asked += 1
            _tell(work, document)
    return asked


def _begin(work: Work, document: Document) -> bool:
    """Note the question; False when another worker has asked it meanwhile."""
    try:
        with work.session.begin_nested():
            work.session.add(DocumentConfirmation(document_id=document.id, asked_at=work.now))
    except IntegrityError:
        return False
    return True


def confirm(work: Work, document: Document) -> bool:
    """Note that nothing has changed; False when nobody had asked, or it was said already."""
    hit = work.session.execute(
        update(DocumentConfirmation)
        .where(
            DocumentConfirmation.document_id == document.id,
            DocumentConfirmation.answered_at.is_(None),
        )
        .values(answered_at=work.now, answered_by=work.actor.user_id)
        .execution_options(synchronize_session="fetch")
    )
    if not hit.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        return False
    record(
        work,
        "legality.confirmed",
        target=("document", document.id),
        after={"type": document.type_code},
        vendor_id=document.vendor_id,
    )
    return True


def _tell(work: Work, document: Document) -> None:
    notice = Notice(
        kind="legality.confirm.due",
        title=N_("%(paper)s: is everything still the same?"),
        text=N_(
            "The paper holds as long as ingredients and the way of making stay the same. Please say"
            " so once a year: one tap is enough."
        ),
        values={"paper": document.type.label},
        url=f"/usaha/{document.vendor_id}/izin/{document.id}",
        next_step=N_("Open the paper and answer."),
        deadline_on=wib_date(work.now + ANSWER_WITHIN),
        key=f"{document.id}:confirm:{wib_date(work.now)}",
    )
    notify(work, member_ids(work, document.vendor_id, Role.VENDOR), notice)
