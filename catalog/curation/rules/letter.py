"""What curators tell a vendor: what is good, what to mend first; from the scores that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalog.curation.rules.grading import EMPTY, Lines
from catalog.curation.rules.rubric import MOST_POINTS, Item
from catalog.curation.rules.words import Group

STRONG = 3  # points from which something is a strength; below, it can be mended
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A criterion with the mean of its points; None when it does not apply to these goods."""

    item: Item
    points: Fraction | None
    comments: tuple[str, ...] = ()

    @property
    def tenths(self) -> int:
        """Return the points in tenths, rounded half up."""
        return int((self.points or Fraction()) * 10 + Fraction(1, 2))

    @property
    def nearest(self) -> int:
        """Return the anchor that fits best."""
        return int((self.points or Fraction()) + Fraction(1, 2))

    @property
    def lost(self) -> Fraction:
        """Return how much of the whole score is lost here."""
        points = Fraction(MOST_POINTS) if self.points is None else self.points
        return self.item.weight * (MOST_POINTS - points)


def told(items: Sequence[Item], scores: Sequence[Lines]) -> list[Told]:
    """Return every criterion with what the scores say of it together."""
    found = []
    for item in items:
        lines = [score.get(item.key, EMPTY) for score in scores]
        points = [line.points for line in lines if line.points is not None]
        comments = tuple(dict.fromkeys(line.comment for line in lines if line.comment))
        mean = Fraction(sum(points), len(points)) if points else None
        found.append(Told(item, mean, comments))
    return found


def strengths(lines: Sequence[Told]) -> list[Told]:
    """Return what is best, the weightiest first."""
    good = [line for line in lines if line.points is not None and line.points >= STRONG]
    good.sort(key=lambda line: (-(line.points or 0), -line.item.weight, line.item.position))
    return good[:MOST_NAMED]


def to_mend(lines: Sequence[Told]) -> list[Told]:
    """Return what to mend first: where most of the score is lost."""
    weak = [line for line in lines if line.points is not None and line.points < STRONG]
    weak.sort(key=lambda line: (-line.lost, line.item.position))
    return weak[:MOST_NAMED]


def by_group(lines: Sequence[Told]) -> list[tuple[Group, list[Told]]]:
    """Return the criteria by their side, in the order of the sides."""
    return [
        (group, mine)
        for group in Group
        if (mine := [line for line in lines if line.item.group is group])
    ]
