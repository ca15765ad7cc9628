"""Where a product stands on its way to the public."""

from enum import StrEnum

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_


class Status(StrEnum):
    """Where a product stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


_MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.ARCHIVED}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED}),
    Status.PUBLISHED: frozenset({Status.DRAFT, Status.ARCHIVED}),
    Status.ARCHIVED: frozenset({Status.DRAFT}),
}


def check_move(current: Status, wanted: Status) -> None:
    """Raise RuleBroken unless a product may go from ``current`` to ``wanted``."""
    if wanted not in _MOVES[current]:
        raise RuleBroken(
            N_("A product that is %(now)s cannot become %(next)s."), now=current, next=wanted
        )
