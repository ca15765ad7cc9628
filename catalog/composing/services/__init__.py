"""Keeps proposals, exchanges their pieces, takes them over into showcases."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from catalog.audit.services import record
from catalog.composing.models import Proposal, ProposalSwap
from catalog.composing.queries.proposals import get_proposal, swaps_of
from catalog.composing.rules.composing import Composed
from catalog.composing.rules.findings import from_json, to_json
from catalog.composing.rules.wishes import to_json as wishes_to_json
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules.arranging import insert
from catalog.showcases.rules.content import Block, BlockKind
from catalog.showcases.services import drafting

CHANGED = N_("Somebody else has changed this proposal meanwhile. Look at it again.")
TAKEN = N_("This proposal is in the showcase already. Compose a new one.")


def keep(work: Work, showcase_id: UUID, composed: Composed, *, milliseconds: int = 0) -> Proposal:
    """Keep what was found for a showcase, also when nothing was."""
    get_editable(work, showcase_id)
    proposal = Proposal(
        showcase_id=showcase_id,
        made_at=work.now,
        made_by=work.actor.user_id,
        milliseconds=milliseconds,
        wishes=wishes_to_json(composed.wishes),
        outcome=composed.outcome,
        value=composed.value,
        bound=composed.bound,
        pool=composed.pool,
        pieces=_pieces(composed),
        current=_pieces(composed),
        findings=to_json(composed.findings),
        taken=[],
    )
    work.session.add(proposal)
    work.session.flush()
    after = {
        "showcase": str(showcase_id),
        "outcome": composed.outcome.value,
        "pieces": len(composed.placed),
        "of": composed.pool,
    }
    record(work, "composing.propose", target=("proposal", proposal.id), after=after)
    return proposal


def exchange(
    work: Work, proposal_id: UUID, composed: Composed, *, swap: tuple[UUID, UUID], version: int
) -> None:
    """Keep a proposal in which one piece was exchanged; ``composed`` says what stands now."""
    proposal = get_proposal(work, proposal_id, is_change=True)
    known = from_json(proposal.findings)
    now = composed.findings
    _change(
        work,
        proposal,
        version,
        current=_pieces(composed),
        findings={**to_json(known), **{key: to_json(now)[key] for key in ("splits", "swaps")}},
    )
    number = len(swaps_of(work, [proposal_id])) + 1
    out, into = swap
    work.session.add(
        ProposalSwap(
            proposal_id=proposal_id,
            number=number,
            out_id=out,
            into_id=into,
            swapped_at=work.now,
            swapped_by=work.actor.user_id,
        )
    )
    work.session.flush()
    about = {"out": str(out), "in": str(into)}
    record(work, "composing.swap", target=("proposal", proposal_id), after=about)


def take_over(
    work: Work, proposal_id: UUID, *, block_id: UUID | None, title: LocalText, version: int
) -> int:
    """Put the pieces into a block of the showcase's working copy, or into a new one at its end.

    Return how many of them were not there yet.
    """
    proposal = get_proposal(work, proposal_id, is_change=True)
    draft = get_editable(work, proposal.showcase_id, lock=True)
    ids = [UUID(piece["id"]) for piece in proposal.current]
    if not ids:
        raise RuleBroken(N_("There is nothing in this proposal. Compose one first."))
    _change(
        work,
        proposal,
        version,
        taken_at=work.now,
        taken_by=work.actor.user_id,
        taken=[str(key) for key in ids],
    )
    before = set(draft.content.product_ids)
    if block_id is None:
        block = Block(id=uuid4(), kind=BlockKind.GRID, title=title)
        drafting.change(
            work, proposal.showcase_id, lambda content: insert(content, block, len(content.blocks))
        )
        block_id = block.id
    drafting.add_products(work, proposal.showcase_id, block_id, ids)
    added = len(set(ids) - before)
    after = {"showcase": str(proposal.showcase_id), "pieces": len(ids), "new": added}
    record(work, "composing.take_over", target=("proposal", proposal_id), after=after)
    return added


def _change(work: Work, proposal: Proposal, version: int, **values: Any) -> None:  # noqa: ANN401  # columns
    """Write over the state that was looked at; raise when there is another one by now."""
    if proposal.taken_at is not None:
        raise RuleBroken(TAKEN)
    if proposal.version != version:  # also keeps numbers from the database that it cannot hold
        raise RuleBroken(CHANGED)
    done = work.session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.version == version, Proposal.taken_at.is_(None))
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not getattr(done, "rowcount", 0):
        raise RuleBroken(CHANGED)
    work.session.expire(proposal)


def _pieces(composed: Composed) -> list[Mapping[str, Any]]:
    return [
        {"id": str(each.id), "worth": each.worth, "parts": list(asdict(each.parts).values())}
        for each in composed.placed
    ]
