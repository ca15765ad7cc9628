"""The lists that the editor offers: kinds, units, terms, HS codes, markets."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import Product
from catalog.products.queries.entitled import entitled
from catalog.products.queries.template import template_of
from catalog.products.rules.sheet import Choice, Reference
from catalog.search.outbox import versioned
from catalog.taxonomy.models import Category, HsCode, Market, Term, Unit
from catalog.taxonomy.queries import category_tree

_SOLD_BY = ("count", "mass", "volume", "length", "area")


@dataclass(frozen=True, slots=True)
class _Word:
    value: str
    name: LocalText
    kind: str = ""
    is_protected: bool = False


@versioned
def _units(session: Session) -> list[_Word]:
    rows = session.execute(
        select(Unit.code, Unit.name, Unit.dimension).order_by(Unit.dimension, Unit.code)
    ).all()
    found = [_Word(row.code, row.name, row.dimension) for row in rows]
    order = {dimension: place for place, dimension in enumerate(_SOLD_BY)}
    return sorted(found, key=lambda word: order.get(word.kind, len(order)))


@versioned
def _terms(session: Session) -> list[_Word]:
    rows = session.execute(
        select(Term.id, Term.name, Term.kind, Term.is_protected)
        .where(Term.merged_into_id.is_(None))
        .order_by(Term.position, Term.slug)
    )
    return [_Word(str(row.id), row.name, row.kind.value, row.is_protected) for row in rows]


@versioned
def _hs(session: Session) -> list[_Word]:
    rows = session.execute(select(HsCode.code, HsCode.title).order_by(HsCode.code))
    return [_Word(row.code, row.title) for row in rows]


@versioned
def _markets(session: Session) -> list[_Word]:
    rows = session.execute(select(Market.code, Market.name).order_by(Market.position, Market.code))
    return [_Word(row.code, row.name) for row in rows]


@versioned
def _prefixes(session: Session) -> dict[str, tuple[str, ...]]:
    rows = session.execute(select(Category.slug, Category.hs_prefixes))
    return {row.slug: tuple(str(prefix) for prefix in row.hs_prefixes) for row in rows}


def leaves(work: Work) -> list[str]:
    """Return the slugs of the categories that products may stand in."""
    return [node.slug for node in category_tree(work.session).by_id.values() if not node.children]


def reference(work: Work, category: str, product: Product | None, language: str) -> Reference:
    """Return the lists for a listing of this category (slug), in the reader's language.

    Protected names are offered only to makers of the villages that they belong to; one that a
    product carries already stays on its list.
    """
    allowed = allowed_terms(work, product.vendor_id) if product else set()
    return _reference(work, category, allowed, language)


def reference_for(
    work: Work, vendor_ids: Collection[UUID], language: str
) -> Callable[[str, UUID], Reference]:
    """Return what gives the lists for (category, vendor), each put together once."""
    allowed = entitled(work, vendor_ids)

    @cache
    def lists(category: str, vendor_id: UUID) -> Reference:
        return _reference(work, category, allowed[vendor_id], language)

    return lists


def _reference(work: Work, category: str, allowed: Collection[str], language: str) -> Reference:
    tree = category_tree(work.session)
    node = tree.by_slug.get(category)
    terms: dict[str, list[Choice]] = defaultdict(list)
    for word in _terms(work.session):
        is_closed = word.is_protected and word.value not in allowed
        terms[word.kind].append(Choice(word.value, word.name.best(language), is_closed))
    return Reference(
        categories=[Choice(slug, tree.by_slug[slug].name.best(language)) for slug in leaves(work)],
        units=_choices(_units(work.session), language),
        terms=dict(terms),
        hs_codes=[Choice(word.value, word.name.best(language)) for word in _hs(work.session)],
        markets=_choices(_markets(work.session), language),
        template=template_of(work, node.id) if node else (),
    )


def allowed_terms(work: Work, vendor_id: UUID) -> set[str]:
    """Return the protected terms (ids) that this vendor may use."""
    return entitled(work, [vendor_id])[vendor_id]


def suggested_hs(work: Work, category: str, language: str) -> list[Choice]:
    """Return the HS codes that goods of this category commonly take."""
    prefixes = _prefixes(work.session).get(category, ())
    node = category_tree(work.session).by_slug.get(category)
    if not prefixes and node is not None and node.parent_id:
        parent = category_tree(work.session).by_id[node.parent_id].slug
        prefixes = _prefixes(work.session).get(parent, ())
    plain = tuple(prefix.replace(".", "") for prefix in prefixes)
    return [
        Choice(word.value, word.name.best(language))
        for word in _hs(work.session)
        if plain and word.value.startswith(plain)
    ]


def find_hs(work: Work, typed: str, language: str, *, most: int = 12) -> list[Choice]:
    """Return the HS codes whose number or title holds every word that was typed."""
    words = typed.casefold().replace(".", "").split()[:6]
    if not words:
        return []
    found = [
        word
        for word in _hs(work.session)
        if all(part in f"{word.value} {' '.join(word.name.values())}".casefold() for part in words)
    ]
    return _choices(found[:most], language)


def hs_caution(work: Work, code: str) -> LocalText:
    """Return what to mind with goods of this code; empty when there is nothing."""
    found = work.session.get(HsCode, code[:6]) if code else None
    return found.caution if found else LocalText()


def hs_title(work: Work, code: str) -> LocalText:
    """Return the title of a code's six-digit heading; empty when it is not on our list."""
    found = work.session.get(HsCode, code[:6]) if code else None
    return found.title if found else LocalText()


def _choices(words: Iterable[_Word], language: str) -> list[Choice]:
    return [Choice(word.value, word.name.best(language)) for word in words]
