"""A rule, what is known of a product, and how the two meet; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from catalog.export.rules.words import WITH_DAYS, Fact, Part, Severity, Trait, Who
from catalog.kernel.text import LocalText

EVERYWHERE = ""  # the market of a rule that holds in all of them
_MORE_THAN_VOYAGE = Fraction(3, 2)
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the rule book. It speaks of a product if any of its scopes does, or has none.

    ``categories`` are slugs (what stands below them counts too), ``kinds`` those of categories,
    ``hs_prefixes`` digits. ``days`` is the voyage that a shelf life is held against, and
    ``requirement`` names the line of the papers' requirements that knows cost and time.
    """

    key: str
    name: LocalText
    fact: Fact
    severity: Severity
    part: Part
    who: Who
    explanation: LocalText = field(default_factory=LocalText)
    office: LocalText = field(default_factory=LocalText)
    market_code: str = EVERYWHERE
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    hs_prefixes: tuple[str, ...] = ()
    applies_when: frozenset[Trait] = frozenset()
    except_when: frozenset[Trait] = frozenset()
    days: int | None = None
    requirement: str = ""
    source: str = ""
    source_url: str = ""
    certainty: str = "K"
    reviewed_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    position: int = 0
    weight: Severity = field(init=False, repr=False, compare=False)
    order: tuple[int, int, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what thousands of products ask again.

        ``weight`` is what it does when unmet: what nobody has read in a source never blocks.
        ``order`` puts what weighs most first.
        """
        is_unsure = self.severity is Severity.BLOCK and self.certainty != "S"
        weight = Severity.GAP if is_unsure else self.severity
        object.__setattr__(self, "weight", weight)
        object.__setattr__(self, "order", (_ORDER.index(weight), self.position, self.key))

    def is_in_force(self, day: date) -> bool:
        """Return whether it is asked on this day."""
        starts, ends = self.effective_from, self.effective_until
        return (starts is None or starts <= day) and (ends is None or day <= ends)

    def speaks_of(self, goods: "Goods") -> bool:
        """Return whether it is asked of this product at all, in whatever market."""
        if self.applies_when and self.applies_when.isdisjoint(goods.traits):
            return False
        if not self.except_when.isdisjoint(goods.traits):
            return False
        if not (self.kinds or self.categories or self.hs_prefixes):
            return True
        return (
            goods.kind in self.kinds
            or not self.categories.isdisjoint(goods.categories)
            or (bool(self.hs_prefixes) and goods.hs_code.startswith(self.hs_prefixes))
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a fact holds, the last day on which that is so (None: as long as nothing changes).

    ``is_waiting``: its maker says that it is done, and nobody has looked yet.
    """

    holds: bool = False
    until: date | None = None
    is_waiting: bool = False

    def on(self, day: date) -> bool:
        """Return whether the fact holds on a day from today on."""
        return self.holds if self.until is None or day <= self.until else not self.holds


UNKNOWN = Truth()


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as the rules see it. ``truths`` by (fact, market); market "" holds everywhere."""

    kind: str = ""
    categories: frozenset[str] = frozenset()
    hs_code: str = ""
    traits: frozenset[Trait] = frozenset()
    shelf_life_days: int | None = None
    truths: Mapping[tuple[Fact, str], Truth] = field(default_factory=dict)

    def truth(self, rule: Rule, market_code: str) -> Truth:
        """Return how the fact stands that a rule asks in a market."""
        if rule.fact in WITH_DAYS:
            return Truth(holds=self._outlasts(rule.days or 0))
        return self.truths.get((rule.fact, market_code)) or self.truths.get(
            (rule.fact, EVERYWHERE), UNKNOWN
        )

    def _outlasts(self, voyage: int) -> bool:
        days = self.shelf_life_days
        return days is not None and days >= voyage * _MORE_THAN_VOYAGE
