"""What a product tells of itself, by its category's template; what is empty vanishes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from catalog.kernel.quantity import format_measure, format_number
from catalog.kernel.text import DEFAULT_LANGUAGE, N_, LocalText
from catalog.taxonomy.rules import AttributeType

# In the order in which a page shows them.
BLOCKS = {
    "food": N_("Ingredients and storage"),
    "craft": N_("How it is made"),
    "size": N_("Size and weight"),
    "use": N_("In use"),
    "care": N_("Care"),
}
YES, NO = N_("Yes"), N_("No")
# Lengths that people read as one line: keys in order, and the words for the line.
_JOINED = (
    (("length", "width", "height"), N_("Size (L × W × H)")),
    (("length", "width"), N_("Size (L × W)")),
    (("cloth_length_cm", "cloth_width_cm"), N_("Cloth size")),
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One line of a category's template; ``choices`` are {"value", "id", "en"}."""

    key: str
    type: AttributeType
    unit: str
    block: str
    label: LocalText
    choices: tuple[Mapping[str, Any], ...] = ()
    help: LocalText = field(default_factory=LocalText)
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the page. ``is_message`` marks a label, ``says`` a value, that is a msgid.

    ``language`` is set when the value is in another language than the reader's; ``items`` are the
    parts of a value that was chosen from a list.
    """

    key: str
    label: str
    value: str
    is_message: bool = False
    says: str = ""
    language: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Facts that belong together, under a title (a msgid)."""

    code: str
    title: str
    facts: tuple[Fact, ...]


def blocks(
    template: Sequence[Attribute], values: Mapping[str, Any], language: str
) -> tuple[Block, ...]:
    """Return what the values tell, grouped; unknown keys and unusable values are left out."""
    known = {attribute.key: attribute for attribute in template}
    joined, swallowed = _joined_sizes(known, values, language)
    found: dict[str, list[Fact]] = {code: [] for code in BLOCKS}
    for attribute in template:
        fact = joined.get(attribute.key)
        if attribute.key not in swallowed:
            fact = _fact(attribute, values.get(attribute.key), language)
        if fact is not None:
            found.setdefault(attribute.block, []).append(fact)
    return tuple(
        Block(code, BLOCKS.get(code, N_("Details")), tuple(facts))
        for code, facts in found.items()
        if facts
    )


def _joined_sizes(
    known: Mapping[str, Attribute], values: Mapping[str, Any], language: str
) -> tuple[dict[str, Fact], set[str]]:
    """Return the joined line by its first key, and every key that a line took."""
    found: dict[str, Fact] = {}
    taken: set[str] = set()
    for keys, label in _JOINED:
        if not taken.isdisjoint(keys) or not known.keys() >= set(keys):
            continue
        sizes = [size for size in map(values.get, keys) if _is_number(size) and size > 0]
        units = {known[key].unit for key in keys}
        if len(sizes) == len(keys) and len(units) == 1:
            taken.update(keys)
            text = format_measure(sizes, units.pop(), language)
            found[keys[0]] = Fact(keys[0], label, text, is_message=True)
    return found, taken


def _fact(attribute: Attribute, value: object, language: str) -> Fact | None:
    if value is None or value in ("", [], {}):
        return None
    blank = Fact(attribute.key, attribute.label.best(language), "")
    match attribute.type:
        case AttributeType.FLAG:
            return replace(blank, says=YES if value else NO) if isinstance(value, bool) else None
        case AttributeType.NUMBER | AttributeType.QUANTITY:
            return _measured(blank, attribute, value, language)
        case AttributeType.CHOICE | AttributeType.CHOICES:
            chosen = value if isinstance(value, list) else [value]
            items = tuple(_chosen(attribute, chosen, language))
            return replace(blank, value=", ".join(items), items=items) if items else None
        case AttributeType.TEXT:
            return _worded(blank, value, language)


def _measured(blank: Fact, attribute: Attribute, value: object, language: str) -> Fact | None:
    if not _is_number(value):
        return None
    if attribute.unit:
        return replace(blank, value=format_measure([float(value)], attribute.unit, language))
    return replace(blank, value=format_number(value, language))


def _chosen(attribute: Attribute, chosen: Iterable[Any], language: str) -> Iterable[str]:
    for choice in attribute.choices:
        if choice.get("value") in chosen:
            yield str(choice.get(language) or choice.get(DEFAULT_LANGUAGE) or choice["value"])


def _worded(blank: Fact, value: object, language: str) -> Fact | None:
    if isinstance(value, str):
        return replace(blank, value=value)
    if not isinstance(value, Mapping):
        return None
    text = LocalText.of({str(k): v for k, v in value.items() if isinstance(v, str)})
    if not text:
        return None
    other = "" if text.has(language) else DEFAULT_LANGUAGE if text.has(DEFAULT_LANGUAGE) else ""
    return replace(blank, value=text.best(language), language=other)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
