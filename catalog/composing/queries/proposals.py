"""Proposals, for those who may see the showcase that they are for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from catalog.composing.models import Proposal, ProposalSwap
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.showcases.queries.drafts import get_editable, get_readable


def get_proposal(work: Work, proposal_id: UUID, *, is_change: bool = False) -> Proposal:
    """Return a proposal of a showcase that the actor may read, or change; raise NotFound."""
    proposal = work.session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    (get_editable if is_change else get_readable)(work, proposal.showcase_id)
    return proposal


def proposals_of(work: Work, showcase_id: UUID, *, most: int = 20) -> list[Proposal]:
    """Return the newest proposals for a showcase; the caller has asked whether it may be read."""
    statement = (
        select(Proposal)
        .where(Proposal.showcase_id == showcase_id)
        .order_by(Proposal.made_at.desc(), Proposal.id)
        .limit(most)
    )
    return list(work.session.scalars(statement))


def swaps_of(work: Work, proposal_ids: Collection[UUID]) -> list[ProposalSwap]:
    """Return what was exchanged in these proposals, in its order."""
    statement = (
        select(ProposalSwap)
        .where(ProposalSwap.proposal_id.in_(proposal_ids))
        .order_by(ProposalSwap.proposal_id, ProposalSwap.number)
    )
    return list(work.session.scalars(statement))
