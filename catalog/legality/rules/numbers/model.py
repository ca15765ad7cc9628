"""What an examined number is made of: its kind, what it was compared with, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalog.kernel.text import LocalText

MAX_TYPED = 200
MAX_STORED = 60


class FindingLevel(StrEnum):
    """How much a finding weighs; only an error keeps a number from being stored."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class NumberKind:
    """How a kind of number is written.

    ``strip`` are characters to leave out, ``prefix`` words to drop in front of it, parted by
    ``|``. ``level`` is "hard" where a wrong shape is an error. ``certainty``: S read in the
    source, E inferred from real numbers, K general knowledge.
    """

    code: str
    label: str
    pattern: str = ""
    strip: str = ""
    prefix: str = ""
    level: str = "warn"
    hint: LocalText = field(default_factory=LocalText)
    certainty: str = "K"

    @property
    def is_hard(self) -> bool:
        """Return whether a wrong shape is refused: never on what is only inferred."""
        return self.level == "hard" and self.certainty == "S"


@dataclass(frozen=True, slots=True)
class FoodType:
    """A food type of the home-industry permit, and the categories that it speaks of."""

    name: LocalText
    category_slugs: frozenset[str] = frozenset()
    certainty: str = "K"


@dataclass(frozen=True, slots=True)
class NumberContext:
    """What is known beside the number. Everything may be missing; then it is not compared.

    ``region_code`` is the vendor's ("32.09.36.2005"), ``places`` names regencies by code,
    ``category_slugs`` are those of the products it speaks for, with their ancestors.
    """

    language: str = "id"
    today: date | None = None
    region_code: str = ""
    category_slugs: frozenset[str] = frozenset()
    packs: frozenset[str] = frozenset()
    issued_on: date | None = None
    valid_until: date | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    food_types: Mapping[str, FoodType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell about a number; ``message`` is a msgid that ``values`` fill."""

    level: FindingLevel
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    certainty: str = "S"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a number that was read: ``label`` is a msgid, ``value`` in the reader's words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Examination:
    """A number as it will be stored, as it was typed, and what is to be said about it."""

    number: str
    raw: str
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def normalised(self) -> str:
        """Return the number as it will be stored."""
        return self.number

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what keeps the number from being stored."""
        return self.of(FindingLevel.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what a verifier should look at, and may accept with a reason."""
        return self.of(FindingLevel.WARNING)

    @property
    def is_refused(self) -> bool:
        """Return whether the number cannot be stored."""
        return bool(self.errors)

    def of(self, level: FindingLevel) -> tuple[Finding, ...]:
        """Return the findings of a level, in their order."""
        return tuple(finding for finding in self.findings if finding.level is level)


def warn(message: str, certainty: str = "S", **values: object) -> Finding:
    """Make a warning."""
    return Finding(FindingLevel.WARNING, message, values, certainty)


def tell(message: str, certainty: str = "S", **values: object) -> Finding:
    """Make a piece of information."""
    return Finding(FindingLevel.INFO, message, values, certainty)


def shape(kind: NumberKind, message: str, **values: object) -> Finding:
    """Make what is said of a wrong shape: an error only where the law is that exact."""
    level = FindingLevel.ERROR if kind.is_hard else FindingLevel.WARNING
    return Finding(level, message, values, kind.certainty)
