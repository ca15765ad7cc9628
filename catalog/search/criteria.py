"""What a search asks and what it answers; values, whatever the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from catalog.search.document import FACETS

MAX_TEXT = 256  # characters of a query that are looked at
MAX_TERMS = 12  # words of a query that are looked at
MAX_TERM = 64  # characters of one word
COUNTED = tuple(facet for facet in FACETS if facet != "vendor")


class Sort(StrEnum):
    """Orders of a result; each ends in the id, so that paging is stable."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """One question: OR inside a facet, AND between facets; ranges are inclusive.

    ``counted`` names the facets to count; by default every one but ``vendor``, which has thousands
    of values. ``exact`` takes the text as it is typed: no typo is mended.
    """

    text: str = ""
    exact: bool = False
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 24
    language: str = "id"
    counted: tuple[str, ...] = COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer. ``facets`` counts each value under the *other* active filters.

    ``correction`` is the text that was searched instead, when a typo was mended ("menampilkan
    hasil untuk …"). ``relaxed`` maps an active filter (facet or range name, or ``"text"``) to
    the total that dropping only it would give; it is filled only when ``total`` is 0.
    ``histogram`` holds (lower bound, count) price buckets under the other filters. ``near`` are the
    nearest matches when ``total`` is 0.
    """

    total: int
    ids: tuple[UUID, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    correction: str | None = None
    relaxed: Mapping[str, int] = field(default_factory=dict)
    near: tuple[UUID, ...] = ()
    histogram: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line under the search box, as it is shown.

    ``kind`` is ``product``, ``vendor``, ``category``, ``term`` or ``query``; ``target`` is a slug
    where the kind has a page.
    """

    text: str
    kind: str
    target: str = ""
