"""Reads the sheet on which a curator scores: a choice and a comment for every criterion."""

from collections.abc import Mapping, Sequence

from catalog.curation.rules.grading import MOST_COMMENT, Line
from catalog.curation.rules.rubric import MOST_POINTS, Item
from catalog.curation.services.scoring import MOST_NOTE, Typed
from catalog.kernel.text import clean_block

POINTS, COMMENT = "points-", "comment-"
LEFT_OUT = "n"
_DIGITS = frozenset(str(number) for number in range(MOST_POINTS + 1))
_MOST_REVISION = 2**31 - 1


def read(form: Mapping[str, str], items: Sequence[Item]) -> Typed:
    """Return what was filled in; what is no choice of the sheet counts as not filled in."""
    lines = {}
    for item in items:
        chosen = form.get(f"{POINTS}{item.key}", "")
        lines[item.key] = Line(
            points=int(chosen) if chosen in _DIGITS else None,
            is_left_out=chosen == LEFT_OUT and item.may_not_apply,
            comment=clean_block(form.get(f"{COMMENT}{item.key}", ""))[:MOST_COMMENT],
        )
    note = clean_block(form.get("note", ""))[:MOST_NOTE]
    return Typed(lines, note, number(form.get("revision", "")))


def number(typed: str) -> int:
    """Return a revision as it stands in a form; what is none is 0."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) < len(str(_MOST_REVISION))
    return int(typed) if is_number else 0
