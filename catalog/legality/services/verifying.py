"""What an officer says about a paper: genuine, or not, and why, or that it cannot be told yet."""

from datetime import date
from uuid import UUID

from catalog.accounts.queries import member_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.legality.models import Document, DocumentCheck
from catalog.legality.queries.hands import is_last_hand
from catalog.legality.queries.verifiers import may_verify
from catalog.legality.rules import DocumentState, EventKind, Scope, is_decree
from catalog.legality.rules.checking import (
    MOST_REASON,
    REFUSALS,
    CheckOutcome,
    check_again,
    check_looked,
    refusal_words,
)
from catalog.legality.rules.wallet import DECIDED, NARROW
from catalog.legality.services.changing import Change, claim, note
from catalog.legality.services.reopening import settle
from catalog.notices.services import Notice, notify

OWN_SENDING = N_("Another officer has to look at what you have sent yourself.")


def verify(
    work: Work,
    document: Document,
    seen: int,
    *,
    verifier: str,
    remark: str = "",
    looked_on: date | None = None,
) -> None:
    """Say that the paper is genuine, as it stood in the version that was ``seen``.

    ``verifier`` is the office as the public reads it; ``remark`` why a doubtful number was
    accepted; ``looked_on`` the day on which the official register was asked. A paper that this one
    renews is replaced now, not earlier. Raises RuleBroken when somebody changed or decided it
    meanwhile, or the actor has sent it or changed it last.
    """
    today = wib_date(work.now)
    check_looked(looked_on, today)
    _decide(work, document, seen)
    _check_genuine(work, document, today)
    document.state = DocumentState.VERIFIED
    document.verified_number = document.number
    document.verified_files = document.files_digest
    document.verified_at = work.now
    document.verified_by = verifier
    document.refusal = ""
    remark = clean_line(remark)[:MOST_REASON]
    note(work, document, Change(EventKind.VERIFIED, DocumentState.PENDING, reason=remark))
    work.session.add(_check(work, document, CheckOutcome.VERIFIED, looked_on=looked_on))
    settle(work, document)
    if document.replaces_id is not None:
        _replace(work, document.replaces_id)
    _tell(
        work,
        document,
        Notice(
            kind="legality.verified",
            title=N_("%(paper)s is verified"),
            text=N_("%(verifier)s has looked at the paper. It now counts wherever it is needed."),
            values={"paper": document.type.label, "verifier": verifier},
            url=f"/usaha/{document.vendor_id}/izin/{document.id}",
            key=f"{document.id}:{document.version}",
        ),
    )


def _check_genuine(work: Work, document: Document, today: date) -> None:
    if is_last_hand(work, document.id):
        raise RuleBroken(OWN_SENDING)
    if document.valid_until is not None and document.valid_until < today:
        raise RuleBroken(N_("This paper has run out. Refuse it and ask for the renewed one."))
    if is_decree(document.type_code, document.number):
        raise RuleBroken(REFUSALS["kh"])
    if document.scope is Scope.VENDOR and document.type.default_scope is not Scope.VENDOR:
        raise RuleBroken(NARROW)


def refuse(
    work: Work, document: Document, seen: int, *, reason: str, sentence: str = "", code: str = ""
) -> None:
    """Send the paper back with a reason that says what to mend.

    ``sentence`` is a template in words, ``code`` its name; ``reason`` are one's own words.
    """
    words = refusal_words(sentence, clean_line(reason))
    _decide(work, document, seen)
    document.state = DocumentState.REJECTED
    document.refusal = words
    note(work, document, Change(EventKind.REFUSED, DocumentState.PENDING, reason=words))
    work.session.add(_check(work, document, CheckOutcome.REFUSED, reason=code))
    _tell(
        work,
        document,
        Notice(
            kind="legality.refused",
            title=N_("%(paper)s needs a change"),
            text=N_("Whoever looked at the paper wrote: %(reason)s"),
            values={"paper": document.type.label, "reason": words},
            url=f"/usaha/{document.vendor_id}/izin/{document.id}",
            next_step=N_("Change the paper and send it again."),
            key=f"{document.id}:{document.version}",
        ),
    )


def put_off(
    work: Work, document: Document, seen: int, *, again_on: date | None, remark: str = ""
) -> None:
    """Say that the paper cannot be checked now, and when to look again; it goes on waiting.

    A change by its vendor brings it back at once.
    """
    until = check_again(again_on, wib_date(work.now))
    _decide(work, document, seen)
    remark = clean_line(remark)[:MOST_REASON]
    note(work, document, Change(EventKind.PUT_OFF, DocumentState.PENDING, reason=remark))
    work.session.add(_check(work, document, CheckOutcome.LATER, again_on=until))


def _check(
    work: Work,
    document: Document,
    outcome: CheckOutcome,
    *,
    looked_on: date | None = None,
    again_on: date | None = None,
    reason: str = "",
) -> DocumentCheck:
    return DocumentCheck(
        document_id=document.id,
        version=document.version,
        outcome=outcome,
        looked_on=looked_on,
        again_on=again_on,
        reason=reason,
        person_id=work.actor.user_id,
        happened_at=work.now,
    )


def _decide(work: Work, document: Document, seen: int) -> None:
    if not may_verify(work, document):
        raise NotFound("document")
    claim(work, document, seen, DECIDED)
    if document.state is not DocumentState.PENDING:
        raise RuleBroken(DECIDED)


def _replace(work: Work, document_id: UUID) -> None:
    old = work.session.get_one(Document, document_id)
    if old.state is DocumentState.REPLACED:
        return
    claim(work, old, None, DECIDED)
    before = old.state
    old.state = DocumentState.REPLACED
    note(work, old, Change(EventKind.REPLACED, before))


def _tell(work: Work, document: Document, notice: Notice) -> None:
    people = member_ids(work, document.vendor_id, Role.VENDOR, Role.VENDOR_STAFF)
    notify(work, people, notice)
