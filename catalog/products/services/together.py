"""Approving small changes together: each stands or falls alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import DEFAULT_LANGUAGE
from catalog.products.queries import guidance
from catalog.products.queries.editing import Desk, open_desk
from catalog.products.queries.reviews import get_round
from catalog.products.queries.together import risk_of
from catalog.products.services import review

MOST = 30


@dataclass(frozen=True, slots=True)
class Ticked:
    """A change that an officer ticked, with what they saw of it."""

    round_id: UUID
    version: int
    shown: str  # the print of the live values that stood beside it


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one: ``why`` is a msgid, empty when it went through."""

    round_id: UUID
    name: str
    vendor: str
    why: str = ""
    values: Mapping[str, object] | None = None


def approve(work: Work, ticked: Sequence[Ticked]) -> list[Done]:
    """Approve what was ticked, each in a savepoint of its own; say of each what became of it."""
    results = []
    for each in ticked[:MOST]:
        try:
            found = get_round(work, each.round_id, lock=True)
        except NotFound:
            continue  # not this officer's, as if it were not there
        desk = open_desk(work, found.product, DEFAULT_LANGUAGE)
        name = desk.name or found.product.code
        vendor = found.product.vendor.name
        try:
            with work.session.begin_nested():
                _check(work, desk, each)
                review.publish(work, found, seen=each.version, shown=each.shown)
        except RuleBroken as error:
            results.append(Done(each.round_id, name, vendor, error.message, error.values))
        else:
            results.append(Done(each.round_id, name, vendor))
    return results


def _check(work: Work, desk: Desk, each: Ticked) -> None:
    """Raise RuleBroken when a change must be looked at by itself; an older one is told apart."""
    risk = risk_of(work, desk, guidance.bounds(work))
    if risk and desk.change is not None and desk.change.version == each.version:
        raise RuleBroken(risk)
