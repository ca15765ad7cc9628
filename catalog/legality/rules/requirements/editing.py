"""What an office may write into a requirement, and what differs between two versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.legality.rules.requirements.assess import Rule
from catalog.legality.rules.requirements.words import Level

MOST_STEPS = 5
MOST_DAYS = 1000
CHANGED = N_(
    "Someone else changed this draft in the meantime. Compare what is stored now with what you"
    " typed, then save again."
)
NOT_A_DRAFT = N_("This version is not a draft any more. Start a new one to change it.")

FIELD_NAMES: Mapping[str, str] = {
    "name": N_("Name"),
    "level": N_("Strictness"),
    "type_codes": N_("Papers, any of them is enough"),
    "stopgap_codes": N_("Accepted for the time being"),
    "fact": N_("Or a fact of the profile or listing"),
    "applies_when": N_("Applies only when"),
    "except_when": N_("Not needed when"),
    "effective_from": N_("Asked for from"),
    "effective_until": N_("Asked for until"),
    "next_step": N_("Next step"),
    "office": N_("Office"),
    "cost": N_("Cost"),
    "days": N_("Days it takes"),
    "how_to": N_("How to get it"),
    "papers": N_("Papers to bring"),
    "link": N_("Official page"),
    "source": N_("Source"),
    "certainty": N_("How sure"),
    "position": N_("Place in the list"),
    "reviewed_on": N_("Reviewed on"),
}
CERTAINTY_NAMES: Mapping[str, str] = {
    "S": N_("Read in the named source"),
    "E": N_("Inferred from real examples"),
    "K": N_("General knowledge, not confirmed"),
}


class ChangeKind(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs between two versions; ``fields`` are its differing columns."""

    kind: ChangeKind
    key: str
    before: Rule | None
    after: Rule | None
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> LocalText:
        """Return the line's name, the newer one if there is one."""
        rule = self.after or self.before
        return rule.name if rule else LocalText()


def check_line(line: Rule) -> list[RuleBroken]:
    """Return everything that keeps a line from being saved, with its field."""
    return [*_what(line), *_when(line), *_words(line)]


def _what(line: Rule) -> Iterable[RuleBroken]:
    if not line.name.has("id"):
        yield RuleBroken(N_("Write the name of the requirement in Indonesian."), field="name_id")
    if not line.type_codes and line.fact is None:
        yield RuleBroken(
            N_("Choose at least one paper that proves it, or a fact."), field="type_codes"
        )
    if line.type_codes & line.stopgap_codes:
        yield RuleBroken(
            N_("A paper is either enough or accepted for the time being, not both."),
            field="stopgap_codes",
        )
    if line.level is Level.BLOCKING and line.certainty != "S":
        yield RuleBroken(
            N_("Only what is read in its source may stop a submission. Choose another weight."),
            field="level",
        )


def _when(line: Rule) -> Iterable[RuleBroken]:
    if line.applies_when & line.except_when:
        yield RuleBroken(
            N_("The same condition cannot both ask for it and make it needless."),
            field="except_when",
        )
    start, end = line.effective_from, line.effective_until
    if start and end and end < start:
        yield RuleBroken(N_("The last day lies before the first."), field="effective_until")
    low, high = line.days
    if low is not None and high is not None and high < low:
        yield RuleBroken(N_("The longest time is shorter than the shortest."), field="days_max")
    if line.reviewed_on is None:
        yield RuleBroken(N_("Say when the source was read last."), field="reviewed_on")


def _words(line: Rule) -> Iterable[RuleBroken]:
    if not line.next_step.has("id"):
        yield RuleBroken(
            N_("Write in one sentence what the maker does next."), field="next_step_id"
        )
    for language, text in line.how_to.items():
        if len(text.splitlines()) > MOST_STEPS:
            yield RuleBroken(
                N_("At most %(most)d steps, one a line: more are not read on a phone."),
                field=f"how_to_{language}",
                most=MOST_STEPS,
            )
    if not line.source:
        yield RuleBroken(
            N_("Name the law or the page where this was read, or say who told it."),
            field="source",
        )
    if line.link and not line.link.startswith("https://"):
        yield RuleBroken(N_("An official page begins with https://."), field="link")


def differences(before: Iterable[Rule], after: Iterable[Rule]) -> list[Change]:
    """Return what differs, in the order of the newer version; what was removed comes last."""
    old = {rule.key: rule for rule in before}
    changes = []
    for rule in sorted(after, key=lambda rule: (rule.position, rule.key)):
        known = old.pop(rule.key, None)
        if known is None:
            changes.append(Change(ChangeKind.ADDED, rule.key, None, rule))
        elif known != rule:
            changes.append(_changed(known, rule))
    return [
        *changes,
        *(Change(ChangeKind.REMOVED, rule.key, rule, None) for rule in old.values()),
    ]


def _changed(before: Rule, after: Rule) -> Change:
    names = tuple(
        one.name
        for one in fields(Rule)
        if one.name != "key" and getattr(before, one.name) != getattr(after, one.name)
    )
    return Change(ChangeKind.CHANGED, after.key, before, after, names)


def reordered(rules: list[Rule], key: str, step: int) -> list[Rule]:
    """Return the lines with one moved up (-1) or down (1).

    The places stay those that the lines had: they also order lines of other sets between them.
    """
    order = sorted(rules, key=lambda rule: (rule.position, rule.key))
    places: list[int] = []
    for rule in order:
        places.append(max(rule.position, places[-1] + 1) if places else rule.position)
    at = next((index for index, rule in enumerate(order) if rule.key == key), None)
    if at is not None and 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return [replace(rule, position=place) for rule, place in zip(order, places, strict=True)]
