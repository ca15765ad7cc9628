"""The lists that a wish is picked from, and what codes are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.composing.rules.wishes import GALLERY
from catalog.composing.rules.words import VALUES
from catalog.db.work import Work
from catalog.galleries.queries import galleries
from catalog.taxonomy.models import Market
from catalog.taxonomy.queries import category_tree, place_names, term_words
from catalog.taxonomy.rules import TermKind

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What values are called in one language; ``words`` are msgids that the page translates."""

    places: Mapping[str, str]
    categories: Mapping[str, str]
    galleries: Mapping[str, str]
    markets: Mapping[str, str]

    def of(self, split: str, value: str) -> tuple[str, bool]:
        """Return what a value of a split is called, and whether that is a msgid."""
        own = {"district": self.places, "category": self.categories, "gallery": self.galleries}
        known = own.get(split, {}).get(value)
        return (known, False) if known else (VALUES.get(value, VALUES["unknown"]), True)


def names(work: Work, language: str) -> Names:
    """Return what places, categories, galleries and markets are called."""
    tree = category_tree(work.session)
    return Names(
        places=place_names(work.session),
        categories={node.slug: node.name.best(language) for node in tree.by_id.values()},
        galleries={f"{GALLERY}{each.id}": each.name for each in galleries(work.session)},
        markets=dict(markets(work, language)),
    )


def gallery_ids(work: Work) -> tuple[UUID, ...]:
    """Return the galleries."""
    return tuple(each.id for each in galleries(work.session))


def markets(work: Work, language: str) -> Pairs:
    """Return the markets in their order."""
    rows = work.session.execute(select(Market.code, Market.name).order_by(Market.position))
    return [(row.code, row.name.best(language)) for row in rows]


def kinds(work: Work, language: str) -> Pairs:
    """Return the categories at the top, by slug."""
    return [(node.slug, node.name.best(language)) for node in category_tree(work.session).top]


def terms(work: Work, language: str) -> dict[TermKind, Pairs]:
    """Return the terms of each list, by id, in the order of their names."""
    found: dict[TermKind, Pairs] = {kind: [] for kind in TermKind}
    for key, term in term_words(work.session).items():
        if term.id == key:  # not one that was merged into another
            found[TermKind(term.kind)].append((str(key), term.name.best(language)))
    return {kind: sorted(pairs, key=lambda pair: pair[1]) for kind, pairs in found.items()}
