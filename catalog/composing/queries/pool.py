"""The candidates of a showcase: public, eligible, fitting; with what makes them worth showing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from catalog.composing.queries.facts import public_facts
from catalog.composing.queries.history import published
from catalog.composing.rules.candidates import Candidate
from catalog.composing.rules.history import shown
from catalog.composing.rules.wishes import Theme, Wishes
from catalog.db.work import Work
from catalog.export import queries as export
from catalog.kernel.errors import NotFound
from catalog.products.models import Product, ProductTerm, ProductText
from catalog.search.criteria import Criteria
from catalog.search.engine import Engine, IndexDamaged
from catalog.showcases.models import Showcase
from catalog.showcases.queries.eligibility import refusals
from catalog.showcases.rules import ShowcaseKind
from catalog.taxonomy.queries import category_tree

_MOST_HITS = 5000
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Pool:
    """Who can be chosen, and why others of the same theme and gallery cannot."""

    candidates: tuple[Candidate, ...]
    left_out: Mapping[str, int]

    def by_id(self) -> dict[UUID, Candidate]:
        """Return the candidates by id."""
        return {each.id: each for each in self.candidates}


def pool(work: Work, showcase: Showcase, wishes: Wishes, engine: Engine | None = None) -> Pool:
    """Return the candidates for a showcase.

    As many statements for ten products as for thousands. ``engine`` answers words of a theme;
    without one, names are looked through.
    """
    found = public_facts(work, *_within(work, wishes.theme))
    if wishes.own_gallery:
        found = [each for each in found if showcase.gallery_id in each.gallery_ids]
    if wishes.theme.has_wishes:
        found = _themed(work, found, wishes.theme, engine)
    found, left_out = _eligible(work, found)
    found = _with_history(work, found, showcase.id)
    if wishes.market:
        found = _with_readiness(work, found, wishes.market)
    return Pool(tuple(found), left_out)


def _within(work: Work, theme: Theme) -> list[ColumnElement[bool]]:
    """Return the clause of the categories asked for, with all below them."""
    if not theme.categories:
        return []
    tree = category_tree(work.session)
    wanted = {tree.by_slug[slug].id for slug in theme.categories if slug in tree.by_slug}
    below = [node.id for node in tree.by_id.values() if not wanted.isdisjoint(node.path)]
    return [Product.category_id.in_(below)]


def _themed(
    work: Work, found: list[Candidate], theme: Theme, engine: Engine | None
) -> list[Candidate]:
    """Return the candidates with how well they fit; strictly, only those that fit at all."""
    answers: list[set[UUID]] = []
    if theme.terms:
        carrying = select(ProductTerm.product_id).where(ProductTerm.term_id.in_(theme.terms))
        answers.append(set(work.session.scalars(carrying)))
    if theme.words:
        answers.append(_said(work, theme.words, engine))
    fits = (
        (each, sum(100 for answer in answers if each.id in answer) // len(answers))
        for each in found
    )
    return [replace(each, fit=fit) for each, fit in fits if fit or not theme.is_strict]


def _said(work: Work, words: str, engine: Engine | None) -> set[UUID]:
    try:
        if engine is not None:
            criteria = Criteria(text=words, size=_MOST_HITS, counted=())
            return set(engine.search(criteria).ids)
    except IndexDamaged:
        pass  # the database answers instead
    likes = []
    for word in words.split()[:_WORDS]:
        like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        likes.append(ProductText.name.ilike(like, escape="!"))
    named = select(ProductText.product_id).where(or_(*likes)).limit(_MOST_HITS)
    return set(work.session.scalars(named)) if likes else set()


def _eligible(work: Work, found: list[Candidate]) -> tuple[list[Candidate], Mapping[str, int]]:
    """Return what may show today, and how many each reason keeps away.

    What a market's rules refuse is a limit of the set, not looked at here: otherwise nobody could
    be told what it costs.
    """
    refused = refusals(work, ShowcaseKind.STORY, None, [each.id for each in found])
    reasons = Counter(why.code.value for each in refused.values() for why in each[:1])
    return [each for each in found if not refused[each.id]], dict(reasons)


def _with_history(work: Work, found: Iterable[Candidate], showcase_id: UUID) -> list[Candidate]:
    known = shown(published(work), work.now, besides=showcase_id)
    return [
        replace(each, was_shown=each.id in known.ever, times_shown=known.lately.get(each.id, 0))
        for each in found
    ]


def _with_readiness(work: Work, found: list[Candidate], market: str) -> list[Candidate]:
    try:
        verdicts = export.verdicts(work, [each.id for each in found], market)
    except NotFound:  # no rule speaks of this market: nobody can be called ready
        return found
    return [
        replace(each, readiness=verdicts[each.id].score, is_green=verdicts[each.id].is_ready)
        for each in found
    ]
