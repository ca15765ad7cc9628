"""What the fairness board looks at: the first page, one showcase, a quarter."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

_QUARTERS = frozenset({"1", "2", "3", "4"})
_YEAR = 4  # digits


class ScopeKind(StrEnum):
    """The kinds of scope; the values begin their addresses."""

    HOME = "beranda"
    SHOWCASE = "etalase"
    QUARTER = "kuartal"


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope of the board."""

    kind: ScopeKind
    showcase_id: UUID | None = None
    year: int = 0
    number: int = 0  # of the quarter

    @property
    def text(self) -> str:
        """Return how an address names it."""
        if self.kind is ScopeKind.SHOWCASE:
            return f"{self.kind}:{self.showcase_id}"
        return f"{self.kind}:{self.year}-{self.number}" if self.year else self.kind.value

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the scope that an address names, or None."""
        kind, _, rest = text.partition(":")
        if kind == ScopeKind.HOME:
            return cls(ScopeKind.HOME)
        if kind == ScopeKind.SHOWCASE:
            return cls._of_showcase(rest)
        year, _, number = rest.partition("-")
        if kind != ScopeKind.QUARTER or number not in _QUARTERS:
            return None
        if len(year) != _YEAR or not (year.isascii() and year.isdigit()) or year < "2000":
            return None
        return cls(ScopeKind.QUARTER, year=int(year), number=int(number))

    @classmethod
    def _of_showcase(cls, text: str) -> Self | None:
        try:
            return cls(ScopeKind.SHOWCASE, showcase_id=UUID(text))
        except ValueError:
            return None
