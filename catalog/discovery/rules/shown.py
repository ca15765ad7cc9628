"""How the facets, the price bars and the page numbers of an answer are shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.discovery.rules.asking import Asked
from catalog.discovery.rules.labels import FLAGS, PARAMETERS, YES, Label, Labels
from catalog.kernel.text import N_

FEW = 6  # values shown before "n more"
SOME = 8  # so many are shown whole
BAR_HEIGHT = 40
BAR_STEP = 10
_LEAST = 2  # height of a bar that stands for nothing

Counts = Mapping[str, Mapping[str, int]]

_TITLES = {
    "category": N_("Category"),
    "technique": N_("Technique"),
    "motif": N_("Motif"),
    "material": N_("Material"),
    "legality": N_("Verified permits"),
    "gallery": N_("Gallery"),
    "district": N_("District"),
    "sentra": N_("Craft village"),
    "market": N_("Ready for market"),
    "grade": N_("Grade"),
}
_OPEN = frozenset({"category", "technique", "legality", "gallery"})
_EXPLAINED = frozenset({"technique", "legality"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox; ``count`` is under the other filters, None when it is not known."""

    slug: str
    name: str
    note: str
    count: int | None
    is_on: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The choices under one heading ("" for none): ``few`` at once, ``more`` folded away."""

    heading: str
    few: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One facet on the page."""

    facet: str
    parameter: str
    title: str
    parts: tuple[Part, ...]
    is_open: bool
    has_notes: bool  # a line under each name says what it is


@dataclass(frozen=True, slots=True)
class Bar:
    """One price bucket, in the units of its drawing."""

    x: int
    y: int
    height: int
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the groups are made from."""

    labels: Labels
    counts: Counts
    asked: Asked
    language: str


def groups(shelf: Shelf) -> list[Group]:
    """Return the facets worth showing: those that could narrow, and those in use."""
    made = (_group(shelf, facet) for facet in _TITLES)
    return [group for group in made if group is not None]


def flags(shelf: Shelf) -> list[Choice]:
    """Return the switches; one that would find nothing is left out, unless it is on."""
    found = (_choice(shelf, facet, shelf.labels.label(facet, YES)) for facet in FLAGS)
    named = zip(FLAGS, found, strict=True)
    return [_flag(facet, each) for facet, each in named if each.count or each.is_on]


def _flag(facet: str, each: Choice) -> Choice:
    return Choice(PARAMETERS[facet], each.name, each.note, each.count, each.is_on)


def _group(shelf: Shelf, facet: str) -> Group | None:
    if facet == "category":
        parts = _category_parts(shelf)
    elif facet == "district":
        parts = _by_heading(shelf, facet)
    else:
        parts = [_part("", _choices(shelf, facet, shelf.labels.facets.get(facet, {}).values()))]
    shown = tuple(part for part in parts if part.few)
    if not shown:
        return None
    is_used = bool(shelf.asked.facets.get(facet))
    return Group(
        facet=facet,
        parameter=PARAMETERS[facet],
        title=_TITLES[facet],
        parts=shown,
        is_open=is_used or facet in _OPEN,
        has_notes=facet in _EXPLAINED,
    )


def _choice(shelf: Shelf, facet: str, label: Label, depth: int = 0) -> Choice:
    known = shelf.counts.get(facet)
    counts = [known.get(value, 0) for value in label.values] if known is not None else [None]
    return Choice(
        label.slug,
        label.name.best(shelf.language),
        label.note.best(shelf.language),
        max(counts, default=0, key=lambda each: each or 0),
        shelf.asked.is_on(facet, label.slug),
        depth,
    )


def _choices(shelf: Shelf, facet: str, labels: Iterable[Label]) -> list[Choice]:
    """Return the values in use, then those worth choosing, the most frequent first."""
    made = [_choice(shelf, facet, label) for label in labels]
    worth = [each for each in made if each.count or each.is_on]
    return sorted(worth, key=lambda each: (not each.is_on, -(each.count or 0)))


def _part(heading: str, choices: Sequence[Choice]) -> Part:
    if len(choices) <= SOME:
        return Part(heading, tuple(choices))
    # What is in use is never folded away.
    few = [each for number, each in enumerate(choices) if number < FEW or each.is_on]
    return Part(heading, tuple(few), tuple(each for each in choices if each not in few))


def _by_heading(shelf: Shelf, facet: str) -> list[Part]:
    headings: dict[str, list[Label]] = {}
    for label in shelf.labels.facets.get(facet, {}).values():
        headings.setdefault(label.parent, []).append(label)
    return [_part(heading, _choices(shelf, facet, labels)) for heading, labels in headings.items()]


def _category_parts(shelf: Shelf) -> list[Part]:
    labels, asked = shelf.labels, shelf.asked
    opened = {asked.category, *asked.categories}
    for slug in asked.categories:
        opened.update(labels.ancestors(slug))

    def rows(parent: str, depth: int) -> list[Choice]:
        found: list[Choice] = []
        for label in labels.children(parent):
            each = _choice(shelf, "category", label, depth)
            if each.count or each.is_on or each.slug in opened:
                found.append(each)
                found += rows(label.slug, depth + 1) if label.slug in opened else []
        return found

    found = rows(asked.category, 0)
    deep = any(each.depth for each in found)
    # A tree stays whole: a child must not lose its parent to "more".
    return [Part("", tuple(found)) if deep or len(found) <= SOME + FEW else _part("", found)]


def bars(histogram: Sequence[tuple[int, int]], low: int | None, high: int | None) -> list[Bar]:
    """Return the price buckets as bars; those that the range touches are on."""
    most = max((count for _, count in histogram), default=0)
    ends = [*(bound for bound, _ in histogram[1:]), None][: len(histogram)]
    found = []
    for number, ((bound, count), end) in enumerate(zip(histogram, ends, strict=True)):
        height = _LEAST + round((BAR_HEIGHT - _LEAST) * count / most) if most else _LEAST
        is_on = (high is None or bound <= high) and (low is None or end is None or end > low)
        found.append(Bar(number * BAR_STEP, BAR_HEIGHT - height, height, is_on))
    return found


def page_numbers(page: int, pages: int) -> list[int]:
    """Return the pages to link: first, last, and those around this one; 0 stands for a gap."""
    numbers = sorted({n for n in (1, page - 1, page, page + 1, pages) if 1 <= n <= pages})
    found: list[int] = []
    for number in numbers:
        if found and number - found[-1] > 1:
            # A gap of one page is shown as that page.
            found.append(number - 1 if number - found[-1] == 2 else 0)  # noqa: PLR2004  # as said
        found.append(number)
    return found
