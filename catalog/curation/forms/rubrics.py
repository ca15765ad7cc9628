"""What an office writes into a rubric: picked from lists wherever there is a list."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from catalog.curation.forms.incidents import CHOOSE, AtMost, typed_day
from catalog.curation.rules.rubric import WHOLE, Item, Scale
from catalog.curation.rules.words import DESTINATION_NAMES, GROUP_NAMES, Destination, Grade, Group
from catalog.kernel.quantity import format_number
from catalog.kernel.text import N_, LocalText, clean_line
from catalog.legality.rules.requirements import CERTAINTY_NAMES
from catalog.web.forms import CatalogForm
from catalog.web.locale import current_language

LANGUAGES = ("id", "en")
_NUMBER = N_("Type a whole number, digits only.")
_PERCENT = N_("Type a number from 1 to 100.")
_GAPS = ("0.5", "1.0", "1.5", "2.0", "2.5")
_RATERS = ("1", "2", "3")
_DATE_FORM = "%d-%m-%Y"


class Whole(IntegerField):
    """A whole number; what is none is said in the reader's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext(_NUMBER)) from error


def _percent(label: str) -> Whole:
    given = InputRequired(_PERCENT)
    return Whole(label, [given, NumberRange(min=1, max=WHOLE, message=_PERCENT)])


class ItemForm(CatalogForm):
    """A criterion with its anchors."""

    revision = HiddenField()
    name_id = StringField(N_("Name (Indonesian)"), [AtMost(120)])
    name_en = StringField(N_("Name (English)"), [AtMost(120)])
    group = RadioField(N_("Side"), [InputRequired(CHOOSE)])
    weight = _percent(N_("Weight"))
    may_not_apply = BooleanField(N_("Curators may leave it out where it does not apply"))
    hint_id = TextAreaField(N_("What to look at (Indonesian)"), [AtMost(400)])
    hint_en = TextAreaField(N_("What to look at (English)"), [AtMost(400)])
    anchor_0_id = TextAreaField(N_("0 points (Indonesian)"), [AtMost(300)])
    anchor_0_en = TextAreaField(N_("0 points (English)"), [AtMost(300)])
    anchor_1_id = TextAreaField(N_("1 point (Indonesian)"), [AtMost(300)])
    anchor_1_en = TextAreaField(N_("1 point (English)"), [AtMost(300)])
    anchor_2_id = TextAreaField(N_("2 points (Indonesian)"), [AtMost(300)])
    anchor_2_en = TextAreaField(N_("2 points (English)"), [AtMost(300)])
    anchor_3_id = TextAreaField(N_("3 points (Indonesian)"), [AtMost(300)])
    anchor_3_en = TextAreaField(N_("3 points (English)"), [AtMost(300)])
    anchor_4_id = TextAreaField(N_("4 points (Indonesian)"), [AtMost(300)])
    anchor_4_en = TextAreaField(N_("4 points (English)"), [AtMost(300)])
    next_step_id = TextAreaField(N_("Next step for the vendor (Indonesian)"), [AtMost(400)])
    next_step_en = TextAreaField(N_("Next step for the vendor (English)"), [AtMost(400)])
    source = StringField(N_("Source"), [AtMost(300)])
    certainty = RadioField(N_("How sure is it"), [InputRequired(CHOOSE)])
    reviewed_on = StringField(N_("Source read on"), [AtMost(40)])

    def offer(self) -> "ItemForm":
        """Fill the lists to pick from."""
        self.group.choices = [(one.value, gettext(text)) for one, text in GROUP_NAMES.items()]
        self.certainty.choices = [(one, gettext(text)) for one, text in CERTAINTY_NAMES.items()]
        return self

    def fill(self, item: Item) -> None:
        """Show a stored criterion."""
        for name in ("name", "hint", "next_step"):
            for language in LANGUAGES:
                self[f"{name}_{language}"].data = getattr(item, name).get(language, "")
        for point, anchor in enumerate(item.anchors):
            for language in LANGUAGES:
                self[f"anchor_{point}_{language}"].data = anchor.get(language, "")
        self.group.data, self.weight.data = item.group.value, item.weight
        self.may_not_apply.data = item.may_not_apply
        self.source.data, self.certainty.data = item.source, item.certainty
        self.reviewed_on.data = item.reviewed_on.strftime(_DATE_FORM) if item.reviewed_on else ""

    def item(self, key: str = "") -> Item:
        """Return the typed criterion; raise RuleBroken for a day that cannot be read."""
        return Item(
            key=key,
            group=Group(self.group.data),
            weight=self.weight.data or 0,
            name=self._words("name"),
            anchors=tuple(self._words(f"anchor_{point}") for point in range(5)),
            hint=self._words("hint"),
            next_step=self._words("next_step"),
            may_not_apply=bool(self.may_not_apply.data),
            source=clean_line(self.source.data or ""),
            certainty=self.certainty.data,
            reviewed_on=typed_day(self.reviewed_on.data, "reviewed_on"),
        )

    def _words(self, name: str) -> LocalText:
        return LocalText.of({one: self[f"{name}_{one}"].data or "" for one in LANGUAGES})


class ScaleForm(CatalogForm):
    """The thresholds of a rubric."""

    revision = HiddenField()
    least_a = _percent(N_("A begins at"))
    least_b = _percent(N_("B begins at"))
    least_c = _percent(N_("C begins at"))
    gap = SelectField(N_("Scores have to be talked over when they lie further apart than"))
    raters_low = SelectField(N_("Curators needed for C and D"))
    raters_high = SelectField(N_("Curators needed for A and B"))
    publish_from = SelectField(N_("Lowest grade that may be published"))
    where_a = SelectField(N_("A leads to"))
    where_b = SelectField(N_("B leads to"))
    where_c = SelectField(N_("C leads to"))
    where_d = SelectField(N_("D leads to"))

    def offer(self) -> "ScaleForm":
        """Fill the lists to pick from."""
        language = current_language()
        self.gap.choices = [
            (one, gettext("%(number)s grades", number=format_number(float(one), language, 1)))
            for one in _GAPS
        ]
        self.raters_low.choices = [(one, one) for one in _RATERS]
        self.raters_high.choices = [(one, one) for one in _RATERS]
        self.publish_from.choices = [(one.value, one.value) for one in Grade]
        places = [(one.value, gettext(text)) for one, text in DESTINATION_NAMES.items()]
        for grade in Grade:
            self._where(grade).choices = places
        return self

    def fill(self, scale: Scale) -> None:
        """Show stored thresholds."""
        self.least_a.data, self.least_b.data = scale.least_a, scale.least_b
        self.least_c.data = scale.least_c
        self.gap.data = f"{scale.gap:.1f}"
        self.raters_low.data, self.raters_high.data = str(scale.raters_low), str(scale.raters_high)
        self.publish_from.data = scale.publish_from.value
        for grade, where in scale.destinations:
            self._where(grade).data = where.value

    def scale(self) -> Scale:
        """Return the typed thresholds."""
        return replace(
            Scale(),
            least_a=self.least_a.data or 0,
            least_b=self.least_b.data or 0,
            least_c=self.least_c.data or 0,
            gap=float(self.gap.data),
            raters_low=int(self.raters_low.data),
            raters_high=int(self.raters_high.data),
            publish_from=Grade(self.publish_from.data),
            destinations=tuple((grade, Destination(self._where(grade).data)) for grade in Grade),
        )

    def _where(self, grade: Grade) -> Any:  # noqa: ANN401  # WTForms has no types
        return self[f"where_{grade.value.lower()}"]


class ActivateForm(CatalogForm):
    """The decision to put a draft in force."""

    revision = HiddenField()
    against = HiddenField()
    note = StringField(
        N_("Why this change"),
        [InputRequired(N_("Say in a few words why, for those who read the history.")), AtMost(300)],
    )
