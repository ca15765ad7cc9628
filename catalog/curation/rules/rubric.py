"""A rubric as plain values: criteria with weights and anchors, thresholds, what may be saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from catalog.curation.rules.words import Destination, Grade, Group
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText

POINTS = range(5)
MOST_POINTS = 4
WHOLE = 100  # weights of all criteria together
MOST_CRITERIA = 40
STALE_AFTER = timedelta(days=365)
CHANGED = N_(
    "Someone else changed this draft in the meantime. Compare what is stored now with what you"
    " typed, then save again."
)
NOT_A_DRAFT = N_("This version is not a draft any more. Start a new one to change it.")
WEIGHTS = N_("The weights add up to %(sum)s. They have to make 100: change them first.")
EMPTY_GROUP = N_("Each of legality, quality and packaging needs at least one criterion.")
ORDER = N_("A has to begin above B, and B above C.")
RATERS = N_("A and B cannot need fewer curators than C and D.")


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion; ``anchors`` say what 0, 1, 2, 3 and 4 points look like."""

    key: str
    group: Group
    weight: int
    name: LocalText
    anchors: tuple[LocalText, ...]
    hint: LocalText = field(default_factory=LocalText)
    next_step: LocalText = field(default_factory=LocalText)
    may_not_apply: bool = False
    source: str = ""
    certainty: str = "K"
    reviewed_on: date | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """From scores to grades: per cent from which a grade is reached, and who has to agree.

    ``gap`` is how far scores may lie apart, in grades.
    """

    least_a: int = 85
    least_b: int = 70
    least_c: int = 50
    gap: float = 1.5
    raters_low: int = 1
    raters_high: int = 2
    publish_from: Grade = Grade.C
    destinations: tuple[tuple[Grade, Destination], ...] = (
        (Grade.A, Destination.FLAGSHIP),
        (Grade.B, Destination.GALLERY),
        (Grade.C, Destination.ONLINE),
        (Grade.D, Destination.COACHING),
    )

    def destination(self, grade: Grade) -> Destination:
        """Return where a grade leads."""
        return dict(self.destinations)[grade]

    def raters_for(self, grade: Grade) -> int:
        """Return how many scores this grade needs."""
        return self.raters_high if grade in {Grade.A, Grade.B} else self.raters_low


def check_item(item: Item) -> list[RuleBroken]:
    """Return everything that keeps a criterion from being saved, with its field."""
    found = []
    if not item.name.has("id"):
        found.append(RuleBroken(N_("Write the name in Indonesian."), field="name_id"))
    if not item.name.has("en"):
        found.append(RuleBroken(N_("Write the name in English."), field="name_en"))
    for point, anchor in enumerate(item.anchors):
        found += [
            RuleBroken(
                N_("Describe what %(points)s points look like, in both languages."),
                field=f"anchor_{point}_{language}",
                points=point,
            )
            for language in ("id", "en")
            if not anchor.has(language)
        ]
    if not item.next_step.has("id"):
        step = N_("Write one sentence on how to do better: vendors read it.")
        found.append(RuleBroken(step, field="next_step_id"))
    if not 1 <= item.weight <= WHOLE:
        found.append(RuleBroken(N_("Type a weight from 1 to 100."), field="weight"))
    if not item.source:
        found.append(RuleBroken(N_("Name where this was read, or who said it."), field="source"))
    return found


def check_scale(scale: Scale) -> list[RuleBroken]:
    """Return everything that keeps thresholds from being saved, with its field."""
    found = []
    if not WHOLE >= scale.least_a > scale.least_b > scale.least_c >= 1:
        found.append(RuleBroken(ORDER, field="least_a"))
    if scale.raters_high < scale.raters_low:
        found.append(RuleBroken(RATERS, field="raters_high"))
    return found


def check_whole(items: Sequence[Item]) -> None:
    """Raise unless these criteria can be put in force together."""
    total = sum(item.weight for item in items)
    if total != WHOLE:
        raise RuleBroken(WEIGHTS, sum=total)
    if {item.group for item in items} != set(Group):
        raise RuleBroken(EMPTY_GROUP)


def is_stale(reviewed_on: date | None, today: date) -> bool:
    """Return whether a source was read too long ago to be trusted unread."""
    return reviewed_on is None or today - reviewed_on > STALE_AFTER


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion that differs between two versions; ``parts`` are what differs."""

    kind: str  # added, removed, changed
    key: str
    name: LocalText
    parts: tuple[str, ...] = ()
    weight_before: int | None = None
    weight_after: int | None = None


PART_NAMES = {
    "group": N_("Side"),
    "weight": N_("Weight"),
    "name": N_("Name"),
    "anchors": N_("Anchors"),
    "hint": N_("What to look at"),
    "next_step": N_("Next step"),
    "may_not_apply": N_("May not apply"),
    "source": N_("Source"),
    "certainty": N_("How sure"),
    "reviewed_on": N_("Reviewed on"),
    "position": N_("Place in the list"),
}


def differences(before: Iterable[Item], after: Iterable[Item]) -> list[Change]:
    """Return what changed from one version to another, in the newer one's order."""
    old, new = {item.key: item for item in before}, {item.key: item for item in after}
    found = []
    for key, item in new.items():
        was = old.get(key)
        if was is None:
            found.append(Change("added", key, item.name, weight_after=item.weight))
            continue
        parts = tuple(
            each.name
            for each in fields(Item)
            if each.name != "key" and getattr(was, each.name) != getattr(item, each.name)
        )
        if parts:
            found.append(Change("changed", key, item.name, parts, was.weight, item.weight))
    found += [
        Change("removed", key, item.name, weight_before=item.weight)
        for key, item in old.items()
        if key not in new
    ]
    return found
