"""What a listing still needs before it may be sent, in the order of the steps; pure functions."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalog.kernel.text import N_
from catalog.products.rules.facts import Attribute
from catalog.products.rules.fields import Sheet
from catalog.products.rules.sheet import ADVISED_NAME, ATTRIBUTE, ORDER, READY
from catalog.products.rules.steps import STEPS, Step
from catalog.products.rules.variants import cell
from catalog.taxonomy.rules import AttributeType

LEAST_PHOTOS = 3
SHORTEST_STORY = 80
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?:https?://|www\.|wa\.me/)\S+"
    r"|(?<!\d)(?:\+?62|0)[\s.-]?8\d{1,2}(?:[\s.-]?\d{3,4}){2,3}"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do: where (step and input), and a sentence (a msgid, or words as they are).

    What is not required is advice: it never stops a listing.
    """

    step: Step
    field: str
    text: str
    values: tuple[tuple[str, str], ...] = ()  # msgids
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a listing is: per cent of what is required, what is missing, what would help."""

    percent: int
    missing: tuple[Missing, ...]
    advice: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether nothing that is required is missing."""
        return not self.missing

    def done(self) -> dict[Step, bool]:
        """Return which steps need nothing more."""
        open_steps = {entry.step for entry in self.missing}
        # Nothing of the last step is required: it is done once its advice is taken.
        open_steps |= {entry.step for entry in self.advice if entry.step is Step.EXPORT}
        return {step: step not in open_steps for step in STEPS}


Rule = tuple[Step, str, str, Callable[[Sheet], bool]]


def _says(name: str) -> Callable[[Sheet], bool]:
    return lambda values: values.get(name) not in (None, "", [], {})


def _has_price(values: Sheet) -> bool:
    if values.get("asks_price") or values.get("price"):
        return True
    rows = values.get("variants") or ()
    return bool(rows) and all(values.get(cell(str(row["id"]), "price")) for row in rows)


def _has_stock(values: Sheet) -> bool:
    if values.get("selling") != READY:
        return True
    rows = values.get("variants") or ()
    if rows:
        return any(values.get(cell(str(row["id"]), "stock")) is not None for row in rows)
    return values.get("stock") is not None


def _has_days(values: Sheet) -> bool:
    days = values.get("lead_days_min") or values.get("lead_days_max")
    return values.get("selling") != ORDER or bool(days)


def _has_names(values: Sheet) -> bool:
    rows = values.get("variants") or ()
    return all(values.get(cell(str(row["id"]), "name")) for row in rows)


def _without_contact(values: Sheet) -> bool:
    names = ("name", "summary", "description", "name_en", "summary_en", "description_en")
    return not any(_CONTACT.search(str(values.get(name) or "")) for name in names)


_REQUIRED: tuple[Rule, ...] = (
    (Step.KIND, "category", N_("Choose what kind of product it is."), _says("category")),
    (
        Step.PHOTOS,
        "photos",
        N_("Add at least 3 photos."),
        lambda values: len(values.get("photos") or ()) >= LEAST_PHOTOS,
    ),
    (Step.PRICE, "price", N_("Write the price, or choose “price on request”."), _has_price),
    (Step.PRICE, "unit_code", N_("Choose the unit that the price is for."), _says("unit_code")),
    (
        Step.PRICE,
        "selling",
        N_("Choose how you sell it: ready to send, or made after the order."),
        _says("selling"),
    ),
    (Step.PRICE, "stock", N_("Write how many are ready to send."), _has_stock),
    (Step.PRICE, "lead_days_max", N_("Write how many days one order takes."), _has_days),
    (Step.PRICE, "weight_g", N_("Write the weight when wrapped."), _says("weight_g")),
    (Step.PRICE, "variants", N_("Give every option a name."), _has_names),
    (Step.STORY, "name", N_("Write the product's name."), _says("name")),
    (
        Step.STORY,
        "description",
        N_("Tell the story in at least 80 characters: what it is, of what, how it is made."),
        lambda values: len(values.get("description") or "") >= SHORTEST_STORY,
    ),
    (
        Step.STORY,
        "description",
        N_("Leave phone numbers and addresses out of the text; buyers reach you by the button."),
        _without_contact,
    ),
)
_ADVISED: tuple[Rule, ...] = (
    (
        Step.STORY,
        "name",
        N_("A name of at most 70 characters is read whole on a phone."),
        lambda values: len(values.get("name") or "") <= ADVISED_NAME,
    ),
    (
        Step.STORY,
        "summary",
        N_("Add one sentence that says what makes it special."),
        _says("summary"),
    ),
    (Step.STORY, "name_en", N_("Add the name in English for buyers abroad."), _says("name_en")),
    (
        Step.STORY,
        "description_en",
        N_("Add the story in English for buyers abroad."),
        _says("description_en"),
    ),
    (Step.EXPORT, "hs_code", N_("Choose the HS code, if you want to export."), _says("hs_code")),
    (
        Step.EXPORT,
        "capacity_month",
        N_("Write how many you can make in a month."),
        _says("capacity_month"),
    ),
)


def assess(
    values: Sheet,
    template: Sequence[Attribute],
    language: str,
    *,
    unread: Iterable[tuple[Step, str, str]] = (),
) -> Completeness:
    """Return how far a listing is; ``template`` tells what its category requires.

    ``unread`` are the step, the name and the label of fields whose text could not be read.
    """
    wanted = [*_REQUIRED, *_attributes(template, language)]
    missing = [Missing(step, name, text) for step, name, text, holds in wanted if not holds(values)]
    percent = round(100 * (len(wanted) - len(missing)) / len(wanted))
    advice = [
        Missing(step, name, text, is_required=False)
        for step, name, text, holds in _ADVISED
        if not holds(values)
    ]
    missing += [
        Missing(step, name, N_("“%(name)s” could not be read: please mend it."), (("name", label),))
        for step, name, label in unread
    ]
    order = {step: place for place, step in enumerate(STEPS)}
    missing.sort(key=lambda entry: order[entry.step])
    return Completeness(min(percent, 99) if missing else percent, tuple(missing), tuple(advice))


def _attributes(template: Sequence[Attribute], language: str) -> Iterable[Rule]:
    for attribute in template:
        if attribute.is_required and attribute.type is not AttributeType.FLAG:
            name = f"{ATTRIBUTE}{attribute.key}"
            yield Step.STORY, name, attribute.label.best(language), _says(name)
