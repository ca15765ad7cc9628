"""What is offered while somebody types into a search box."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.discovery.queries.labels import facet_labels
from catalog.discovery.queries.suggested import still_public
from catalog.discovery.rules.asking import Asked
from catalog.discovery.rules.labels import Labels
from catalog.discovery.views.engine import engine
from catalog.kernel.text import N_, clean_line
from catalog.search.criteria import Suggestion
from catalog.search.engine import IndexDamaged
from catalog.web.access import public
from catalog.web.locale import current_language
from catalog.web.work import current_work

LIMIT = 8
_LONGEST = 80  # characters that are looked at
_SHORTEST = 2
_TERMS = ("motif", "technique", "material", "sentra")
_KINDS = {
    "category": N_("Categories"),
    "term": N_("Motifs, techniques and places"),
    "query": N_("Searches"),
    "product": N_("Products"),
    "vendor": N_("Makers"),
}


@public
def suggest() -> ResponseReturnValue:
    """Answer with at most eight lines, grouped by kind; empty for less than two letters."""
    text = clean_line(request.args.get("q", "")[: _LONGEST * 2])[:_LONGEST]
    session = current_work().session
    labels = facet_labels(session)
    language = str(current_language())
    found = _found(text, labels, language) if len(text) >= _SHORTEST else []
    answer = jsonify(groups=_grouped(still_public(session, found[:LIMIT]), labels))
    # A line that somebody has hidden must not come back from a cache.
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _found(text: str, labels: Labels, language: str) -> Sequence[Suggestion]:
    """Return the engine's lines, or without an index the categories and terms."""
    search = engine()
    try:
        if search is not None:
            return search.suggest(text, language, LIMIT)
    except IndexDamaged:
        pass
    return list(_known(text, labels, language))


def _grouped(found: Sequence[Suggestion], labels: Labels) -> list[dict[str, object]]:
    """Return the lines by kind, in the order of ``_KINDS``; an unknown kind is a search."""
    kinds = list(_KINDS)

    def place(each: Suggestion) -> int:
        return kinds.index(each.kind if each.kind in _KINDS else "query")

    ordered = sorted(found, key=place)
    return [
        {
            "kind": kinds[number],
            "label": gettext(_KINDS[kinds[number]]),
            "items": [{"text": each.text, "url": _url(each, labels)} for each in lines],
        }
        for number, lines in groupby(ordered, key=place)
    ]


def _url(each: Suggestion, labels: Labels) -> str:
    """Return where a line leads; what has no page of its own is searched."""
    if each.kind == "product" and each.target:
        return url_for("products.show", slug=each.target)
    if each.kind == "vendor" and each.target:
        return url_for("vendors.show", slug=each.target)
    if each.kind == "category" and labels.slug("category", each.target):
        return url_for("discovery.category", slug=each.target)
    facet, _, slug = each.target.partition("/")
    if each.kind == "term" and facet in _TERMS and labels.slug(facet, slug):
        return url_for(f"taxonomy.{facet}", slug=slug)
    return url_for("discovery.browse") + Asked(text=each.text).query()


def _known(text: str, labels: Labels, language: str) -> Iterable[Suggestion]:
    """Give the categories and terms with a word that begins so; what is left without an index."""
    start = text.casefold()
    for facet in ("category", *_TERMS):
        for label in labels.facets.get(facet, {}).values():
            name = label.name.best(language)
            if any(word.startswith(start) for word in (name.casefold(), *name.casefold().split())):
                kind = "category" if facet == "category" else "term"
                target = label.slug if kind == "category" else f"{facet}/{label.slug}"
                yield Suggestion(text=name, kind=kind, target=target)
