"""A product in both galleries: who may ask for it, who answers, and what may follow; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MAX_REASON = 600
NO_REASON = N_("Write why, so that the other gallery can decide.")
NO_ANSWER = N_("Write why not, so that the other gallery knows what to do.")
ALREADY = N_("This product stands in that gallery already.")
NOT_YOURS = N_("Ask for a product of your own gallery, or for your own gallery.")
NOT_LIVE = N_("Only a product that buyers can see may stand in another gallery.")


class CrossingState(StrEnum):
    """Where a wish to stand in another gallery stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by those who asked
    ENDED = "ended"  # it stood there, and does no longer


@dataclass(frozen=True, slots=True)
class Parties:
    """Who asks and who answers, when a product shall stand in ``gallery_id`` too."""

    gallery_id: UUID
    asked_for_id: UUID
    answers_id: UUID


def parties(gallery_id: UUID, *, homes: Collection[UUID], curated: Collection[UUID]) -> Parties:
    """Return who asks and who answers; RuleBroken when the actor may not ask for this.

    ``homes`` are the galleries that have taken the maker in, ``curated`` those that the actor
    curates. A home offers the product, or the other gallery asks for it; the other side answers.
    """
    if gallery_id in homes:
        raise RuleBroken(ALREADY)
    own_homes = sorted(set(homes) & set(curated))
    if own_homes:
        return Parties(gallery_id, own_homes[0], gallery_id)
    if gallery_id in curated and homes:
        return Parties(gallery_id, gallery_id, min(homes))
    raise RuleBroken(NOT_YOURS)
