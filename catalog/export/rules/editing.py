"""What an office may write into an export rule, and what differs between versions; pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from catalog.export.rules.lines import Rule
from catalog.export.rules.words import WITH_DAYS, Fact, Severity
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

_HS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}")
MOST_DAYS = 400

FIELD_NAMES: Mapping[str, str] = {
    "name": N_("Name"),
    "explanation": N_("Explanation"),
    "office": N_("Office"),
    "fact": N_("What is asked"),
    "severity": N_("Weight"),
    "part": N_("Gate"),
    "who": N_("Who can mend it"),
    "market_code": N_("Market"),
    "kinds": N_("Kinds of goods"),
    "categories": N_("Categories"),
    "hs_prefixes": N_("HS codes that begin so"),
    "applies_when": N_("Only for what is"),
    "except_when": N_("Not for what is"),
    "days": N_("Days of the voyage"),
    "requirement": N_("Line of the requirements"),
    "source": N_("Source"),
    "source_url": N_("Page of the source"),
    "certainty": N_("How sure"),
    "reviewed_on": N_("Source read on"),
    "effective_from": N_("Asked for from"),
    "effective_until": N_("Asked for until"),
    "position": N_("Place in the list"),
}


def check_rule(rule: Rule) -> list[RuleBroken]:
    """Return everything that keeps a rule from being saved, with its field."""
    return [*_what(rule), *_whom(rule), *_where_from(rule)]


def _what(rule: Rule) -> Iterable[RuleBroken]:
    for language in ("id", "en"):
        if not rule.name.has(language):
            yield RuleBroken(N_("Write the name in both languages."), field=f"name_{language}")
    if rule.severity is Severity.BLOCK and rule.certainty != "S":
        yield RuleBroken(
            N_("Only what is read in its source may block. Choose another weight."),
            field="severity",
        )
    if rule.fact is Fact.NEVER and rule.severity is not Severity.BLOCK:
        yield RuleBroken(N_("What may not be sent at all must block."), field="severity")
    if rule.fact in WITH_DAYS and not rule.days:
        yield RuleBroken(N_("Write how many days the voyage takes."), field="days")


def _whom(rule: Rule) -> Iterable[RuleBroken]:
    if not all(_HS.fullmatch(prefix) for prefix in rule.hs_prefixes):
        yield RuleBroken(
            N_("HS codes have 2, 4, 6 or 8 digits; put a comma between two."), field="hs_prefixes"
        )
    if rule.applies_when & rule.except_when:
        yield RuleBroken(
            N_("The same condition cannot both ask for it and make it needless."),
            field="except_when",
        )
    is_everything = not (rule.kinds or rule.categories or rule.hs_prefixes or rule.applies_when)
    if rule.fact is Fact.NEVER and is_everything:
        yield RuleBroken(
            N_("Say which goods may not be sent; this would block all of them."),
            field="hs_prefixes",
        )
    start, end = rule.effective_from, rule.effective_until
    if start and end and end < start:
        yield RuleBroken(N_("The last day lies before the first."), field="effective_until")


def _where_from(rule: Rule) -> Iterable[RuleBroken]:
    if not rule.source:
        yield RuleBroken(
            N_("Name the law or the page where this was read, or say who told it."),
            field="source",
        )
    if rule.source_url and not rule.source_url.startswith("https://"):
        yield RuleBroken(N_("The address of a page begins with https://."), field="source_url")
    if rule.reviewed_on is None:
        yield RuleBroken(N_("Say when the source was read last."), field="reviewed_on")


def changed_fields(before: Rule | None, after: Rule) -> tuple[str, ...]:
    """Return the names of what differs; everything of a rule that is new."""
    return tuple(
        one.name
        for one in fields(Rule)
        if one.init
        and one.name != "key"
        and (before is None or getattr(before, one.name) != getattr(after, one.name))
    )
