"""A proposal as its page shows it: cards instead of ids, and what has become of the pieces."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.accounts.queries import names
from catalog.composing.models import Proposal
from catalog.composing.queries.proposals import swaps_of
from catalog.composing.rules.findings import Findings, Offer, from_json
from catalog.composing.rules.wishes import Wishes
from catalog.composing.rules.wishes import from_json as wishes_from_json
from catalog.db.work import Work
from catalog.products.queries import cards
from catalog.products.queries.cards import Card
from catalog.showcases.queries.drafts import Draft
from catalog.showcases.queries.eligibility import refusals
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.rules.eligibility import Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """A piece; ``card`` is None for what visitors cannot see any more."""

    id: UUID
    card: Card | None
    worth: int
    parts: tuple[int, ...]
    offers: tuple[tuple[Card, Offer], ...]
    refusals: tuple[Refusal, ...]
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A swap that a curator made."""

    out: str
    into: str
    who: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole proposal; ``gone`` and ``added`` compare the showcase with what was taken over."""

    proposal: Proposal
    wishes: Wishes
    findings: Findings
    lines: tuple[Line, ...]
    value: int
    who: str
    taken_by: str
    exchanged: tuple[Exchanged, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def has_refused(self) -> bool:
        """Return whether some piece cannot be shown any more."""
        return any(line.card is None or line.refusals for line in self.lines)


def show(work: Work, proposal: Proposal, draft: Draft, language: str) -> Shown:
    """Return a proposal with everything that its page tells; a fixed number of statements."""
    findings = from_json(proposal.findings)
    swaps = swaps_of(work, [proposal.id])
    gone, added = _changed(proposal, draft.content.product_ids)
    wanted = [
        *(UUID(piece["id"]) for piece in proposal.current),
        *(offer.id for offers in findings.swaps.values() for offer in offers),
        *(key for swap in swaps for key in (swap.out_id, swap.into_id)),
        *gone,
        *added,
    ]
    known = {card.id: card for card in cards.by_ids(work, list(dict.fromkeys(wanted)), language)}
    ids = (proposal.made_by, proposal.taken_by, *(swap.swapped_by for swap in swaps))
    people = names(work, [key for key in ids if key])
    lines = _lines(work, proposal, findings, known)
    return Shown(
        proposal=proposal,
        wishes=wishes_from_json(proposal.wishes),
        findings=findings,
        lines=lines,
        value=sum(line.worth for line in lines),
        who=_person(people, proposal.made_by),
        taken_by=_person(people, proposal.taken_by),
        exchanged=tuple(
            Exchanged(
                _name(known, swap.out_id),
                _name(known, swap.into_id),
                _person(people, swap.swapped_by),
            )
            for swap in swaps
        ),
        gone=tuple(_name(known, key) for key in gone),
        added=tuple(_name(known, key) for key in added),
    )


def _lines(
    work: Work, proposal: Proposal, findings: Findings, known: Mapping[UUID, Card]
) -> tuple[Line, ...]:
    current = [UUID(piece["id"]) for piece in proposal.current]
    refused = refusals(work, ShowcaseKind.STORY, None, current)
    locked = set(proposal.wishes.get("keep", ()))
    return tuple(
        Line(
            key,
            known.get(key),
            piece["worth"],
            tuple(piece["parts"]),
            _offers(findings.swaps.get(key, ()), known),
            refused[key],
            piece["id"] in locked,
        )
        for key, piece in zip(current, proposal.current, strict=True)
    )


def _offers(offers: Iterable[Offer], known: Mapping[UUID, Card]) -> tuple[tuple[Card, Offer], ...]:
    return tuple((known[offer.id], offer) for offer in offers if offer.id in known)


def _changed(proposal: Proposal, now: Sequence[UUID]) -> tuple[list[UUID], list[UUID]]:
    """Return what has left the showcase since it was taken over, and what else is in it."""
    taken = [UUID(key) for key in proposal.taken]
    if not taken:
        return [], []
    return [key for key in taken if key not in now], [key for key in now if key not in taken]


def _person(people: Mapping[UUID, str], key: UUID | None) -> str:
    return people.get(key, "") if key else ""


def _name(known: Mapping[UUID, Card], key: UUID) -> str:
    return known[key].name if key in known else "—"
