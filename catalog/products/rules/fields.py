"""What a field of a listing is: its step, its words, how it is read and written back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.kernel.text import N_
from catalog.products.rules import reading
from catalog.products.rules.steps import Step

Raw = Mapping[str, Sequence[str]]  # texts of a form by the name of their input
Sheet = Mapping[str, Any]  # values by field, as JSON holds them


class Look(StrEnum):
    """Which control a field is drawn with."""

    LINE = "line"
    BLOCK = "block"
    CHOICE = "choice"  # one of a list
    RADIO = "radio"
    CHECKS = "checks"  # several of a list
    ROWS = "rows"  # several inputs per row, drawn by the step's own page
    NONE = "none"  # changed by buttons only


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the editor. ``label`` is a msgid unless ``is_words``.

    ``read`` takes the texts of its ``cells`` (its own name, unless it has rows) and gives the
    value or raises RuleBroken; ``show`` is its reverse.
    """

    name: str
    step: Step
    label: str
    read: Callable[[Raw], Any]
    show: Callable[[Any], dict[str, list[str]]]
    look: Look = Look.LINE
    choices: tuple[tuple[str, str], ...] = ()  # value and label (msgid unless is_words)
    cells: tuple[str, ...] = ()
    unit: str = ""
    hint: str = ""
    is_words: bool = False
    most: int = 0

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the names of its inputs."""
        return self.cells or (self.name,)


def _one(name: str, read: Callable[[str], Any]) -> Callable[[Raw], Any]:
    return lambda raw: read(_last(raw.get(name, ())))


def _last(texts: Sequence[str]) -> str:
    return texts[-1] if texts else ""


def line(name: str, step: Step, label: str, most: int) -> Field:
    """Return a field of one line of text."""
    return Field(
        name,
        step,
        label,
        read=_one(name, lambda text: reading.read_line(text, most)),
        show=lambda value: {name: [value or ""]},
        most=most,
    )


def block(name: str, step: Step, label: str, most: int) -> Field:
    """Return a field of paragraphs."""
    return Field(
        name,
        step,
        label,
        read=_one(name, lambda text: reading.read_block(text, most)),
        show=lambda value: {name: [value or ""]},
        look=Look.BLOCK,
        most=most,
    )


def count(
    name: str, step: Step, label: str, *, least: int = 1, up_to: int = reading.MOST_PIECES
) -> Field:
    """Return a field of a whole number."""
    return Field(
        name,
        step,
        label,
        read=_one(name, lambda text: reading.read_count(text, least=least, most=up_to)),
        show=lambda value: {name: [reading.show_number(value)]},
    )


def price(name: str, step: Step, label: str) -> Field:
    """Return a field of whole Rupiah."""
    return Field(
        name,
        step,
        label,
        read=_one(name, reading.read_price),
        show=lambda value: {name: [reading.show_number(value)]},
    )


def size(name: str, step: Step, label: str, kept: tuple[str, str, int], *, up_to: int) -> Field:
    """Return a field that is typed in one unit and kept in another.

    ``kept`` is (unit typed, unit stored, stored units per typed one).
    """
    typed, stored, per = kept
    return Field(
        name,
        step,
        label,
        read=_one(name, lambda text: reading.read_whole(text, typed, stored, most=up_to)),
        show=lambda value: {name: [reading.show_scaled(value, per)]},
        unit=typed,
    )


def choice(
    name: str,
    step: Step,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    look: Look = Look.CHOICE,
) -> Field:
    """Return a field that takes one of a list."""
    known = tuple(value for value, _ in choices)
    return Field(
        name,
        step,
        label,
        read=_one(name, lambda text: reading.read_one(text, known)),
        show=lambda value: {name: [value or ""]},
        choices=tuple(choices),
        look=look,
    )


def checks(name: str, step: Step, label: str, choices: Sequence[tuple[str, str]]) -> Field:
    """Return a field that takes several of a list."""
    known = tuple(value for value, _ in choices)
    return Field(
        name,
        step,
        label,
        read=lambda raw: reading.read_several(raw.get(name, ()), known),
        show=lambda value: {name: list(value or ())},
        look=Look.CHECKS,
        choices=tuple(choices),
    )


def flag(name: str, step: Step, label: str) -> Field:
    """Return a field that is yes, no, or not said."""
    return Field(
        name,
        step,
        label,
        read=_one(name, reading.read_flag),
        show=lambda value: {name: ["" if value is None else "1" if value else "0"]},
        look=Look.CHOICE,
        choices=(("1", N_("Yes")), ("0", N_("No"))),
    )


def button(name: str, step: Step, label: str) -> Field:
    """Return a field that no input holds: buttons and pickers change it."""
    return Field(name, step, label, read=lambda _raw: None, show=lambda _value: {}, look=Look.NONE)
