"""What an officer says about a paper: genuine, or not, and why."""

from uuid import UUID

from catalog.accounts.queries import member_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.legality import policy
from catalog.legality.models import Document
from catalog.legality.queries.hands import is_last_hand
from catalog.legality.rules import DocumentState, EventKind
from catalog.legality.rules.wallet import DECIDED
from catalog.legality.services.changing import Change, claim, note
from catalog.legality.services.reopening import settle
from catalog.notices.services import Notice, notify

OWN_SENDING = N_("Another officer has to look at what you have sent yourself.")
_MOST_REASON = 300


def verify(work: Work, document: Document, seen: int, *, verifier: str, remark: str = "") -> None:
    """Say that the paper is genuine, as it stood in the version that was ``seen``.

    ``verifier`` is the office as the public reads it; ``remark`` why a doubtful number was
    accepted. A paper that this one renews is replaced now, not earlier. Raises RuleBroken when
    somebody changed or decided it meanwhile, or the actor has sent it or changed it last.
    """
    _decide(work, document, seen)
    if is_last_hand(work, document.id):
        raise RuleBroken(OWN_SENDING)
    if document.valid_until is not None and document.valid_until < wib_date(work.now):
        raise RuleBroken(N_("This paper has run out. Refuse it and ask for the renewed one."))
    document.state = DocumentState.VERIFIED
    document.verified_number = document.number
    document.verified_files = document.files_digest
    document.verified_at = work.now
    document.verified_by = verifier
    document.refusal = ""
    remark = clean_line(remark)[:_MOST_REASON]
    note(work, document, Change(EventKind.VERIFIED, DocumentState.PENDING, reason=remark))
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


def refuse(work: Work, document: Document, seen: int, *, reason: str) -> None:
    """Send the paper back with a reason that says what to mend."""
    reason = clean_line(reason)
    if not reason:
        raise RuleBroken(N_("Write what the vendor has to change."), field="reason")
    if len(reason) > _MOST_REASON:
        raise RuleBroken(
            N_("Shorten the reason to %(most)d characters."), field="reason", most=_MOST_REASON
        )
    _decide(work, document, seen)
    document.state = DocumentState.REJECTED
    document.refusal = reason
    note(work, document, Change(EventKind.REFUSED, DocumentState.PENDING, reason=reason))
    _tell(
        work,
        document,
        Notice(
            kind="legality.refused",
            title=N_("%(paper)s needs a change"),
            text=N_("Whoever looked at the paper wrote: %(reason)s"),
            values={"paper": document.type.label, "reason": reason},
            url=f"/usaha/{document.vendor_id}/izin/{document.id}",
            next_step=N_("Change the paper and send it again."),
            key=f"{document.id}:{document.version}",
        ),
    )


def _decide(work: Work, document: Document, seen: int) -> None:
    vendor = document.vendor
    if not policy.can_verify(work.actor, vendor_id=vendor.id, region_code=vendor.served_by):
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
