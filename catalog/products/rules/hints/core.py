"""What a hint is, and what hints are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as given
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalog.products.rules.facts import Attribute


class Level(StrEnum):
    """How much a hint matters; none of them stops a listing from being sent."""

    WARNING = "warning"  # an officer will ask for it
    NOTE = "note"  # would sell better

    @property
    def rank(self) -> int:
        """Return the place in a list, gravest first."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to improve. ``message`` is a msgid that says why and what to do instead.

    ``field`` is a name of the editor's; ``photo_id`` is set when it speaks of one photo.
    """

    code: str
    level: Level
    field: str
    message: str
    values: Mapping[str, object] = given(default_factory=dict)
    photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PriceSample:
    """What comparable goods cost: their middle price in whole Rupiah, and how many there are."""

    median: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The words and facts that hints look at.

    ``texts`` are by the editor's field (``name``, ``description_en``, …); ``papers`` the codes of
    the checked permits that cover the product; ``language`` is that of numbers in the hints.
    """

    texts: Mapping[str, str] = given(default_factory=dict)
    kind: str = ""  # of the category: food, craft, fashion, home, …
    template: Sequence[Attribute] = ()
    attributes: Mapping[str, Any] = given(default_factory=dict)
    weight_g: int | None = None
    term_kinds: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    price: int | None = None
    sample: PriceSample | None = None
    hs_code: str | None = None
    hs_prefixes: Sequence[str] = ()
    category: str = ""  # its name, in the reader's language
    language: str = "id"
