"""Searches that a feature below keeps as an address's parameters, answered and put in words."""

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from flask_babel import gettext

from catalog.db.work import Work
from catalog.discovery.queries import fallback
from catalog.discovery.queries.labels import facet_labels
from catalog.discovery.rules.asking import Asked, read
from catalog.discovery.rules.labels import PARAMETERS
from catalog.discovery.views.engine import engine
from catalog.discovery.views.words import in_words
from catalog.kernel.money import Money, format_money
from catalog.search.engine import IndexDamaged
from catalog.showcases.queries.searching import SavedSearch, Told

_MAX_QUERY = 1_000


def find(work: Work, query: str, limit: int, language: str) -> Sequence[UUID]:
    """Return the ids of the first products that these parameters ask for."""
    asked, labels = _asked(work, query).at(1), facet_labels(work.session)
    found = engine()
    if found is not None:
        with suppress(IndexDamaged):
            return found.search(asked.criteria(labels, language, limit)).ids[:limit]
    _total, _page, cards = fallback.answer(work, asked, labels, language)
    return [card.id for card in cards[:limit]]


def tell(work: Work, query: str, language: str) -> Told:
    """Return the parameters in their one order, and each value in words."""
    asked = _asked(work, query).at(1)
    labels = in_words(facet_labels(work.session), language)
    words = [f"“{asked.text}”"] if asked.text else []
    for facet in PARAMETERS:
        words += [
            labels.label(facet, slug).name.best(language) for slug in asked.facets.get(facet, ())
        ]
    if asked.price_min is not None:
        words.append(
            gettext("From %(price)s", price=format_money(Money(asked.price_min), language))
        )
    if asked.price_max is not None:
        price = format_money(Money(asked.price_max), language)
        words.append(gettext("Up to %(price)s", price=price))
    return Told(asked.query().removeprefix("?"), tuple(words))


def _asked(work: Work, query: str) -> Asked:
    """Read the parameters, or a whole address of the browse page that was pasted."""
    labels = facet_labels(work.session)
    parts = urlsplit(query[:_MAX_QUERY] if "?" in query or "/" in query else f"?{query}")
    _, _, slug = parts.path.rstrip("/").partition("/kategori/")
    named = [("kategori", slug)] if slug in labels.facets["category"] else []
    return read([*parse_qsl(parts.query), *named], labels)


SAVED = SavedSearch(find=find, tell=tell)
