"""Every field of a listing, step by step, for one category and one set of options."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.products.rules import fields as make
from catalog.products.rules import reading, rows
from catalog.products.rules.facts import Attribute
from catalog.products.rules.fields import Field, Look, Sheet
from catalog.products.rules.steps import Step
from catalog.products.rules.variants import cell_fields
from catalog.taxonomy.rules import AttributeType, TermKind

MAX_NAME, ADVISED_NAME = 160, 70
MAX_SUMMARY, MAX_DESCRIPTION, MAX_ATTRIBUTE = 300, 8000, 600
MAX_TERMS, MAX_LINE = 200, 80
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")
READY, ORDER = "ready", "order"
SELLING = (
    (READY, N_("Ready to send")),
    (ORDER, N_("Made after the order")),
)
TERM_FIELDS: tuple[tuple[TermKind, str], ...] = (
    (TermKind.MOTIF, N_("Motif")),
    (TermKind.TECHNIQUE, N_("Technique")),
    (TermKind.MATERIAL, N_("Material")),
    (TermKind.SENTRA, N_("Craft village")),
)
PROTECTED = N_(
    "“%(name)s” is a protected name: only makers of its villages may use it. If your workshop is"
    " there, correct its village in your profile."
)
ENGLISH = ("name_en", "summary_en", "description_en")
ATTRIBUTE, TERM = "attr_", "term_"

_CM = ("cm", "mm", 10)
_KG = ("kg", "g", 1000)

FIXED: tuple[Field, ...] = (
    make.price("price", Step.PRICE, N_("Price")),
    make.flag("asks_price", Step.PRICE, N_("Show “price on request” instead")),
    make.choice("selling", Step.PRICE, N_("How you sell it"), SELLING, look=Look.RADIO),
    make.count("stock", Step.PRICE, N_("Stock"), least=0),
    make.count("lead_days_min", Step.PRICE, N_("Days to make one order, at least"), up_to=730),
    make.count("lead_days_max", Step.PRICE, N_("Days to make one order, at most"), up_to=730),
    make.size("weight_g", Step.PRICE, N_("Weight when wrapped"), ("g", "g", 1), up_to=1_000_000),
    make.count("minimum_order", Step.PRICE, N_("Minimum order")),
    make.button("variants", Step.PRICE, N_("Options")),
    rows.ladder("ladder", Step.PRICE, N_("Prices for resellers")),
    make.line("name", Step.STORY, N_("Product name"), MAX_NAME),
    make.line("summary", Step.STORY, N_("In one sentence"), MAX_SUMMARY),
    make.block("description", Step.STORY, N_("Story of the product"), MAX_DESCRIPTION),
    make.line("name_en", Step.STORY, N_("Name in English"), MAX_NAME),
    make.line("summary_en", Step.STORY, N_("In one sentence, in English"), MAX_SUMMARY),
    make.block("description_en", Step.STORY, N_("Story in English"), MAX_DESCRIPTION),
    make.count("capacity_month", Step.EXPORT, N_("Capacity per month"), least=0),
    rows.lead_steps("lead_steps", Step.EXPORT, N_("Lead time by quantity")),
    make.count("inner_pieces", Step.EXPORT, N_("Pieces in an inner box")),
    make.count("carton_pieces", Step.EXPORT, N_("Pieces in a master carton"), up_to=100_000),
    make.size("carton_length_mm", Step.EXPORT, N_("Carton length"), _CM, up_to=6000),
    make.size("carton_width_mm", Step.EXPORT, N_("Carton width"), _CM, up_to=6000),
    make.size("carton_height_mm", Step.EXPORT, N_("Carton height"), _CM, up_to=6000),
    make.size("net_g", Step.EXPORT, N_("Net weight of a carton"), _KG, up_to=2_000_000),
    make.size("gross_g", Step.EXPORT, N_("Gross weight of a carton"), _KG, up_to=2_000_000),
    rows.fob("fob", Step.EXPORT, N_("FOB prices")),
    make.checks("incoterms", Step.EXPORT, N_("Incoterms 2020"), [(t, t) for t in INCOTERMS]),
    make.line("port", Step.EXPORT, N_("Port of loading"), MAX_LINE),
    make.line("payment_terms", Step.EXPORT, N_("Payment terms"), MAX_TERMS),
    make.line("payment_terms_en", Step.EXPORT, N_("Payment terms in English"), MAX_TERMS),
    make.flag("private_label", Step.EXPORT, N_("Under the buyer's own brand (private label)")),
    make.count("shelf_life_days", Step.EXPORT, N_("Shelf life in days"), up_to=3650),
    make.line("sample_policy", Step.EXPORT, N_("Samples"), MAX_TERMS),
    make.line("sample_policy_en", Step.EXPORT, N_("Samples, in English"), MAX_TERMS),
    make.button("photos", Step.PHOTOS, N_("Photos")),
    make.block("note", Step.EXPORT, N_("Note to the officers"), 1000),
)
FIXED_NAMES = frozenset(field.name for field in FIXED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a list with its words, in the reader's language."""

    value: str
    words: str
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """The lists that a listing chooses from, and its category's template."""

    categories: Sequence[Choice] = ()  # leaves, by slug
    units: Sequence[Choice] = ()
    terms: dict[str, Sequence[Choice]] | None = None  # by kind, ids as text
    hs_codes: Sequence[Choice] = ()
    markets: Sequence[Choice] = ()
    template: Sequence[Attribute] = ()


def all_fields(reference: Reference, values: Sheet, language: str = "id") -> dict[str, Field]:
    """Return every field of a listing by name, in the order of the steps."""
    found = [
        _listed("category", Step.KIND, N_("Kind"), reference.categories),
        _listed("unit_code", Step.PRICE, N_("Unit"), reference.units),
        *FIXED,
        *cell_fields(values.get("variants") or []),
        *_attributes(reference.template, language),
        *_terms(reference, values),
        _hs(reference.hs_codes),
        make.checks(
            "markets",
            Step.EXPORT,
            N_("Countries that you already send to"),
            [(choice.value, choice.words) for choice in reference.markets],
        ),
    ]
    if any(line.key == "shelf_life_days" for line in reference.template):
        found = [field for field in found if field.name != "shelf_life_days"]
    return {field.name: field for field in found}


def step_fields(known: dict[str, Field], step: Step) -> dict[str, Field]:
    """Return the fields of one step."""
    return {name: field for name, field in known.items() if field.step is step}


def _listed(name: str, step: Step, label: str, choices: Iterable[Choice]) -> Field:
    return make.choice(name, step, label, [(choice.value, choice.words) for choice in choices])


def _hs(codes: Sequence[Choice]) -> Field:
    def read(raw: make.Raw) -> str | None:
        typed = (raw.get("hs_code") or [""])[-1]
        return rows.read_hs(typed)

    return Field(
        "hs_code",
        Step.EXPORT,
        N_("HS code"),
        read=read,
        show=lambda value: {"hs_code": [rows.show_hs(value)]},
        choices=tuple((choice.value, choice.words) for choice in codes),
    )


def _terms(reference: Reference, values: Sheet) -> Iterable[Field]:
    for kind, label in TERM_FIELDS:
        choices = (reference.terms or {}).get(kind, ())
        if choices:
            yield _term_field(f"{TERM}{kind}", label, choices, values)


def _term_field(name: str, label: str, choices: Sequence[Choice], values: Sheet) -> Field:
    """Return the field of one authority list; a protected name asks for the right to it."""
    worn = set(values.get(name) or ())
    closed = {c.value: c.words for c in choices if c.is_protected and c.value not in worn}

    def read(raw: make.Raw) -> list[str]:
        wanted = reading.read_several(raw.get(name, ()), [choice.value for choice in choices])
        for value in wanted:
            if value in closed:
                raise RuleBroken(PROTECTED, name=closed[value])
        return wanted

    offered = [(c.value, c.words) for c in choices if c.value not in closed]
    return replace(make.checks(name, Step.STORY, label, offered), read=read)


def _attributes(template: Iterable[Attribute], language: str) -> Iterable[Field]:
    for attribute in template:
        name = f"{ATTRIBUTE}{attribute.key}"
        field = _attribute(attribute, name, language)
        yield field
        if attribute.type is AttributeType.TEXT:
            english = attribute.label.best("en")
            yield replace(
                make.line(f"{name}_en", Step.STORY, english, MAX_ATTRIBUTE), is_words=True
            )


def _attribute(attribute: Attribute, name: str, language: str) -> Field:
    label = attribute.label.best(language)
    listed = [
        (str(choice["value"]), LocalText.of(_words(choice)).best(language))
        for choice in attribute.choices
    ]
    match attribute.type:
        case AttributeType.TEXT:
            made = make.line(name, Step.STORY, label, MAX_ATTRIBUTE)
        case AttributeType.CHOICE:
            made = make.choice(name, Step.STORY, label, listed)
        case AttributeType.CHOICES:
            made = make.checks(name, Step.STORY, label, listed)
        case AttributeType.FLAG:
            # Its choices are msgids; the label is not.
            made = make.flag(name, Step.STORY, label)
        case _:
            made = _measured(attribute, name, label)
    return replace(made, is_words=True, hint=attribute.help.best(language))


def _measured(attribute: Attribute, name: str, label: str) -> Field:
    unit = {"meter": "m", "liter": "l"}.get(attribute.unit, attribute.unit)

    def read(raw: make.Raw) -> float | None:
        return reading.read_measure((raw.get(name) or [""])[-1], unit)

    return Field(
        name,
        Step.STORY,
        label,
        read=read,
        show=lambda value: {name: [reading.show_number(value)]},
        unit=unit,
    )


def _words(choice: object) -> dict[str, str]:
    if not isinstance(choice, dict):
        return {}
    return {code: str(choice[code]) for code in ("id", "en") if choice.get(code)}
