"""What an address asks for. Any input is read: what cannot be meant is left out, nothing raises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self
from urllib.parse import urlencode

from catalog.discovery.rules.labels import FLAGS, PARAMETERS, YES, Labels
from catalog.kernel.money import parse_rupiah
from catalog.kernel.text import clean_line
from catalog.search.criteria import MAX_TEXT, Criteria, Sort

SIZE = 24  # products on a page
MAX_PAGE = 100_000
MAX_ORDER = 1_000_000
_MAX_PAIRS = 500  # parameters of an address that are looked at
_MAX_VALUES = 20  # values of one facet
_MAX_VALUE = 80  # characters of one value
_MAX_DIGITS = 12
_TRUE = frozenset({YES, "ya", "yes", "on", "true"})
_FACETS = {parameter: facet for facet, parameter in PARAMETERS.items()}

SORTS = {
    "sesuai": Sort.RELEVANCE,
    "terbaru": Sort.NEWEST,
    "termurah": Sort.PRICE_UP,
    "termahal": Sort.PRICE_DOWN,
}
_SORT_NAMES = {sort: name for name, sort in SORTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, clean: slugs that exist, numbers in bounds, one order.

    ``category`` is the one that the path names; ``facets`` never repeat it. Prices are whole
    Rupiah, ``order_max`` pieces. ``sort`` None means the usual order.
    """

    text: str = ""
    is_exact: bool = False
    category: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    order_max: int | None = None
    sort: Sort | None = None
    page: int = 1

    @property
    def order(self) -> Sort:
        """Return the order of the results: by fit for a search, else the newest first."""
        return self.sort or (Sort.RELEVANCE if self.text else Sort.NEWEST)

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories that hold: the chosen ones, else the path's."""
        return self.facets.get("category", ()) or ((self.category,) if self.category else ())

    @property
    def has_filters(self) -> bool:
        """Return whether anything narrows the results, besides text and path."""
        ranges = (self.price_min, self.price_max, self.order_max)
        return bool(self.facets) or any(bound is not None for bound in ranges)

    @property
    def is_deep(self) -> bool:
        """Return whether search engines should leave this page out; one filter is still a page."""
        chosen = [len(slugs) for facet, slugs in self.facets.items() if facet != "category"]
        ranges = (self.price_min, self.price_max, self.order_max)
        return (
            bool(self.text)
            or self.sort is not None
            or any(bound is not None for bound in ranges)
            or sum(chosen) > 1
            or len(self.facets.get("category", ())) > 1
        )

    def is_on(self, facet: str, slug: str) -> bool:
        """Return whether this value is chosen."""
        return slug in self.facets.get(facet, ())

    def at(self, page: int) -> Self:
        """Return the same question's other page."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> Self:
        """Return the same question in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def exactly(self) -> Self:
        """Return the same question, its text taken letter by letter."""
        return replace(self, is_exact=True, page=1)

    def having(self, facet: str, slug: str) -> Self:
        """Return the question with this facet set to one value alone."""
        return replace(self, facets={**self.facets, facet: (slug,)}, page=1)

    def without(self, kind: str, slug: str = "") -> Self:
        """Return the question without a filter: a facet or one of its values, a range, the text."""
        if kind == "text":
            return replace(self, text="", is_exact=False, sort=None, page=1)
        if kind == "price":
            return replace(self, price_min=None, price_max=None, page=1)
        if kind == "minimum_order":
            return replace(self, order_max=None, page=1)
        kept = tuple(each for each in self.facets.get(kind, ()) if slug and each != slug)
        others = {facet: slugs for facet, slugs in self.facets.items() if facet != kind}
        category = "" if kind == "category" and not slug else self.category
        facets = {**others, kind: kept} if kept else others
        return replace(self, facets=facets, category=category, page=1)

    def bare(self) -> Self:
        """Return the question with its text and path only."""
        return replace(
            self, facets={}, price_min=None, price_max=None, order_max=None, sort=None, page=1
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the address in their one order, without the path's category."""
        found = [("q", self.text)] if self.text else []
        found += [("tepat", YES)] if self.is_exact and self.text else []
        for facet, parameter in PARAMETERS.items():
            found += [(parameter, slug) for slug in self.facets.get(facet, ())]
        numbers = (
            ("harga_min", self.price_min),
            ("harga_maks", self.price_max),
            ("moq_maks", self.order_max),
        )
        found += [(name, str(number)) for name, number in numbers if number is not None]
        found += [("urut", _SORT_NAMES[self.sort])] if self.sort else []
        return found + ([("hal", str(self.page))] if self.page > 1 else [])

    def query(self) -> str:
        """Return the address's query with its question mark, or nothing."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""

    def canonical(self) -> Self:
        """Return the question that stands for this one; a lone category is a page of its own."""
        chosen = self.facets.get("category", ())
        if len(chosen) == 1:
            others = {facet: slugs for facet, slugs in self.facets.items() if facet != "category"}
            return replace(self, facets=others, category=chosen[0])
        return self

    def criteria(self, labels: Labels, language: str, size: int = SIZE) -> Criteria:
        """Return the question as the search engine understands it."""
        facets = {
            facet: tuple(value for slug in slugs for value in labels.label(facet, slug).values)
            for facet, slugs in self.facets.items()
        }
        if self.categories:
            facets["category"] = self.categories
        ranges: dict[str, tuple[int | None, int | None]] = {}
        if self.price_min is not None or self.price_max is not None:
            ranges["price"] = (self.price_min, self.price_max)
        if self.order_max is not None:
            ranges["minimum_order"] = (None, self.order_max)
        return Criteria(
            text=self.text,
            exact=self.is_exact,
            facets=facets,
            ranges=ranges,
            sort=self.order,
            page=self.page,
            size=size,
            language=language,
        )


def read(pairs: Iterable[tuple[str, str]], labels: Labels, *, category: str = "") -> Asked:
    """Return what the parameters ask for, on the page of ``category`` (a known slug) or of all."""
    raw: dict[str, list[str]] = {}
    for name, value in islice(pairs, _MAX_PAIRS):
        raw.setdefault(name, []).append(value)
    text = next((line for line in map(_line, raw.get("q", ())) if line), "")
    low, high = _price(raw, "harga_min"), _price(raw, "harga_maks")
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = SORTS.get(next(iter(raw.get("urut", ())), ""))
    usual = Sort.RELEVANCE if text else Sort.NEWEST
    return Asked(
        text=text,
        is_exact=bool(text) and raw.get("tepat", [""])[0] == YES,
        category=category,
        facets=_facets(raw, labels, category),
        price_min=low,
        price_max=high,
        order_max=_number(raw, "moq_maks", MAX_ORDER),
        sort=None if sort is usual or (sort is Sort.RELEVANCE and not text) else sort,
        page=_number(raw, "hal", MAX_PAGE) or 1,
    )


def _line(text: str) -> str:
    return clean_line(text[: MAX_TEXT * 2])[:MAX_TEXT].strip()


def _price(raw: Mapping[str, list[str]], name: str) -> int | None:
    """Return the first readable price above nothing."""
    values = raw.get(name, ())[:_MAX_VALUES]
    found = (parse_rupiah(value) for value in values if not value.lstrip().startswith("-"))
    return next((price[0] for price in found if price and price[0]), None)


def _number(raw: Mapping[str, list[str]], name: str, high: int) -> int | None:
    """Return the first whole number from 1 on, at most ``high``."""
    for value in raw.get(name, ())[:_MAX_VALUES]:
        digits = value.strip().replace(".", "")
        if digits.isascii() and digits.isdigit() and int(digits[:_MAX_DIGITS]):
            return min(int(digits[:_MAX_DIGITS]), high)
    return None


def _facets(
    raw: Mapping[str, list[str]], labels: Labels, category: str
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for parameter, facet in _FACETS.items():
        chosen = {_slug(labels, facet, value) for value in raw.get(parameter, ())} - {None}
        if facet == "category":
            chosen = _narrowest(chosen, labels, category)
        # In the order of the labels, so that one question has one address.
        slugs = tuple(islice((s for s in labels.facets.get(facet, ()) if s in chosen), _MAX_VALUES))
        if slugs:
            found[facet] = slugs
    return found


def _slug(labels: Labels, facet: str, value: str) -> str | None:
    if len(value) > _MAX_VALUE:
        return None
    if facet in FLAGS:
        return YES if value.strip().lower() in _TRUE else None
    return labels.slug(facet, value)


def _narrowest(chosen: set[str | None], labels: Labels, page: str) -> set[str | None]:
    """Return the chosen categories inside the page's own, none of them above another."""
    paths = {slug: labels.ancestors(slug) for slug in chosen if slug}
    above = {ancestor for path in paths.values() for ancestor in path}
    inside = {slug for slug, path in paths.items() if not page or page in path}
    return {slug for slug in inside if slug not in above}
