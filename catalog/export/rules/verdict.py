"""What the engine finds: gaps, points, and the standing of a product for a market; pure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from catalog.export.rules.words import POINTS, Fact, Part, Severity, Standing, Who
from catalog.kernel.text import LocalText


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that a product does not meet, and who can close it."""

    key: str
    severity: Severity
    name: LocalText
    explanation: LocalText
    who: Who
    source: str
    certainty: str
    reviewed_on: date | None
    part: Part
    fact: Fact
    office: LocalText
    source_url: str = ""
    requirement: str = ""
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that a product meets, and the last day that this is sure of."""

    key: str
    name: LocalText
    part: Part
    fact: Fact
    until: date | None


@dataclass(frozen=True, slots=True)
class PartScore:
    """A gate: how many of its checks are met, and how much they weigh; it may ask nothing."""

    part: Part
    met: int = 0
    asked: int = 0
    met_weight: int = 0
    asked_weight: int = 0

    @property
    def points(self) -> Fraction:
        """Return the points that it gives; a gate that asks nothing is open."""
        if self.is_open:
            return Fraction(self.most)
        return Fraction(self.most * self.met_weight, self.asked_weight)

    @property
    def most(self) -> int:
        """Return the most points that this gate gives."""
        return POINTS[self.part]

    @property
    def is_open(self) -> bool:
        """Return whether everything in it is met."""
        return self.met == self.asked


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a product stands for a market on a day.

    ``gaps`` hinder, blockers first; ``advice`` does not. ``valid_until`` is the last day on which
    this standing holds if nothing but the calendar changes; None: no date ends it.
    """

    market_code: str
    standing: Standing
    score: int
    gaps: tuple[Gap, ...]
    valid_until: date | None
    advice: tuple[Gap, ...] = ()
    met: tuple[Met, ...] = ()
    parts: tuple[PartScore, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Return whether nothing hinders."""
        return self.standing is Standing.READY

    @property
    def blockers(self) -> tuple[Gap, ...]:
        """Return what blocks."""
        return tuple(gap for gap in self.gaps if gap.severity is Severity.BLOCK)

    @property
    def next_gap(self) -> Gap | None:
        """Return the one thing to do next: what blocks, what hinders, what helps.

        Among equals what its maker can do comes first, and what waits for an officer last.
        """
        todo = [*self.gaps, *self.advice]
        weights = tuple(Severity)
        return min(
            todo,
            key=lambda gap: (
                gap.is_waiting,
                weights.index(gap.severity),
                gap.who is not Who.VENDOR,
            ),
            default=None,
        )
