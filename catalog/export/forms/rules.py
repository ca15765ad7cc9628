"""What an office writes into an export rule: picked from lists wherever there is a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from catalog.export.forms.fields import (
    CHOOSE,
    DATE_FORM,
    Most,
    Pick,
    SelectMultipleChecks,
    read_date,
)
from catalog.export.rules import (
    CERTAINTY_NAMES,
    FACT_NAMES,
    PART_NAMES,
    SEVERITY_NAMES,
    TRAIT_NAMES,
    WHO_NAMES,
    Fact,
    Part,
    Rule,
    Severity,
    Trait,
    Who,
)
from catalog.export.rules.editing import MOST_DAYS
from catalog.kernel.text import N_, LocalText, clean_line
from catalog.web.forms import CatalogForm

_LANGUAGES = ("id", "en")
_WORDS = ("name", "explanation", "office")
_DATES = ("effective_from", "effective_until", "reviewed_on")
_NUMBER = N_("Type a number of days, digits only.")
_GAP = re.compile(r"[\s,;]+")
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lists:
    """What can be picked: markets by code, kinds, categories by slug, lines of requirements."""

    markets: Choices = ()
    kinds: Choices = ()
    categories: Choices = ()
    requirements: Choices = ()


class RuleForm(CatalogForm):
    """A rule."""

    revision = HiddenField()
    market_code = Pick(N_("Market"))
    fact = Pick(N_("What is asked"), [InputRequired(CHOOSE)])
    days = IntegerField(
        N_("Days of the voyage"), [Optional(), NumberRange(min=1, max=MOST_DAYS, message=_NUMBER)]
    )
    severity = RadioField(N_("Weight"), [InputRequired(CHOOSE)])
    part = Pick(N_("Gate"), [InputRequired(CHOOSE)])
    who = RadioField(N_("Who can mend it"), [InputRequired(CHOOSE)])
    name_id = StringField(N_("Name (Indonesian)"), [Most(120)])
    name_en = StringField(N_("Name (English)"), [Most(120)])
    explanation_id = TextAreaField(N_("Explanation (Indonesian)"), [Most(600)])
    explanation_en = TextAreaField(N_("Explanation (English)"), [Most(600)])
    office_id = StringField(N_("Office (Indonesian)"), [Most(200)])
    office_en = StringField(N_("Office (English)"), [Most(200)])
    requirement = Pick(N_("Line of the requirements that knows cost and time"))
    kinds = SelectMultipleChecks(N_("Kinds of goods"))
    categories = SelectMultipleChecks(N_("Categories, with all below them"))
    hs_prefixes = StringField(N_("HS codes that begin so"), [Most(200)])
    applies_when = SelectMultipleChecks(N_("Only for what is"))
    except_when = SelectMultipleChecks(N_("Not for what is"))
    effective_from = StringField(N_("Asked for from"), [Most(40)])
    effective_until = StringField(N_("Asked for until"), [Most(40)])
    source = StringField(N_("Source"), [Most(300)])
    source_url = StringField(N_("Page of the source"), [Most(300)])
    certainty = RadioField(N_("How sure is it"), [InputRequired(CHOOSE)])
    reviewed_on = StringField(N_("Source read on"), [Most(40)])

    def offer(self, lists: Lists) -> "RuleForm":
        """Fill the lists to pick from."""
        self.market_code.choices = [("", gettext("Every market")), *lists.markets]
        self.kinds.choices = list(lists.kinds)
        self.categories.choices = list(lists.categories)
        self.requirement.choices = [("", gettext("None")), *lists.requirements]
        self.fact.choices = [("", gettext("Choose")), *_named(FACT_NAMES)]
        self.severity.choices = _named(SEVERITY_NAMES)
        self.part.choices = [("", gettext("Choose")), *_named(PART_NAMES)]
        self.who.choices = _named(WHO_NAMES)
        self.applies_when.choices = _named(TRAIT_NAMES)
        self.except_when.choices = _named(TRAIT_NAMES)
        self.certainty.choices = _named(CERTAINTY_NAMES)
        return self

    def fill(self, rule: Rule) -> None:
        """Show a stored rule."""
        for word in _WORDS:
            for language in _LANGUAGES:
                self[f"{word}_{language}"].data = getattr(rule, word).get(language, "")
        for name in ("kinds", "categories", "applies_when", "except_when"):
            self[name].data = sorted(getattr(rule, name))
        for name in _DATES:
            value: date | None = getattr(rule, name)
            self[name].data = value.strftime(DATE_FORM) if value else ""
        for name in ("fact", "severity", "part", "who"):
            self[name].data = getattr(rule, name).value
        for name in ("market_code", "days", "requirement", "source", "source_url", "certainty"):
            self[name].data = getattr(rule, name)
        self.hs_prefixes.data = ", ".join(rule.hs_prefixes)

    def rule(self, key: str, position: int) -> Rule:
        """Return the typed rule; marks dates that cannot be read and leaves them out."""
        dates = {name: read_date(self, name) for name in _DATES}
        return Rule(
            key=key,
            position=position,
            market_code=self.market_code.data or "",
            fact=Fact(self.fact.data),
            severity=Severity(self.severity.data),
            part=Part(self.part.data),
            who=Who(self.who.data),
            kinds=frozenset(self.kinds.data or ()),
            categories=frozenset(self.categories.data or ()),
            hs_prefixes=tuple(_prefixes(self.hs_prefixes.data or "")),
            applies_when=frozenset(map(Trait, self.applies_when.data or ())),
            except_when=frozenset(map(Trait, self.except_when.data or ())),
            days=self.days.data,
            requirement=self.requirement.data or "",
            source=clean_line(self.source.data or ""),
            source_url=clean_line(self.source_url.data or ""),
            certainty=self.certainty.data,
            **dates,  # type: ignore[arg-type]  # names of dates only
            **{word: self._words(word) for word in _WORDS},  # type: ignore[arg-type]  # texts only
        )

    def _words(self, word: str) -> LocalText:
        texts = {code: clean_line(self[f"{word}_{code}"].data or "") for code in _LANGUAGES}
        return LocalText.of(texts)


def _named(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(text)) for key, text in names.items()]


def _prefixes(typed: str) -> list[str]:
    parts = (part.replace(".", "") for part in _GAP.split(typed))
    return list(dict.fromkeys(part for part in parts if part))


class ActivateForm(CatalogForm):
    """The decision to put a draft in force."""

    revision = HiddenField()
    against = HiddenField()
    note = StringField(
        N_("Why this change"),
        [InputRequired(N_("Say in a few words why, for those who read the history.")), Most(300)],
    )


class EndForm(CatalogForm):
    """The decision to take a rule out of force."""

    note = StringField(
        N_("Why it ends"),
        [InputRequired(N_("Say in a few words why, for those who read the history.")), Most(300)],
    )
