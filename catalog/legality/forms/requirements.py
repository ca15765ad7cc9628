"""What an office writes into a requirement: picked from lists wherever there is a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText, clean_line
from catalog.legality.forms.papers import SelectMultipleChecks
from catalog.legality.rules.requirements import (
    CERTAINTY_NAMES,
    CONDITION_NAMES,
    FACT_NAMES,
    LEVEL_NAMES,
    PURPOSE_NAMES,
    Condition,
    Fact,
    Level,
    Rule,
)
from catalog.web.forms import CatalogForm

MOST_DAYS = 1000
CHOOSE = N_("Choose one of these.")
_TOO_LONG = N_("Shorten this to %(max)d characters.")
_NUMBER = N_("Type a number of days, digits only.")
_LANGUAGES = ("id", "en")
_WORDS = ("name", "next_step", "office", "cost", "how_to", "papers")
_DATES = ("effective_from", "effective_until", "reviewed_on")
_DATE_FORM = "%d-%m-%Y"
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lists:
    """What can be picked: papers by code, lines of more general sets, categories, galleries."""

    papers: Choices = ()
    lines: Choices = ()
    categories: Choices = ()
    galleries: Choices = ()


class _Line:
    """Limits a text, and says by how much it is too long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401  # WTForms has no types
        """Raise when the text is too long."""
        if len(field.data or "") > self.most:
            raise ValidationError(gettext(_TOO_LONG, max=self.most))


def _days() -> list[Any]:
    range_ = NumberRange(min=0, max=MOST_DAYS, message=_NUMBER)
    return [Optional(), range_]


class _Pick(SelectField):
    """A list to pick from; what is not in it is said in the reader's words."""

    def pre_validate(self, form: BaseForm) -> None:
        """Raise when the value stands in no list."""
        try:
            super().pre_validate(form)
        except ValueError as error:
            raise ValidationError(CHOOSE) from error


class _Days(IntegerField):
    """A number of days; what is no number is said in the reader's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext(_NUMBER)) from error


class LineForm(CatalogForm):
    """A requirement."""

    revision = HiddenField()
    line = _Pick(N_("Which requirement is it"), validate_choice=False)
    name_id = StringField(N_("Name (Indonesian)"), [_Line(120)])
    name_en = StringField(N_("Name (English)"), [_Line(120)])
    type_codes = SelectMultipleChecks(N_("Papers that prove it: any of them is enough"))
    stopgap_codes = SelectMultipleChecks(N_("Papers accepted for the time being"))
    fact = _Pick(N_("Or a fact of the profile or listing"))
    level = RadioField(N_("Strictness"), [InputRequired(CHOOSE)])
    certainty = RadioField(N_("How sure is it"), [InputRequired(CHOOSE)])
    applies_when = SelectMultipleChecks(N_("Only for what is"))
    except_when = SelectMultipleChecks(N_("Not for what is"))
    effective_from = StringField(N_("Asked for from"), [_Line(40)])
    effective_until = StringField(N_("Asked for until"), [_Line(40)])
    next_step_id = TextAreaField(N_("Next step, one sentence (Indonesian)"), [_Line(300)])
    next_step_en = TextAreaField(N_("Next step, one sentence (English)"), [_Line(300)])
    office_id = StringField(N_("Office (Indonesian)"), [_Line(200)])
    office_en = StringField(N_("Office (English)"), [_Line(200)])
    cost_id = StringField(N_("Cost, as a sentence (Indonesian)"), [_Line(200)])
    cost_en = StringField(N_("Cost, as a sentence (English)"), [_Line(200)])
    days_min = _Days(N_("Takes at least"), _days())
    days_max = _Days(N_("Takes at most"), _days())
    how_to_id = TextAreaField(N_("Five steps, one a line (Indonesian)"), [_Line(1500)])
    how_to_en = TextAreaField(N_("Five steps, one a line (English)"), [_Line(1500)])
    papers_id = TextAreaField(N_("Papers to bring, one a line (Indonesian)"), [_Line(800)])
    papers_en = TextAreaField(N_("Papers to bring, one a line (English)"), [_Line(800)])
    link = StringField(N_("Official page"), [_Line(300)])
    source = StringField(N_("Source"), [_Line(300)])
    reviewed_on = StringField(N_("Source read on"), [_Line(40)])

    def offer(self, lists: Lists) -> "LineForm":
        """Fill the lists to pick from."""
        self.type_codes.choices = list(lists.papers)
        self.stopgap_codes.choices = list(lists.papers)
        self.line.choices = [("", gettext("A new one")), *lists.lines]
        self.fact.choices = [
            ("", gettext("None")),
            *((fact.value, gettext(text)) for fact, text in FACT_NAMES.items()),
        ]
        self.level.choices = [(one.value, gettext(text)) for one, text in LEVEL_NAMES.items()]
        self.certainty.choices = [(one, gettext(text)) for one, text in CERTAINTY_NAMES.items()]
        conditions = [(one.value, gettext(text)) for one, text in CONDITION_NAMES.items()]
        self.applies_when.choices = conditions
        self.except_when.choices = conditions
        return self

    def fill(self, rule: Rule) -> None:
        """Show a stored line."""
        for word in _WORDS:
            for language in _LANGUAGES:
                self[f"{word}_{language}"].data = getattr(rule, word).get(language, "")
        for name in ("type_codes", "stopgap_codes", "applies_when", "except_when"):
            self[name].data = sorted(getattr(rule, name))
        for name in _DATES:
            value: date | None = getattr(rule, name)
            self[name].data = value.strftime(_DATE_FORM) if value else ""
        self.fact.data = rule.fact.value if rule.fact else ""
        self.level.data = rule.level.value
        self.certainty.data = rule.certainty
        self.days_min.data, self.days_max.data = rule.days
        self.link.data, self.source.data = rule.link, rule.source

    def rule(self, key: str) -> Rule:
        """Return the typed line; marks dates that cannot be read and leaves them out."""
        dates = {name: self._date(name) for name in _DATES}
        return Rule(
            key=key,
            level=Level(self.level.data),
            certainty=self.certainty.data,
            type_codes=frozenset(self.type_codes.data or ()),
            stopgap_codes=frozenset(self.stopgap_codes.data or ()),
            fact=Fact(self.fact.data) if self.fact.data else None,
            applies_when=frozenset(map(Condition, self.applies_when.data or ())),
            except_when=frozenset(map(Condition, self.except_when.data or ())),
            days=(self.days_min.data, self.days_max.data),
            link=clean_line(self.link.data or ""),
            source=clean_line(self.source.data or ""),
            **dates,  # type: ignore[arg-type]  # names of dates only
            **{word: self._words(word) for word in _WORDS},  # type: ignore[arg-type]  # texts only
        )

    def _words(self, word: str) -> LocalText:
        texts = {language: self[f"{word}_{language}"].data or "" for language in _LANGUAGES}
        if word in {"how_to", "papers"}:
            texts = {key: _lines(text) for key, text in texts.items()}
        return LocalText.of(texts)

    def _date(self, name: str) -> date | None:
        field = self[name]
        if not field.data:
            return None
        try:
            return parse_date(field.data)
        except RuleBroken as error:
            self.mark(RuleBroken(error.message, field=name, **error.values))
            return None


def _lines(text: str) -> str:
    return "\n".join(line for line in map(clean_line, text.splitlines()) if line)


class SetForm(CatalogForm):
    """A set that is not there yet: what it is for, and for which products or gallery."""

    purpose = RadioField(N_("Goal"), [InputRequired(CHOOSE)])
    kind = _Pick(N_("Kind of product"))
    category = _Pick(N_("Or one category"))
    gallery = _Pick(N_("Gallery"))

    def offer(self, lists: Lists, kinds: Choices) -> "SetForm":
        """Fill the lists to pick from."""
        self.purpose.choices = [(one.value, gettext(text)) for one, text in PURPOSE_NAMES.items()]
        self.kind.choices = [("", gettext("All products")), *kinds]
        self.category.choices = [("", gettext("None")), *lists.categories]
        self.gallery.choices = [("", gettext("All galleries")), *lists.galleries]
        return self

    def picked(self, name: str) -> UUID | None:
        """Return the id that was picked in a list, if one was."""
        return UUID(self[name].data) if self[name].data else None


class ActivateForm(CatalogForm):
    """The decision to put a draft in force."""

    revision = HiddenField()
    against = HiddenField()
    note = StringField(
        N_("Why this change"),
        [InputRequired(N_("Say in a few words why, for those who read the history.")), _Line(300)],
    )


class FoodForm(CatalogForm):
    """A food type of the home-industry permit."""

    name_id = StringField(
        N_("Name (Indonesian)"), [InputRequired(N_("Write the name.")), _Line(120)]
    )
    name_en = StringField(N_("Name (English)"), [_Line(120)])
    category_slugs = SelectMultipleChecks(N_("Categories that it speaks of"))
    certainty = RadioField(N_("How sure is it"), [InputRequired(CHOOSE)])
    source = StringField(
        N_("Source"), [InputRequired(N_("Name where this was read, or who said it.")), _Line(300)]
    )

    def offer(self, lists: Lists) -> "FoodForm":
        """Fill the lists to pick from."""
        self.category_slugs.choices = list(lists.categories)
        self.certainty.choices = [(one, gettext(text)) for one, text in CERTAINTY_NAMES.items()]
        return self
