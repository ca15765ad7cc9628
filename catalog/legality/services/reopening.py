"""A product's recipe changed: its halal paper no longer speaks for it until someone has looked.

The paper itself stays verified, for everything else that it speaks for.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.legality.models import Document, DocumentConfirmation, DocumentReopening
from catalog.legality.queries.badges import ProductKey
from catalog.legality.queries.reopenings import Reopened, get_reopened, papers_at_stake
from catalog.legality.rules.reopening import Alteration, ReopenReason, joined, reason_of
from catalog.legality.rules.wallet import DECIDED
from catalog.notices.services import Notice, notify
from catalog.search.outbox import mark_ids

NO_WORDS = N_("Write what the vendor should send or change.")
_MOST = 300
_TEXTS = {
    ReopenReason.COMPOSITION: N_(
        "The ingredients of “%(product)s” have changed, so %(paper)s does not speak for it until an"
        " officer has looked again. Your other products keep it."
    ),
    ReopenReason.VARIANTS: N_(
        "“%(product)s” has a new or changed option, so %(paper)s does not speak for it until an"
        " officer has looked again. Your other products keep it."
    ),
}


def reopen(work: Work, product: ProductKey, name: str, alterations: Sequence[Alteration]) -> int:
    """Take a product out of the papers that spoke for its recipe; return out of how many.

    Where it is out already, what changed is added to what the verifier will read.
    """
    if not alterations:
        return 0
    _add(work, product.product_id, alterations)
    papers = papers_at_stake(work, product)
    for paper in papers:
        row = DocumentReopening(
            document_id=paper.id,
            product_id=product.product_id,
            reason=reason_of(alterations),
            changes=joined((), alterations),
            version=1,
            since=work.now,
        )
        paper.reopenings.append(row)
        work.session.flush()
        _record(work, row, paper.vendor_id, "reopened")
        _tell(work, paper.vendor_id, Notice(
            kind="legality.reopened",
            title=N_("%(paper)s is looked at again for “%(product)s”"),
            text=_TEXTS[row.reason],
            values={"paper": paper.type.label, "product": name},
            url=_address(paper),
            next_step=N_("See what waits, and send the renewed paper if there is one."),
            key=f"{row.id}:1",
        ))  # fmt: skip
    return len(papers)


def _add(work: Work, product_id: UUID, alterations: Sequence[Alteration]) -> None:
    rows = work.session.scalars(
        select(DocumentReopening).where(
            DocumentReopening.product_id == product_id, DocumentReopening.resolved_at.is_(None)
        )
    ).all()
    for row in rows:
        row.changes = joined(row.changes, alterations)
        row.reason = reason_of(
            Alteration(each["part"], each["before"], each["after"]) for each in row.changes
        )
        row.version += 1
    work.session.flush()


def accept(work: Work, reopening_id: UUID, seen: int) -> None:
    """Say that the paper speaks for the product as it is now; RuleBroken when that changed."""
    found = get_reopened(work, reopening_id)
    _claim(work, found, seen, resolved_at=work.now, resolved_by=work.actor.user_id)
    mark_ids(work.session, "product", [found.product_id])
    _decided(work, found, "reopening_accepted", Notice(
        kind="legality.reopening_accepted",
        title=N_("%(paper)s speaks for “%(product)s” again"),
        text=N_("An officer has looked at what changed. The badge is back."),
        values={"paper": found.label, "product": found.product},
        url=f"/usaha/{found.vendor_id}/izin/{found.document_id}",
        key=f"{found.id}:accepted",
    ))  # fmt: skip


def ask_update(work: Work, reopening_id: UUID, seen: int, *, message: str) -> None:
    """Ask the vendor for a renewed paper; the product stays without it meanwhile."""
    message = clean_line(message)
    if not message:
        raise RuleBroken(NO_WORDS, field="message")
    if len(message) > _MOST:
        raise RuleBroken(
            N_("Shorten the message to %(most)d characters."), field="message", most=_MOST
        )
    found = get_reopened(work, reopening_id)
    _claim(work, found, seen, asked=message, asked_at=work.now, version=seen + 1)
    _decided(work, found, "reopening_asked", Notice(
        kind="legality.reopening_asked",
        title=N_("%(paper)s needs an update for “%(product)s”"),
        text=N_("Whoever looked at the change wrote: %(message)s"),
        values={"paper": found.label, "product": found.product, "message": message},
        url=f"/usaha/{found.vendor_id}/izin/{found.document_id}",
        next_step=N_("Renew the paper and send the new one."),
        key=f"{found.id}:{seen}:asked",
    ))  # fmt: skip


def settle(work: Work, document: Document) -> None:
    """Close what is open of a paper that a verifier has looked at as a whole just now."""
    rows = work.session.scalars(
        select(DocumentReopening).where(
            DocumentReopening.document_id == document.id, DocumentReopening.resolved_at.is_(None)
        )
    ).all()
    for row in rows:
        row.resolved_at, row.resolved_by = work.now, work.actor.user_id
        _record(work, row, document.vendor_id, "reopening_accepted")
    work.session.execute(  # the yearly question is answered with it
        update(DocumentConfirmation)
        .where(
            DocumentConfirmation.document_id == document.id,
            DocumentConfirmation.answered_at.is_(None),
        )
        .values(answered_at=work.now, answered_by=work.actor.user_id)
        .execution_options(synchronize_session="fetch")
    )
    work.session.flush()


def _claim(work: Work, found: Reopened, seen: int, **values: object) -> None:
    """Change the row that was seen, if it is still open and the same."""
    hit = work.session.execute(
        update(DocumentReopening)
        .where(
            DocumentReopening.id == found.id,
            DocumentReopening.version == seen,
            DocumentReopening.resolved_at.is_(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", hit).rowcount != 1:
        raise RuleBroken(DECIDED)
    work.session.expire(work.session.get_one(DocumentReopening, found.id))


def _decided(work: Work, found: Reopened, verb: str, notice: Notice) -> None:
    _record(work, work.session.get_one(DocumentReopening, found.id), found.vendor_id, verb)
    _tell(work, found.vendor_id, notice)


def _record(work: Work, row: DocumentReopening, vendor_id: UUID, verb: str) -> None:
    record(
        work,
        f"legality.{verb}",
        target=("document", row.document_id),
        after={
            "product": str(row.product_id),
            "reason": row.reason,
            "fields": [each["part"] for each in row.changes],
        },
        vendor_id=vendor_id,
    )


def _tell(work: Work, vendor_id: UUID, notice: Notice) -> None:
    people: Iterable[UUID] = member_ids(work, vendor_id, Role.VENDOR, Role.VENDOR_STAFF)
    notify(work, people, notice)


def _address(paper: Document) -> str:
    return f"/usaha/{paper.vendor_id}/izin/{paper.id}"
