"""Goals beside what was measured, as tables."""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count


@dataclass(frozen=True, slots=True)
class Goal:
    """One promise: its words, its target, what was measured, and whether it holds."""

    words: str
    target: str
    value: float
    is_met: bool


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column is left-aligned, figures stand to the right."""
    widths = [max(len(line[place]) for line in (head, *rows)) for place in range(len(head))]
    for line in (head, *rows):
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells))  # a report
    print()  # a report


def show(goals: Sequence[Goal]) -> None:
    """Print goals with target, value and verdict."""
    table(
        ["goal", "target", "here", ""],
        [[g.words, g.target, f"{g.value:.2f}", "met" if g.is_met else "NOT MET"] for g in goals],
    )


def machine() -> str:
    """Return one line about where this runs."""
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("flask", "granian", "pillow", "numpy")
    )
    return f"{platform.machine()}, {cpu_count()} cores, Python {sys.version.split()[0]}; {packages}"
