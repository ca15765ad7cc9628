"""From an answer to what its template shows: words, addresses, chips, facets, pages."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext

from catalog.db.work import Work
from catalog.discovery.queries.results import Answer
from catalog.discovery.rules import shown
from catalog.discovery.rules.asking import SORTS, Asked
from catalog.discovery.rules.labels import PARAMETERS, Label, Labels
from catalog.discovery.rules.shown import Shelf
from catalog.kernel.money import Money, format_money
from catalog.kernel.text import N_
from catalog.search.criteria import Sort
from catalog.search.highlight import highlight
from catalog.taxonomy.queries import category_tree
from catalog.web.templating import number

SORT_WORDS = {
    Sort.RELEVANCE: N_("Best match"),
    Sort.NEWEST: N_("Newest"),
    Sort.PRICE_UP: N_("Lowest price"),
    Sort.PRICE_DOWN: N_("Highest price"),
}
ORDER_STEPS = (1, 5, 10, 25, 50, 100, 500)
_CHIPS = 10
_LESSON_FACETS = ("motif", "technique", "sentra", "material")


class Link(NamedTuple):
    """Words with an address; ``total`` None when it is not known."""

    text: str
    url: str
    total: int | None = None


class Lesson(NamedTuple):
    """A term explained between the products."""

    name: str
    text: str
    url: str


def address(asked: Asked) -> str:
    """Return the address of a question in the reader's language."""
    base = (
        url_for("discovery.category", slug=asked.category)
        if asked.category
        else url_for("discovery.browse")
    )
    return base + asked.query()


def shape(work: Work, answer: Answer, labels: Labels, language: str) -> dict[str, Any]:
    """Return everything that ``discovery/browse.html`` shows."""
    asked, found = answer.asked, answer.found
    shelf = Shelf(labels=labels, counts=found.facets, asked=asked, language=language)
    plain = asked.canonical()
    return {
        "asked": asked,
        "answer": answer,
        "query_text": asked.text,
        "place": _place(work, asked, language),
        "names": {
            card.id: highlight(answer.text, card.name) for card in answer.cards if asked.text
        },
        "snippets": answer.snippets,
        "flags": shown.flags(shelf) if answer.is_whole else (),
        "groups": shown.groups(shelf) if answer.is_whole else (),
        "bars": shown.bars(found.histogram, asked.price_min, asked.price_max),
        "price_min": _plain(asked.price_min),
        "price_max": _plain(asked.price_max),
        "order_steps": sorted({*ORDER_STEPS, *([asked.order_max] if asked.order_max else [])}),
        "kept": [(name, value) for name, value in asked.pairs() if name in {"q", "tepat"}],
        "applied": list(_applied(asked, labels, language)),
        "clear_url": address(asked.bare()),
        "exact_url": address(asked.exactly()),
        "quick": _quick(answer, labels, language),
        "sorts": _sorts(asked),
        "pager": [
            (page, address(asked.at(page))) for page in shown.page_numbers(asked.page, answer.pages)
        ],
        "step": lambda page: address(asked.at(page)),
        "relaxed": _relaxed(answer, labels, language),
        "lesson": _lesson(answer, labels, language),
        "canonical": address(plain)[len(request.script_root) :],
        "form_action": address(Asked(category=asked.category)),
    }


def _place(work: Work, asked: Asked, language: str) -> dict[str, Any] | None:
    """Return the page's own category: its names, its words and the way to it."""
    if not asked.category:
        return None
    tree = category_tree(work.session)
    node = tree.by_slug[asked.category]
    path = tree.path(node.id)
    trail = [
        (step.name.best(language), url_for("discovery.category", slug=step.slug)) for step in path
    ]
    return {
        "slug": node.slug,
        "name": node.name.best(language),
        "text": node.description.best(language),
        "trail": [*trail[:-1], (trail[-1][0], "")],
    }


def _plain(amount: int | None) -> str:
    return "" if amount is None else number(amount)


def _words(labels: Labels, facet: str, slug: str, language: str) -> str:
    return labels.label(facet, slug).name.best(language)


def _applied(asked: Asked, labels: Labels, language: str) -> Iterator[Link]:
    """Give each filter in use with the address without it."""
    for facet in PARAMETERS:
        for slug in asked.facets.get(facet, ()):
            yield Link(_words(labels, facet, slug, language), address(asked.without(facet, slug)))
    if asked.price_min is not None or asked.price_max is not None:
        yield Link(_price_words(asked, language), address(asked.without("price")))
    if asked.order_max is not None:
        words = gettext("Minimum order at most %(number)s", number=number(asked.order_max))
        yield Link(words, address(asked.without("minimum_order")))


def _price_words(asked: Asked, language: str) -> str:
    low, high = (
        None if bound is None else format_money(Money(bound), language)
        for bound in (asked.price_min, asked.price_max)
    )
    if low and high:
        return f"{low}–{high}"
    words = gettext("From %(price)s", price=low) if low else gettext("Up to %(price)s", price=high)
    return str(words)


def _quick(answer: Answer, labels: Labels, language: str) -> list[Link]:
    """Return the ways down: the categories right below, where the text was found first."""
    asked, counts = answer.asked, answer.found.facets.get("category", {})
    if "category" in asked.facets:
        return []
    inside = labels.children(asked.category)
    links = [
        _down(asked, label, counts.get(label.slug), language)
        for label in inside
        if counts.get(label.slug) or not answer.is_whole
    ]
    links.sort(key=lambda link: -(link.total or 0) if asked.text else 0)
    return links[:_CHIPS] if len(links) > 1 else []


def _down(asked: Asked, label: Label, count: int | None, language: str) -> Link:
    """Return the way to a category: its own page, or the search inside it."""
    narrowed = asked.having("category", label.slug)
    page = narrowed if asked.text else narrowed.canonical()
    return Link(label.name.best(language), address(page), count)


def _sorts(asked: Asked) -> list[tuple[str, str, bool]]:
    """Return (value, words, whether it is on); by fit only makes sense with a text."""
    return [
        (name, SORT_WORDS[sort], sort is asked.order)
        for name, sort in SORTS.items()
        if asked.text or sort is not Sort.RELEVANCE
    ]


def _relaxed(answer: Answer, labels: Labels, language: str) -> list[Link]:
    """Return what a fruitless search would find without one of its filters, most first."""
    asked, links = answer.asked, []
    for kind, total in answer.found.relaxed.items():
        if total:
            words = _kind_words(asked, labels, kind, language)
            links.append(Link(words, address(asked.without(kind)), total))
    return sorted(links, key=lambda link: -(link.total or 0))


def _kind_words(asked: Asked, labels: Labels, kind: str, language: str) -> str:
    if kind == "text":
        return f"“{asked.text}”"
    if kind == "price":
        return _price_words(asked, language)
    if kind == "minimum_order":
        return str(gettext("Minimum order at most %(number)s", number=number(asked.order_max or 1)))
    slugs = asked.categories if kind == "category" else asked.facets.get(kind, ())
    return ", ".join(_words(labels, kind, slug, language) for slug in slugs)


def _lesson(answer: Answer, labels: Labels, language: str) -> Lesson | None:
    """Return the term that this page can teach: a chosen one, else the most frequent technique."""
    for facet in _LESSON_FACETS:
        for slug in answer.asked.facets.get(facet, ()):
            if labels.label(facet, slug).note.best(language):
                return _taught(labels, facet, slug, language)
    if not answer.asked.categories and not answer.asked.text:
        return None
    counts = answer.found.facets.get("technique", {})
    known = labels.facets.get("technique", {})
    taught = [slug for slug in counts if slug in known and known[slug].note]
    common = max(sorted(taught), key=lambda slug: counts[slug], default=None)
    return _taught(labels, "technique", common, language) if common else None


def _taught(labels: Labels, facet: str, slug: str, language: str) -> Lesson:
    label = labels.label(facet, slug)
    return Lesson(
        label.name.best(language),
        label.note.best(language),
        url_for(f"taxonomy.{facet}", slug=slug),
    )
