"""What is still missing for a goal; pure, so that thousands can be asked in a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from catalog.kernel.text import LocalText
from catalog.legality.rules.documents import DocumentFacts, DocumentState, covers, is_valid_for
from catalog.legality.rules.requirements.words import Condition, Fact, Level, State

REVIEW_AFTER = timedelta(days=365)
GAPS = frozenset({State.MISSING, State.EXPIRED, State.REFUSED})
_URGENCY = (
    State.EXPIRED,
    State.REFUSED,
    State.MISSING,
    State.COMING,
    State.WAITING,
    State.DONE,
    State.NOT_NEEDED,
)
_WEIGHT = (Level.BLOCKING, Level.NEEDED, Level.ADVISED)


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. ``papers`` and ``how_to`` are lines per language."""

    key: str
    name: LocalText
    level: Level
    certainty: str
    position: int = 0
    type_codes: frozenset[str] = frozenset()
    stopgap_codes: frozenset[str] = frozenset()
    fact: Fact | None = None
    applies_when: frozenset[Condition] = frozenset()
    except_when: frozenset[Condition] = frozenset()
    effective_from: date | None = None
    effective_until: date | None = None
    next_step: LocalText = field(default_factory=LocalText)
    office: LocalText = field(default_factory=LocalText)
    cost: LocalText = field(default_factory=LocalText)
    days: tuple[int | None, int | None] = (None, None)
    how_to: LocalText = field(default_factory=LocalText)
    papers: LocalText = field(default_factory=LocalText)
    link: str = ""
    source: str = ""
    reviewed_on: date | None = None

    @property
    def may_block(self) -> bool:
        """Return whether a gap may stop a submission: only what is read in its source."""
        return self.level is Level.BLOCKING and self.certainty == "S"


RuleSet = Sequence[Rule]


@dataclass(frozen=True, slots=True)
class Facts:
    """A product, or a business that has none yet, with the papers of its vendor."""

    papers: Sequence[DocumentFacts] = ()
    category_ids: frozenset[UUID] = frozenset()
    product_id: UUID | None = None
    conditions: frozenset[Condition] = frozenset()
    have: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement as it stands: ``reason`` says why it is not needed, ``products`` counts.

    ``is_stopgap``: done for the time being, by a paper that another one should replace.
    """

    requirement: Rule
    state: State
    deadline: date | None = None
    days_left: int | None = None
    is_stopgap: bool = False
    reason: Condition | None = None
    products: int = 1

    @property
    def key(self) -> str:
        """Return the requirement's lasting name."""
        return self.requirement.key

    @property
    def next_step(self) -> LocalText:
        """Return what to do next, as a sentence."""
        return self.requirement.next_step

    @property
    def office(self) -> LocalText:
        """Return who issues it."""
        return self.requirement.office

    @property
    def cost(self) -> LocalText:
        """Return what it costs, as a sentence."""
        return self.requirement.cost

    @property
    def days(self) -> tuple[int | None, int | None]:
        """Return how long it takes, from and to."""
        return self.requirement.days

    @property
    def how_to(self) -> LocalText:
        """Return the steps, one a line."""
        return self.requirement.how_to

    @property
    def counts(self) -> bool:
        """Return whether it belongs to "2 of 7"."""
        return self.requirement.level is not Level.ADVISED and self.state is not State.NOT_NEEDED

    @property
    def is_missing(self) -> bool:
        """Return whether it counts and something has to be done."""
        return self.counts and self.state in GAPS

    @property
    def blocks(self) -> bool:
        """Return whether this alone stops a submission."""
        return self.requirement.may_block and self.state in GAPS

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Return its place: what is most urgent first, never two alike."""
        weight = _WEIGHT.index(self.requirement.level)
        rule = self.requirement
        return _URGENCY_GROUP[self.state], weight, rule.position, rule.key


# Within a weight the office's own order counts, so all three kinds of gap stand together.
_URGENCY_GROUP = {
    state: 0 if state in GAPS else place for place, state in enumerate(_URGENCY, start=1)
}


@dataclass(frozen=True)
class Assessment:
    """How far a product or a business is on the way to a goal."""

    items: tuple[Item, ...]

    @cached_property
    def total(self) -> int:
        """Return how many requirements count."""
        return sum(item.counts for item in self.items)

    @cached_property
    def missing(self) -> int:
        """Return how many of them still need something."""
        return sum(item.is_missing for item in self.items)

    @cached_property
    def done(self) -> int:
        """Return how many of them are done."""
        return sum(item.counts and item.state is State.DONE for item in self.items)

    @cached_property
    def blocks_submit(self) -> tuple[Item, ...]:
        """Return what stops a submission."""
        return tuple(item for item in self.items if item.blocks)

    @cached_property
    def next_item(self) -> Item | None:
        """Return the one thing to do next: a gap, then what has a date, then what is advised."""
        counted = [item for item in self.items if item.counts]
        wanted = [item for item in counted if item.state in GAPS | {State.COMING}]
        advised = [item for item in self.items if item.state in GAPS and not item.counts]
        return next(iter([*wanted, *advised]), None)

    @property
    def advised(self) -> tuple[Item, ...]:
        """Return what would help, but is not counted."""
        return tuple(item for item in self.items if item.requirement.level is Level.ADVISED)


def assess(rule_set: RuleSet, facts: Facts, today: date) -> Assessment:
    """Return how a product, or a business, stands against these requirements today (WIB)."""
    items = [item for rule in rule_set if (item := _item(rule, facts, today)) is not None]
    return Assessment(tuple(sorted(items, key=lambda item: item.order)))


def combine(assessments: Iterable[Assessment]) -> Assessment:
    """Return how a whole business stands: each requirement as its worst product has it.

    ``products`` of an item counts those in its state.
    """
    worst: dict[str, Item] = {}
    for assessment in assessments:
        for item in assessment.items:
            known = worst.get(item.key)
            if known is None or _urgency(item) < _urgency(known):
                worst[item.key] = item
            elif known.state is item.state:
                worst[item.key] = replace(known, products=known.products + item.products)
    return Assessment(tuple(sorted(worst.values(), key=lambda item: item.order)))


def merge(sets: Iterable[RuleSet]) -> list[Rule]:
    """Return one set of many, the general first: a later line replaces one of the same key."""
    merged: dict[str, Rule] = {}
    for rules in sets:
        merged.update({rule.key: rule for rule in rules})
    return sorted(merged.values(), key=lambda rule: (rule.position, rule.key))


def needs_review(reviewed_on: date | None, today: date) -> bool:
    """Return whether a source should be read again: after a year, or if it never was."""
    return reviewed_on is None or today - reviewed_on > REVIEW_AFTER


def _urgency(item: Item) -> int:
    return _URGENCY.index(item.state)


def _item(rule: Rule, facts: Facts, today: date) -> Item | None:
    if rule.effective_until is not None and rule.effective_until < today:
        return None
    if rule.applies_when and rule.applies_when.isdisjoint(facts.conditions):
        return None
    reasons = sorted(rule.except_when & facts.conditions)
    if reasons:
        return Item(rule, State.NOT_NEEDED, reason=reasons[0])
    state, is_stopgap = _standing(rule, facts, today)
    if state in GAPS and rule.effective_from is not None and today < rule.effective_from:
        left = (rule.effective_from - today).days
        return Item(rule, State.COMING, deadline=rule.effective_from, days_left=left)
    return Item(rule, state, is_stopgap=is_stopgap)


def _standing(rule: Rule, facts: Facts, today: date) -> tuple[State, bool]:
    if rule.fact is not None and (rule.fact in facts.have or not rule.type_codes):
        return (State.DONE if rule.fact in facts.have else State.MISSING), False
    state = _of_papers(rule.type_codes, facts, today)
    if state is State.DONE or not rule.stopgap_codes:
        return state, False
    stopgap = _of_papers(rule.stopgap_codes, facts, today)
    if stopgap is State.DONE:
        return State.DONE, True
    return (State.WAITING, False) if State.WAITING in {state, stopgap} else (state, False)


def _of_papers(type_codes: frozenset[str], facts: Facts, today: date) -> State:
    """Return how the best of the papers stands that speak for this product."""
    states = {
        _of_paper(paper, facts.product_id, today)
        for paper in facts.papers
        if paper.type_code in type_codes and _speaks(paper, facts)
    }
    for state in (State.DONE, State.WAITING, State.REFUSED, State.EXPIRED):
        if state in states:
            return state
    return State.MISSING


def _speaks(paper: DocumentFacts, facts: Facts) -> bool:
    if facts.product_id is None:  # a business without products: any paper is a beginning
        return True
    return covers(paper, facts.product_id, facts.category_ids)


def _of_paper(paper: DocumentFacts, product_id: UUID | None, today: date) -> State:
    if is_valid_for(paper, product_id, today):
        return State.DONE
    is_over = paper.valid_until is not None and paper.valid_until < today
    match paper.state:
        case DocumentState.PENDING | DocumentState.VERIFIED if not is_over:
            return State.WAITING
        case DocumentState.PENDING | DocumentState.VERIFIED:
            return State.EXPIRED
        case DocumentState.REJECTED:
            return State.REFUSED
        case _:
            return State.MISSING
