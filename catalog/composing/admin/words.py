"""Says limits, ways out and shares in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from catalog.composing.queries.lists import Names
from catalog.composing.rules.findings import Findings, Step
from catalog.composing.rules.limits import Limit
from catalog.composing.rules.shares import Split
from catalog.composing.rules.wishes import GREEN, IN_STOCK, Wishes, rules_of, setting
from catalog.composing.rules.words import LEFT_OUT, LIFTED, LIMITS, SPLITS


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a division: its share of the set beside that of all, in percent; None is hidden."""

    name: str
    count: int | None
    percent: int | None
    pool: int | None


@dataclass(frozen=True, slots=True)
class Division:
    """A question with its rows; ``is_hidden`` when every number stays hidden."""

    title: str
    bars: tuple[Bar, ...]
    is_private: bool
    is_hidden: bool


def limit_words(key: str, value: object, market: str) -> str:
    """Return a limit as a sentence: ``At most 2 of one maker``."""
    number = len(value) if isinstance(value, list | tuple) else value
    words = LIFTED[key] if value is False else LIMITS[key]
    return str(gettext(words, number=number, market=market))


def asked(wishes: Wishes, names: Names, galleries: tuple[Any, ...]) -> list[str]:
    """Return the limits of a wish, each as a sentence."""
    market = names.markets.get(wishes.market, wishes.market)
    return [_said(limit, market) for limit in rules_of(wishes, galleries).limits]


def _said(limit: Limit, market: str) -> str:
    return limit_words(limit.key, setting(limit), market)


def step_words(step: Step, market: str) -> str:
    """Return a limit and what it would become: ``At most 2 of one maker → 3``."""
    before = limit_words(step.key, step.before, market)
    if step.key in {IN_STOCK, GREEN}:
        return f"{before} → {limit_words(step.key, step.after, market)}"
    after = len(step.after) if isinstance(step.after, list) else step.after
    return f"{before} → {after}"


def divisions(splits: tuple[Split, ...], names: Names) -> list[Division]:
    """Return the divisions of a set with names and percentages."""
    return [_division(split, names) for split in splits]


def _division(split: Split, names: Names) -> Division:
    bars = []
    for cell in split.cells:
        name, is_msgid = names.of(split.key, cell.value)
        bars.append(
            Bar(
                gettext(name) if is_msgid else name,
                cell.chosen,
                _percent(cell.chosen, split.total),
                _percent(cell.pool, split.pool),
            )
        )
    is_hidden = split.is_private and all(bar.count is None for bar in bars)
    return Division(gettext(SPLITS[split.key]), tuple(bars), split.is_private, is_hidden)


def _percent(number: int | None, of: int) -> int | None:
    if number is None:
        return None
    return round(100 * number / of) if of else 0


def left_out(findings: Findings) -> list[str]:
    """Return why products of the theme could not be chosen."""
    return _counted(findings.left_out)


def _counted(reasons: Mapping[str, int]) -> list[str]:
    return [
        str(gettext(LEFT_OUT[reason], number=number))
        for reason, number in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        if reason in LEFT_OUT
    ]
